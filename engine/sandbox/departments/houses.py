"""What towns know of a house, a plot or a tap by its number alone: whose it is, where it stands, what it is charged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, person

RUPEE = 100
DIGITS = 10
SAMPLE_OWNER = "నమూనా యజమాని"
WARDS, BLOCKS = 40, 90
"""Door numbers are ward-block-plot; a town has so many wards, a ward so many blocks."""

FIXED_DOORS = {
    "12345678": "12-3-45",
    "12345679": "12-3-46",
    "12345680": "12-3-47",
    "12345681": "12-3-48",
    "12345682": "12-3-49",
    "12345683": "12-3-50",
    "12345684": "12-3-51",
}
"""The doors of sample numbers, by their last eight digits."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing towns charge for.

    start: how its numbers begin; spans: rupees of one period, by how many of a hundred; months: of one period; percent: simple
    interest for each month an earlier period is late; sample: rupees of a sample's period.
    """

    title: Words
    number: Words
    letters: str
    start: str
    spans: Mapping[tuple[int, int], int]
    months: int
    percent: int
    sample: int

    def period(self, day: date) -> str:
        """Return the name of the period a day lies in: `2026/2` for half years, `2026-11` for months."""
        if self.months == 1:
            return day.strftime("%Y-%m")
        year = day.year if day.month > 3 else day.year - 1
        return f"{year}/{1 if 4 <= day.month <= 9 else 2}"


ASSESSMENT = Words("అసెస్‌మెంట్ నంబర్", "Assessment number")
CONNECTION = Words("కనెక్షన్ నంబర్", "Connection number")
HALVES = {(400, 1_500): 45, (1_500, 4_000): 40, (4_000, 15_000): 15}
PLOTS = {(200, 900): 55, (900, 3_000): 35, (3_000, 9_000): 10}
TAPS = {(100, 180): 70, (180, 400): 22, (400, 1_500): 8}
DRAINS = {(60, 100): 75, (100, 300): 25}
KINDS: Mapping[str, Kind] = {
    "property": Kind(
        Words("ఆస్తి పన్ను", "property tax"), ASSESSMENT, "PT", "10", HALVES, 6, 2, 2_400
    ),
    "vacant_land": Kind(
        Words("ఖాళీ స్థల పన్ను", "vacant land tax"), ASSESSMENT, "VL", "20", PLOTS, 6, 2, 1_600
    ),
    "water": Kind(Words("నీటి ఛార్జీలు", "water charges"), CONNECTION, "WC", "30", TAPS, 1, 1, 200),
    "sewerage": Kind(
        Words("మురుగునీటి ఛార్జీలు", "sewerage charges"), CONNECTION, "SC", "40", DRAINS, 1, 1, 100
    ),
}


def exists(kind: str, number: str) -> bool:
    """Tell whether towns have given out a number."""
    known = KINDS.get(kind)
    return (
        known is not None
        and len(number) == DIGITS
        and number.isascii()
        and number.isdecimal()
        and number.startswith(known.start)
    )


def is_sample(number: str) -> bool:
    """Tell whether a number is one of the samples; these are alike in every town."""
    return number[2:] in FIXED_DOORS


def owner_of(town: str, number: str) -> str:
    """Return whose it is, in both languages and marked as a sample."""
    return SAMPLE_OWNER if is_sample(number) else person(Chance("house", town, number)).marked


def door_of(number: str) -> str:
    """Return the door number of what has this number."""
    place = int(number[2:])
    made = f"{place % WARDS + 1}-{place // WARDS % BLOCKS + 1}-{place // (WARDS * BLOCKS) + 1}"
    return FIXED_DOORS.get(number[2:], made)


def number_at(kind: str, door: str) -> str | None:
    """Return the number of what stands at a door, None where no door is called so."""
    start = KINDS[kind].start
    for ending, fixed in FIXED_DOORS.items():
        if fixed == door:
            return start + ending
    parts = door.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    ward, block, plot = map(int, parts)
    if not (1 <= ward <= WARDS and 1 <= block <= BLOCKS and plot >= 1):
        return None
    place = (ward - 1) + WARDS * ((block - 1) + BLOCKS * (plot - 1))
    return f"{start}{place:08d}" if place < 10 ** (DIGITS - len(start)) else None


def charge(kind: str, town: str, number: str) -> int:
    """Return what one period costs, in paise."""
    known = KINDS[kind]
    if is_sample(number):
        return known.sample * RUPEE
    chance = Chance("charge", kind, town, number)
    return chance.between(*chance.weighted(known.spans)) * RUPEE
