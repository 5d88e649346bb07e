"""Keeps on disk what was worked out about a catalogue, so that the same files are not compiled again at every start.

What is kept is plain JSON: titles, words and digests, never code. A digest that does not fit its files is noticed when the program is
made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from engine.language.card import Card
from engine.language.findings import Edit, Finding, Severity
from engine.language.judging import Judged, judge
from engine.language.remark import Remark
from engine.language.source import Span
from engine.language.waiver import Waiver
from engine.runtime.kept_files import KeptFiles


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a catalogue. cards: of the services that can be offered, none where an error stops the release;
    remarks: what should be looked after, with the days on which it holds; waivers: what may stand. None of it depends on today."""

    findings: tuple[Finding, ...]
    cards: tuple[Card, ...]
    remarks: tuple[Remark, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    def on(self, today: date) -> Judged:
        """Return what is to be shown on this day, and what may stand on it."""
        return judge(self.findings, self.remarks, self.waivers, today)


class CatalogCache:
    """The folder. Several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = KeptFiles(folder, "catalogue")

    def find(self, key: str) -> Known | None:
        """Return what is known under this key, or None."""
        try:
            return _read(self._files.read(key))
        except (ValueError, TypeError, KeyError, AttributeError):
            return None

    def keep(self, key: str, known: Known) -> None:
        """Keep this under the key, and forget the oldest."""
        self._files.write(key, known)


def key_of(makers: Iterable[bytes], files: Mapping[str, bytes]) -> str:
    """Return a name for what these makers (our own code, the schemas) find out about these files: 32 hexadecimal digits."""
    taken = blake2b(digest_size=16)
    for maker in makers:
        taken.update(len(maker).to_bytes(8, "big") + maker)
    for path in sorted(files):
        for part in (path.encode(), files[path]):
            taken.update(len(part).to_bytes(8, "big") + part)
    return taken.hexdigest()


def _read(kept: Mapping[str, Any]) -> Known:
    return Known(
        tuple(map(finding_from, kept["findings"])),
        tuple(map(Card.from_json, kept["cards"])),
        tuple(map(remark_from, kept["remarks"])),
        tuple(map(Waiver.from_json, kept["waivers"])),
    )


def remark_from(kept: Sequence[Any]) -> Remark:
    """Return the remark whose JSON form this is. Raises TypeError, ValueError or KeyError for anything else, as all of these do."""
    finding, since, until = kept
    return Remark(finding_from(finding), since, until)


def finding_from(kept: Mapping[str, Any]) -> Finding:
    """Return the finding whose JSON form this is."""
    told = {**kept, "span": Span(*kept["span"]), "severity": Severity(kept["severity"])}
    if kept["edit"] is not None:
        span, old, new = kept["edit"]
        told["edit"] = Edit(Span(*span), old, new)
    return Finding(**told)
