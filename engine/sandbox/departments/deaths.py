"""The entries of the pretend death registers of towns: by day and name of the person who died."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.holds import day_of
from engine.sandbox.departments.people import Words, given

DIGITISED_FROM = date(2005, 1, 1)
"""Entries since then are in the computer; older ones lie in a book."""

RELATIVE = Words("నమూనా బంధువు", "Sample relative")
AGES: Mapping[tuple[int, int], int] = {(60, 92): 70, (40, 60): 20, (1, 40): 10}
"""How old people were, by how many of a hundred."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One death. number: of the register, and what a copy is asked by; name: as the register has the person who died."""

    number: str
    name: Words
    age: int
    died: date

    @property
    def digitised(self) -> bool:
        """Tell whether a copy can be printed at once."""
        return self.died >= DIGITISED_FROM

    @property
    def shown(self) -> Words:
        """Return the name as citizens see it, marked as a sample."""
        return Words(f"నమూనా {self.name.te}", f"Sample {self.name.en}")


FIXED = (
    Entry("D-2024-0310", Words("వెంకటరామయ్య", "Venkataramaiah"), 71, date(2024, 3, 10)),
    Entry("D-2024-0311", Words("వెంకటరామయ్య", "Venkataramaiah"), 48, date(2024, 3, 10)),
    Entry("D-1996-0701", Words("సుబ్బమ్మ", "Subbamma"), 80, date(1996, 7, 1)),
)
"""Entries that are in the register of every town."""

SEALED = (date(2020, 1, 1), ("నాగయ్య", "nagaiah"))
"""Day and name of an entry that only the registrar may see: an inquest is not over."""


def made_on(town: str, day: date) -> Entry:
    """Return the one death a town's register has for a day, beside those of every register."""
    chance = Chance("death", town, day.isoformat())
    name = given(chance)
    age = chance.between(*chance.weighted(AGES))
    return Entry(f"D-{day:%Y-%m%d}-{chance.letters(3)}", name, age, day)


def found_on(town: str, died: str, name: str) -> Sequence[Entry] | None:
    """Return the entries of a day with this name, in either script; None where there is none."""
    day, wanted = day_of(died), name.strip().casefold()
    if day is None:
        return None
    if day == SEALED[0] and wanted in SEALED[1]:
        return ()
    there = [each for each in FIXED if each.died == day] + [made_on(town, day)]
    return [each for each in there if wanted in (each.name.te, each.name.en.casefold())] or None


def numbered(town: str, number: str) -> Sequence[Entry]:
    """Return the entries that may have this number."""
    day = day_of(f"{number[2:6]}-{number[7:9]}-{number[9:11]}")
    return FIXED if day is None else [*FIXED, made_on(town, day)]
