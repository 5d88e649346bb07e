"""Whether what came back may be written: each text that may not is refused in one line, with what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from engine.exchange.returned import Parcel, Returned
from engine.exchange.units import Unit, placeholders

_NEVER = frozenset(("Cc", "Co", "Cs"))
"""Kinds of characters that no text has, a new line apart."""


class Refusal(NamedTuple):
    """Why a text is not taken."""

    place: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}. {self.fix}."


class Verdict(NamedTuple):
    """changed: units with their new words; right: units that somebody called right as they stand or came back; refused: the others."""

    changed: tuple[tuple[Unit, str], ...]
    right: tuple[Unit, ...]
    refused: tuple[Refusal, ...]


def judge(parcel: Parcel, known: Iterable[Unit]) -> Verdict:
    """Return what of a parcel may be written. known: all units of the catalogue as it is now, in the parcel's languages."""
    by_id = {unit.id: unit for unit in known}
    changed: list[tuple[Unit, str]] = []
    right: list[Unit] = []
    refused: list[Refusal] = []
    seen: set[str] = set()
    for each in parcel.units:
        unit = by_id.get(each.id)
        words = unicodedata.normalize("NFC", each.target).strip()
        wrong = list(_wrong(each, unit, words, twice=each.id in seen))
        seen.add(each.id)
        refused += wrong
        if wrong or unit is None or not words:
            continue
        if words != unit.target.strip():
            changed.append((unit, words))
        if each.state in ("reviewed", "final"):
            right.append(unit)
    return Verdict(tuple(changed), tuple(right), tuple(refused))


def _wrong(each: Returned, unit: Unit | None, words: str, *, twice: bool) -> Iterator[Refusal]:
    """Yield the first thing that is wrong with a text, if anything is."""
    where = f"{each.place}, {each.id}"
    if unit is None:
        yield Refusal(where, "the catalogue has no such text any more", "Export again")
    elif twice:
        yield Refusal(where, "it stands in the file twice", "Delete one of the two")
    elif unicodedata.normalize("NFC", each.source) != unicodedata.normalize("NFC", unit.source):
        yield Refusal(
            where,
            "its source is not the catalogue's text now",
            "Export again, and translate the new text",
        )
    elif words and (trouble := _trouble(unit, words)):
        yield Refusal(where, *trouble)


def _trouble(unit: Unit, words: str) -> tuple[str, str] | None:
    wanted, given = placeholders(unit.source), placeholders(words)
    lost, strange = set(wanted) - set(given), set(given) - set(wanted)
    if lost:
        return f"the translation has lost {_named(lost)}", "Put it back where the value belongs"
    if strange:
        return f"the translation has {_named(strange)}, which the text has not", "Take it out"
    if len(words) > unit.room:
        return (
            f"it has {len(words)} characters; there is room for {unit.room}",
            "Say it in fewer words",
        )
    bad = next((c for c in words if unicodedata.category(c) in _NEVER and c != "\n"), "")
    return (
        (f"it has an invisible character (U+{ord(bad):04X})", "Type the words anew")
        if bad
        else None
    )


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in sorted(names))


def by_file(units: Iterable[Unit]) -> Mapping[str, list[Unit]]:
    """Return units by the file of their flow."""
    found: dict[str, list[Unit]] = {}
    for unit in units:
        found.setdefault(unit.file, []).append(unit)
    return found
