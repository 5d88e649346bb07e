"""The pretend map of the electricity network, a table: how far a house is from the nearest pole, by a neighbour's service number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.database import DatabaseSystem, Table
from engine.sandbox.departments.people import Words, towns
from engine.sandbox.departments.power import COMPANIES, numbers_of
from engine.sandbox.departments.system import Sample

METRES = {(8, 25): 60, (25, 30): 20, (35, 90): 15, (90, 400): 5}
"""How far the nearest pole is, by how many of a hundred houses."""

NEAR_M = 30
"""As far as a service wire reaches without a new pole; the catalogue's statement says the same."""

FIXED: Mapping[str, int] = {"1234567890123": 18, "1234567890124": 120}
NOBODY = "9"
"""No connection has a number that begins so."""


class Network(DatabaseSystem):
    """The table `points` (number, company, section_te, section_en, metres)."""

    name = "network"
    title = Words("విద్యుత్ నెట్‌వర్క్ మ్యాప్", "Electricity network map")

    def __init__(self, folder: Path) -> None:
        names = {"number": "text", "company": "text", "section_te": "text", "section_en": "text"}
        self.table = Table(
            folder / "network.sqlite", "points", {**names, "metres": "integer"}, keys=2
        )
        self.table.fill(_points)

    def samples(self) -> Sequence[Sample]:
        what = Words("పొరుగు సర్వీసు: స్తంభం {} మీటర్లలో", "A neighbour's service: a pole at {} m")
        return [
            *(
                Sample(Words(what.te.format(far), what.en.format(far)), (number,))
                for number, far in FIXED.items()
            ),
            Sample(Words("ఈ నంబర్ సర్వీసు లేదు", "No such service"), (NOBODY * 13,)),
        ]


def _points() -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table, which are the same at every start."""
    for company in COMPANIES:
        for number in (*FIXED, *sorted(numbers_of(company))):
            chance = Chance("point", company, number)
            town = chance.one_of(towns(company))
            metres = FIXED.get(number) or chance.between(*chance.weighted(METRES))
            yield (number, company, f"{town.te} సెక్షన్", f"{town.en} section", metres)
