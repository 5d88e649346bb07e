"""The pretend registers of births and deaths side by side: entries found by day and name, copies of them, names entered or put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments import births, deaths
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

TITLES = {
    "birth": Words("జనన ధ్రువీకరణ పత్రం", "Birth certificate"),
    "death": Words("మరణ ధ్రువీకరణ పత్రం", "Death certificate"),
}
LABELS = {
    "child": Words("పేరు", "Name"),
    "mother": Words("తల్లి", "Mother"),
    "father": Words("తండ్రి", "Father"),
    "deceased": Words("మరణించినవారి పేరు", "Name of the deceased"),
    "relative": Words("తండ్రి లేదా భర్త", "Father or husband"),
}
"""What may be put right, as a copy calls it."""

ROOM = 24
"""Letters of a name where entries are shown to choose from."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as this office tells it. note: tells it from another of the same name; names: what may be put right."""

    number: str
    person: Words
    note: Words
    day: date
    digitised: bool
    named: bool
    names: Mapping[str, Words]


class Registers:
    """Answers `POST /towns/<town>/<birth or death>/search`, `/copies` and `/corrections`; names travel in the body."""

    name = "registers"
    title = Words("జనన, మరణ రిజిస్టర్లు", "Registers of births and deaths")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._changed: dict[tuple[str, str, str], dict[str, str]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        path = "/towns/{town}/{register:birth|death}"
        return [
            web.post(f"{path}/search", self._search),
            web.post(f"{path}/copies", self._copy),
            web.post(f"{path}/corrections", self._correct),
        ]

    def reset(self) -> None:
        self._changed.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        made = deaths.made_on("tenali", date(2015, 1, 1))
        return [
            Sample(
                Words("మరణ నమోదులు రెండు, పత్రం వెంటనే", "Two deaths, paper at once"),
                ("10-03-2024", "వెంకటరామయ్య"),
            ),
            Sample(Words("మరణం పాత రిజిస్టర్‌లో", "A death in an old register"), ("01-07-1996", "సుబ్బమ్మ")),
            Sample(
                Words("తెనాలి మరణ నమోదు", "A death of Tenali"),
                (f"{made.died:%d-%m-%Y}", made.name.te),
            ),
            Sample(
                Words("బిడ్డ పేరు నమోదు కాలేదు, రుసుము లేదు", "Child not named, no fee"),
                ("10-05-2026", "పద్మ"),
            ),
            Sample(
                Words("బిడ్డ పేరు నమోదు కాలేదు, రుసుము ఉంది", "Child not named, with fee"),
                ("10-03-2022", "భవాని"),
            ),
            Sample(Words("పేరు చేర్చే గడువు ముగిసింది", "Too late to name"), ("01-02-2009", "జ్యోతి")),
        ]

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        register, town = request.match_info["register"], request.match_info["town"]
        found = _found(register, town, str(wish.get("day")), str(wish.get("name")))
        if found is None:
            return Reply(404, {"error": "no_match"}).response()
        entries = [self._plain(register, town, each) for each in found]
        return Reply(200, {"entries": entries}).response()

    def _plain(self, register: str, town: str, line: Line) -> dict[str, Any]:
        changed = self._changed.get((register, town, line.number), {})
        first = next(iter(line.names))
        now = changed.get(first)
        short = now if now is None or len(now) <= ROOM else f"{now[: ROOM - 1]}…"
        person = Words(short, short) if short else line.person
        return {
            "number": line.number,
            "person": person.plain(),
            "note": line.note.plain(),
            "book": "new" if line.digitised else "old",
            "named": line.named or now is not None,
        }

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        """Print a copy. What lies in a book is printed with the number of the case in which it was found."""
        wish = body_of(await request.read()) or {}
        register, town = request.match_info["register"], request.match_info["town"]
        line = _numbered(register, town, str(wish.get("number")))
        if line is None or not (line.digitised or wish.get("found_in")):
            return Reply(409, {"error": "not_ready"}).response()
        return Reply(200, {"copy": await self._paper(register, town, line, wish)}).response()

    async def _correct(self, request: web.Request) -> web.StreamResponse:
        register, town = request.match_info["register"], request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._enter(register, town, wish))

    async def _enter(self, register: str, town: str, wish: Mapping[str, Any]) -> Reply:
        line = _numbered(register, town, str(wish.get("number")))
        field, value = str(wish.get("field")), str(wish.get("value") or "").strip()
        if line is None or field not in line.names or not value or not wish.get("found_in"):
            return Reply(409, {"error": "refused"})
        self._changed.setdefault((register, town, line.number), {})[field] = value
        return Reply(201, {"copy": await self._paper(register, town, line, wish)})

    async def _paper(
        self, register: str, town: str, line: Line, wish: Mapping[str, Any]
    ) -> dict[str, str]:
        changed = self._changed.get((register, town, line.number), {})
        place = named(wish.get("place"))
        names = [
            row(LABELS[field].te, LABELS[field].en, changed.get(field) or f"{now.te} · {now.en}")
            for field, now in line.names.items()
        ]
        day = Words("పుట్టిన తేదీ", "Date of birth")
        if register == "death":
            day = Words("మరణించిన తేదీ", "Date of death")
        paper = {
            "title": TITLES[register].plain(),
            "number": line.number,
            "rows": [
                *names,
                row("వివరం", "Particulars", f"{line.note.te} · {line.note.en}"),
                row(day.te, day.en, line.day.strftime("%d-%m-%Y")),
                row("పట్టణం", "Town", f"{place.te} · {place.en}"),
                row("ప్రతులు", "Copies", str(wish.get("copies", 1))),
                row("కేసు నంబర్", "Case", str(wish.get("found_in") or "-")),
            ],
        }
        today = local_date(self._now())
        file = f"{register}_certificate.pdf"
        return await self._printer.document(file, "extract.typ", today, paper)


def _found(register: str, town: str, day: str, name: str) -> Sequence[Line] | None:
    """Return the entries of a day with this name, none where only the registrar may see it, None where there is none."""
    if register == "birth":
        children = births.found_on(town, day, name)
        return None if children is None else [_birth(each) for each in children]
    gone = deaths.found_on(town, day, name)
    return None if gone is None else [_death(each) for each in gone]


def _numbered(register: str, town: str, number: str) -> Line | None:
    if register == "birth":
        lines = [_birth(each) for each in births.numbered(town, number)]
    else:
        lines = [_death(each) for each in deaths.numbered(town, number)]
    return next((line for line in lines if line.number == number), None)


def _birth(entry: births.Entry) -> Line:
    names = {"child": entry.child, "mother": entry.mother, "father": births.FATHER}
    return Line(
        entry.number, entry.child, entry.sex, entry.born, entry.digitised, entry.named, names
    )


def _death(entry: deaths.Entry) -> Line:
    age = Words(f"వయసు {entry.age}", f"Aged {entry.age}")
    names = {"deceased": entry.shown, "relative": deaths.RELATIVE}
    return Line(entry.number, entry.shown, age, entry.died, entry.digitised, True, names)
