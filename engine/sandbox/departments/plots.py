"""The rows of the pretend land register: survey numbers, khatas and villages, drawn by chance and the same at every start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isqrt

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, person

SURVEYS = 400
"""Survey numbers of each village."""

STATES = {"signed": 80, "unsigned": 17, "disputed": 3}
"""How many of a hundred holdings stand so."""

SCANNED = {True: 70, False: 30}
DOTTED = {True: 4, False: 96}
ASSIGNED = {True: 6, False: 94}
LOANS = {True: 35, False: 65}
"""Of a hundred: old books and sketches that are scanned, plots with dots for a holder, plots the state has assigned, khatas a bank
has lent on."""

CROPS = (
    Words("వరి", "Paddy"),
    Words("పత్తి", "Cotton"),
    Words("మిరప", "Chilli"),
    Words("వేరుశనగ", "Groundnut"),
)
SOILS = (Words("మాగాణి", "Wet land"), Words("మెట్ట", "Dry land"), Words("తోట", "Garden land"))
DIRECTIONS = (
    Words("ఉత్తరాన", "north"),
    Words("ఈశాన్యాన", "north-east"),
    Words("తూర్పున", "east"),
    Words("ఆగ్నేయాన", "south-east"),
    Words("దక్షిణాన", "south"),
    Words("నైరుతిన", "south-west"),
    Words("పడమరన", "west"),
    Words("వాయవ్యాన", "north-west"),
)
ROW = 20
"""On the map of a village so many plots lie beside each other."""

SQUARE_METRES = 40
"""Of a cent, the hundredth part of an acre."""

ACRE = 50_000
"""The value of an acre is so many rupees, 16 to 120 times."""

FIXED = {
    "101": "signed",
    "102": "unsigned",
    "103": "disputed",
    "104": "signed",
    "105": "signed",
    "106": "signed",
    "107": "signed",
    "108": "signed",
    "109": "signed",
    "110": "disputed",
    "111": "signed",
}
"""Survey numbers that stand so in every village."""

SCANNED_TOO, NOT_SCANNED = "101", "102"
DOTS, ASSIGNED_BY_STATE, OBJECTED, TAKEN = "104", "105", "106", "107"
"""In every village: no holder but dots; given by the state; somebody objects to a change; another change has just been entered."""

NO_HOLDER = "...."
"""What the old register of settlement shows in place of a holder: dots."""

KHATAS = {"108": "2001", "109": "2002", "110": "2003", "111": "2004"}
"""Survey numbers of samples and their khatas, in every village."""

LENT = "2002"
"""The khata of the samples on which a bank has lent."""

MAPS = {"guntur_tenali_nandivelugu": True, "guntur_tenali_kolakaluru": False}
"""Villages of samples: is the map scanned?"""


@dataclass(frozen=True, slots=True)
class Holding:
    """One survey number of a village. cents: hundredths of an acre."""

    village: str
    survey: str
    state: str
    holder: str
    khata: str
    cents: int
    crop: Words
    scanned: bool
    dotted: bool
    assigned: bool

    @property
    def ref(self) -> str:
        """Return what a copy is asked by."""
        return f"{self.village}:{self.survey}"

    @property
    def extent(self) -> str:
        """Return acres and cents as people write them."""
        return acres(self.cents)


@dataclass(frozen=True, slots=True)
class Khata:
    """All that one holder has in a village. loan: a bank has lent on it."""

    number: str
    holder: str
    lands: int
    cents: int
    state: str

    @property
    def loan(self) -> bool:
        """Tell whether a bank has to agree before a new passbook is printed."""
        return self.state == "loan"


def acres(cents: int) -> str:
    """Return acres and cents as people write them: `2.45`."""
    return f"{cents // 100}.{cents % 100:02d}"


def holding(village: str, survey: str) -> Holding | None:
    """Return what a village's register has under a survey number: `101`, `101-2`, `101/A`."""
    plot = survey.upper().replace("/", "-").replace(" ", "")
    number = plot.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= SURVEYS):
        return None
    chance = Chance("holding", village, plot)
    state = FIXED.get(plot) or chance.weighted(STATES)
    holder, drawn = person(chance).marked, str(chance.between(10, 1_900))
    cents, crop = chance.between(12, 600), chance.one_of(CROPS)
    scanned, dotted, assigned = map(chance.weighted, (SCANNED, DOTTED, ASSIGNED))
    fixed = plot in FIXED
    return Holding(
        village=village,
        survey=plot,
        state=state,
        holder=holder,
        khata=KHATAS.get(plot, drawn),
        cents=cents,
        crop=crop,
        scanned=plot != NOT_SCANNED if fixed else scanned,
        dotted=plot == DOTS if fixed else dotted,
        assigned=plot == ASSIGNED_BY_STATE if fixed else assigned,
    )


def at(ref: object) -> Holding | None:
    """Return the holding of a reference, `village:survey`."""
    village, _, survey = str(ref).partition(":")
    return holding(village, survey)


def khata(village: str, number: str) -> Khata | None:
    """Return a khata of a village: one that some survey number names."""
    lands = _by_khata(village).get(number)
    if lands is None:
        return None
    lent = Chance("khata", village, number).weighted(LOANS)
    state = "loan" if number == LENT or (lent and number not in KHATAS.values()) else "clear"
    if any(each.state == "disputed" for each in lands):
        state = "disputed"
    cents = sum(each.cents for each in lands)
    return Khata(number, lands[0].holder, len(lands), cents, state)


@lru_cache(maxsize=64)
def _by_khata(village: str) -> Mapping[str, Sequence[Holding]]:
    found: dict[str, list[Holding]] = {}
    for number in range(1, SURVEYS + 1):
        each = holding(village, str(number))
        if each is not None:
            found.setdefault(each.khata, []).append(each)
    return found


def sides(found: Holding) -> tuple[int, int]:
    """Return how long a plot is from west to east and from north to south, in metres, as if it were a rectangle."""
    area = found.cents * SQUARE_METRES
    width = isqrt(area * Chance("sides", found.ref).between(60, 160) // 100)
    return width, max(1, area // max(1, width))


def acre_value(village: str) -> int:
    """Return what an acre of a village is worth, in whole rupees."""
    return Chance("value", village).between(16, 120) * ACRE


def village_scanned(village: str) -> bool:
    """Tell whether the map of a village is scanned."""
    return MAPS.get(village, Chance("map", village).weighted(SCANNED))
