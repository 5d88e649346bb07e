"""Keeps on disk what was found out about each service by itself, so that only a service that changed is compiled again.

One file for all services that stand on the same ground: when the ground changes, nothing in it is of use any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from engine.language.card import Card
from engine.language.examining import Examined
from engine.language.outline import (
    Called,
    FeeColumns,
    FindWord,
    Made,
    Outline,
    Row,
    Script,
    Written,
    WrittenEnd,
)
from engine.language.source import Span
from engine.runtime.catalog_cache import finding_from, remark_from
from engine.runtime.kept_files import KeptFiles

_TROUBLE = (ValueError, TypeError, KeyError, AttributeError)


class ServiceCache:
    """The folder. Several processes may use it at once; what the last one wrote stands."""

    def __init__(self, folder: Path) -> None:
        self._files = KeptFiles(folder, "services")

    def find(self, ground: str, keys: Mapping[str, str]) -> dict[str, Examined]:
        """Return what is known of these services, by service. keys: names of all that is their own."""
        kept = self._files.read(ground)
        try:
            return {
                service: examined_from(each["examined"])
                for service, each in (kept or {}).items()
                if keys.get(service) == each["key"]
            }
        except _TROUBLE:
            return {}

    def keep(self, ground: str, keys: Mapping[str, str], examined: Iterable[Examined]) -> None:
        """Keep this in place of what was known."""
        services = {each.outline.id: each for each in examined}
        kept = {name: {"key": keys[name], "examined": each} for name, each in services.items()}
        self._files.write(ground, kept)


def to_json(examined: Iterable[Examined]) -> bytes:
    """Return what was found out as another process can read it."""
    return orjson.dumps(tuple(examined), default=tuple)


def from_json(content: bytes) -> tuple[Examined, ...]:
    """Return what `to_json` was given."""
    return tuple(map(examined_from, orjson.loads(content)))


def examined_from(kept: Mapping[str, Any]) -> Examined:
    """Return what was found out, from its JSON form. Raises TypeError, ValueError, KeyError or AttributeError for anything else."""
    return Examined(
        findings=tuple(map(finding_from, kept["findings"])),
        remarks=tuple(map(remark_from, kept["remarks"])),
        outline=_outline(kept["outline"]),
    )


def _outline(kept: Mapping[str, Any]) -> Outline:
    read = {
        "languages": tuple(kept["languages"]),
        "title": tuple(Called(*each) for each in kept["title"]),
        "title_at": Span(*kept["title_at"]),
        "short": tuple(Called(*each) for each in kept["short"]),
        "short_at": Span(*kept["short_at"]),
        "find": tuple(
            FindWord(plain, text, path, Span(*span)) for plain, text, path, span in kept["find"]
        ),
        "script": _script(kept["script"]),
        "made": None if kept["made"] is None else _made(kept["made"]),
    }
    return Outline(**{**kept, **read})


def _script(kept: Mapping[str, Any]) -> Script:
    rows = tuple(map(_row, kept["rows"]))
    ends = tuple(WrittenEnd(name, Span(*span), gist) for name, span, gist in kept["ends"])
    return Script(**{**kept, "rows": rows, "ends": ends, "fees": tuple(kept["fees"])})


def _row(kept: Iterable[Any]) -> Row:
    return tuple(map(_written, kept))


def _written(kept: Sequence[Any]) -> Written:
    name, span, verb, gist, begins, ends, kind, words = kept
    return Written(
        name,
        Span(*span),
        verb,
        gist,
        begins,
        ends,
        kind,
        tuple((each, said) for each, said in words),
    )


def _made(kept: Sequence[Any]) -> Made:
    card, notify, late, columns, there, come_to, shared_ends = kept
    return Made(
        Card.from_json(card),
        notify,
        late,
        tuple(_columns(*each) for each in columns),
        tuple(there),
        tuple(come_to),
        tuple((path, end) for path, end in shared_ends),
    )


def _columns(table: str, options: Sequence[str] | None) -> FeeColumns:
    return FeeColumns(table, None if options is None else tuple(options))
