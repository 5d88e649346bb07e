"""The pretend register of households, a table: how many members a ration card has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from engine.sandbox.departments.chance import Chance, scattered
from engine.sandbox.departments.database import DatabaseSystem, Table
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import Sample

MEMBERS = {1: 5, 2: 12, 3: 20, 4: 33, 5: 17, 6: 9, 7: 4}
"""How many of a hundred households have so many members."""

HOUSEHOLDS = 5_000
FIXED = {"2812345678": 4}


class Households(DatabaseSystem):
    """The table `households` (card, reference, members)."""

    name = "households"
    title = Words("రెవెన్యూ కుటుంబ వివరాలు", "Revenue household register")

    def __init__(self, folder: Path) -> None:
        columns = {"card": "text", "reference": "text", "members": "integer"}
        self.table = Table(folder / "households.sqlite", "households", columns)
        self._members = _members()
        self.table.fill(_rows)

    def samples(self) -> Sequence[Sample]:
        what = Words("రేషన్ కార్డు: కుటుంబంలో {} మంది", "Ration card of a household of {}")
        cards = (*FIXED, *list(self._members)[:4])
        return [
            Sample(Words(what.te.format(count), what.en.format(count)), (card,))
            for card in cards
            if (count := self._members[card])
        ]


def _rows() -> Iterator[tuple[str, str, int]]:
    """Yield the rows of the table."""
    return ((card, f"HH-{card}", count) for card, count in _members().items())


@cache
def _members() -> Mapping[str, int]:
    """Return how many members each card has, which is the same at every start."""
    made = {
        f"28{scattered(place, 8)}": Chance("household", place).weighted(MEMBERS)
        for place in range(HOUSEHOLDS)
    }
    return made | FIXED
