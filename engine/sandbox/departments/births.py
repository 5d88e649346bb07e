"""The pretend birth registers of towns: entries by day and mother's name, and copies of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.holds import day_of
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named, woman
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Reply, Sample, body_of

DIGITISED_FROM = date(2005, 1, 1)
"""Entries since then are in the computer; older ones lie in a book."""

FATHER = Words("నమూనా తండ్రి", "Sample father")
NAMELESS = Words("(పేరు నమోదు కాలేదు)", "(no name entered)")
"""Stands where parents have not told the child's name yet."""

UNNAMED = {False: 88, True: 12}
"""Of a hundred births so many are in the register without a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One birth. number: of the register, and what a copy is asked by; mother: as the register has her."""

    number: str
    child: Words
    sex: Words
    born: date
    mother: Words

    @property
    def digitised(self) -> bool:
        """Tell whether a copy can be printed at once."""
        return self.born >= DIGITISED_FROM

    @property
    def named(self) -> bool:
        """Tell whether the child's name is in the register."""
        return self.child != NAMELESS


BOY, GIRL = Words("బాలుడు", "Boy"), Words("బాలిక", "Girl")
LAKSHMI, RADHA = Words("లక్ష్మి", "Lakshmi"), Words("రాధ", "Radha")
PADMA, BHAVANI, JYOTHI = Words("పద్మ", "Padma"), Words("భవాని", "Bhavani"), Words("జ్యోతి", "Jyothi")
FIXED = (
    Entry("B-2011-0815", Words("నమూనా సాయి", "Sample Sai"), BOY, date(2011, 8, 15), LAKSHMI),
    Entry("B-2011-0816", Words("నమూనా దివ్య", "Sample Divya"), GIRL, date(2011, 8, 15), LAKSHMI),
    Entry("B-1998-0601", Words("నమూనా రాణి", "Sample Rani"), GIRL, date(1998, 6, 1), RADHA),
    Entry("B-2026-0510", NAMELESS, GIRL, date(2026, 5, 10), PADMA),
    Entry("B-2022-0310", NAMELESS, BOY, date(2022, 3, 10), BHAVANI),
    Entry("B-2009-0201", NAMELESS, GIRL, date(2009, 2, 1), JYOTHI),
)
"""Entries that are in the register of every town."""

SEALED = (date(2010, 1, 1), ("సుధ", "sudha"))
"""Day and mother of an entry that only the registrar may see."""


class Births:
    """Answers `POST /towns/<town>/births/search` and `POST /towns/<town>/copies`."""

    name = "births"
    title = Words("జనన రిజిస్టర్", "Birth register")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/towns/{town}/births/search", self._search),
            web.post("/towns/{town}/copies", self._copy),
        ]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        made = made_on("tenali", date(2015, 1, 1))
        return [
            Sample(
                Words("ఇద్దరు పిల్లల నమోదు, వెంటనే వస్తుంది", "Two entries, comes at once"),
                ("15-08-2011", "లక్ష్మి"),
            ),
            Sample(
                Words("పాత రిజిస్టర్‌లో ఉంది, అధికారి వెతకాలి", "In an old book: an officer looks"),
                ("01-06-1998", "రాధ"),
            ),
            Sample(
                Words("తెనాలి నమోదు", "An entry of Tenali"), (f"{made.born:%d-%m-%Y}", made.mother.te)
            ),
            Sample(
                Words("రిజిస్ట్రార్ మాత్రమే చూడగలరు", "Only the registrar may see it"), ("01-01-2010", "సుధ")
            ),
            Sample(Words("నమోదు లేదు", "No entry"), ("15-08-2011", "ఎవరూ కాదు")),
        ]

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        found = found_on(request.match_info["town"], str(wish.get("born")), str(wish.get("mother")))
        if found is None:
            return Reply(404, {"error": "no_match"}).response()
        told = [
            {
                "number": each.number,
                "child": each.child.plain(),
                "sex": each.sex.plain(),
                "register": "new" if each.digitised else "old",
            }
            for each in found
        ]
        return Reply(200, {"births": told}).response()

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        """Print a copy. What lies in a book is printed with the number of the case in which it was found."""
        wish = body_of(await request.read()) or {}
        town, number = request.match_info["town"], str(wish.get("number"))
        entry = next((each for each in numbered(town, number) if each.number == number), None)
        if entry is None or not (entry.digitised or wish.get("found_in")):
            return Reply(409, {"error": "not_ready"}).response()
        today = local_date(self._now())
        file = await self._printer.document(
            "birth_certificate.pdf", "extract.typ", today, _paper(entry, wish)
        )
        return Reply(200, {"copy": file}).response()


def made_on(town: str, day: date) -> Entry:
    """Return the one birth a town's register has for a day, beside those of every register."""
    chance = Chance("birth", town, day.isoformat())
    given = woman(chance)
    child = Words(f"నమూనా {given.te}", f"Sample {given.en}")
    parent = woman(chance)
    if chance.weighted(UNNAMED):
        child = NAMELESS
    return Entry(f"B-{day:%Y-%m%d}-{chance.letters(3)}", child, GIRL, day, parent)


def found_on(town: str, born: str, mother: str) -> Sequence[Entry] | None:
    """Return the entries of a day with this mother, her name in either script; None where there is none."""
    day, wanted = day_of(born), mother.strip().casefold()
    if day is None:
        return None
    if day == SEALED[0] and wanted in SEALED[1]:
        return ()
    there = [each for each in FIXED if each.born == day] + [made_on(town, day)]
    return [each for each in there if wanted in (each.mother.te, each.mother.en.casefold())] or None


def numbered(town: str, number: str) -> Sequence[Entry]:
    """Return the entries that may have this number."""
    day = day_of(f"{number[2:6]}-{number[7:9]}-{number[9:11]}")
    return FIXED if day is None else [*FIXED, made_on(town, day)]


def _paper(entry: Entry, wish: Mapping[str, Any]) -> Mapping[str, Any]:
    place = named(wish.get("place"))
    return {
        "title": {"te": "జనన ధ్రువీకరణ పత్రం", "en": "Birth certificate"},
        "number": entry.number,
        "rows": [
            row("పేరు", "Name", f"{entry.child.te} · {entry.child.en}"),
            row("లింగం", "Sex", f"{entry.sex.te} · {entry.sex.en}"),
            row("పుట్టిన తేదీ", "Date of birth", entry.born.strftime("%d-%m-%Y")),
            row("పుట్టిన చోటు", "Place of birth", f"{place.te} · {place.en}"),
            row("తల్లి", "Mother", f"{entry.mother.te} · {entry.mother.en}"),
            row("తండ్రి", "Father", f"{FATHER.te} · {FATHER.en}"),
            row("ప్రతులు", "Copies", str(wish.get("copies", 1))),
            row("కేసు నంబర్", "Case", str(wish.get("found_in") or "-")),
        ],
    }
