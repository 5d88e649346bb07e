"""The pretend registrars of births and deaths: deaths by number, searches that found nothing, and entries made on an order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named, person
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

A_DAY = 3
"""Deaths that are registered on each day: D-2024-0310, 0311 and 0312 are those of 10 March."""

FIXED_DEATH, FIXED_DIED = "D-2024-0310", "2024-03-10"
FIXED_NAME = "నమూనా వెంకటరామయ్య"

FIXED_ON = "2004-08-15"
FIXED_SEARCHES = {"NA-2026-00101": "confirmed", "NA-2026-00102": "registered"}
"""Searches of samples, for a birth or a death on one day: still not registered, or found since."""

STATES = {"confirmed": 94, "registered": 6}
"""How a hundred searches stand."""

ABSENCE = re.compile(r"NA-20\d\d-\d{5}")
OURS = re.compile(r"MUN-NAC-20\d\d-\d{6}-[A-Z0-9]")
"""Certificates that a municipality gives here: the registrar takes each for the day that is told."""

EVENTS = {
    "birth": Words("జనన ధ్రువీకరణ పత్రం", "Birth certificate"),
    "death": Words("మరణ ధ్రువీకరణ పత్రం", "Death certificate"),
}
SEXES = {
    "female": Words("స్త్రీ", "Female"),
    "male": Words("పురుషుడు", "Male"),
    "other": Words("ఇతరులు", "Other"),
}


class Registrar:
    """Answers what `catalog/revenue/_connectors.yaml` says under `registrar`; what tells of a person travels in the body."""

    name = "registrar"
    title = Words("జనన, మరణాల రిజిస్ట్రార్లు", "Registrars of births and deaths")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._entered: set[tuple[str, str]] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/deaths/search", self._death),
            web.post("/searches", self._search),
            web.post("/entries", self._enter),
        ]

    def reset(self) -> None:
        self._entered.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        on = date.fromisoformat(FIXED_ON).strftime("%d-%m-%Y")
        died = date.fromisoformat(FIXED_DIED).strftime("%d-%m-%Y")
        return [
            Sample(Words("మరణ నమోదు", "A registered death"), (FIXED_DEATH, died)),
            Sample(Words("నమోదు లేదన్న పత్రం", "Non-availability certificate"), (on, "NA-2026-00101")),
            Sample(Words("ఆ తర్వాత నమోదైంది", "Registered since"), (on, "NA-2026-00102")),
        ]  # fmt: skip

    async def _death(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        entry, died = str(wish.get("entry", "")), _day(wish.get("died"))
        if died is None or died > local_date(self._now()) or entry not in _entries(died):
            return Reply(404, {"error": "no_match"}).response()
        name = FIXED_NAME if entry == FIXED_DEATH else person(Chance("death", entry)).marked
        return Reply(200, {"death": {"name": name}}).response()

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        state = self._stands(wish)
        if state is None:
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"state": state}).response()

    def _stands(self, wish: Mapping[str, Any]) -> str | None:
        """Return how a search stands, None where number and day do not go together."""
        event, absence, on = str(wish.get("event")), str(wish.get("absence")), _day(wish.get("on"))
        if event not in EVENTS or on is None:
            return None
        if (event, absence) in self._entered:
            return "registered"
        if OURS.fullmatch(absence):
            return "confirmed"
        chance, fixed = Chance("search", event, absence), FIXED_SEARCHES.get(absence)
        drawn, own = chance.weighted(STATES), date(1950, 1, 1) + timedelta(chance.whole(25_000))
        if not ABSENCE.fullmatch(absence) or on != (date.fromisoformat(FIXED_ON) if fixed else own):
            return None
        return fixed or drawn

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._entry)

    async def _entry(self, wish: Mapping[str, Any]) -> Reply:
        if not wish.get("order") or str(wish.get("sex")) not in SEXES:
            return Reply(400, {"error": "order or sex is missing"})
        if self._stands(wish) != "confirmed":
            return Reply(409, {"error": "refused"})
        event, on = str(wish["event"]), str(wish["on"])
        self._entered.add((event, str(wish["absence"])))
        number = f"{event[0].upper()}-{on[:4]}-{on[5:7]}{on[8:]}-L"
        sex, village = SEXES[str(wish["sex"])], named(wish.get("village"))
        paper = {
            "title": EVENTS[event].plain(),
            "number": number,
            "rows": [
                row("పేరు", "Name", str(wish.get("person", ""))),
                row("స్త్రీ/పురుషుడు", "Sex", f"{sex.te}\n{sex.en}"),
                row("తేదీ", "Date", date.fromisoformat(on).strftime("%d-%m-%Y")),
                row("చోటు", "Place", f"{village.te}\n{village.en}"),
                row("తల్లి", "Mother", str(wish.get("mother", ""))),
                row("తండ్రి", "Father", str(wish.get("father", ""))),
                row("ఆర్‌డీవో ఉత్తర్వు", "Order of the RDO", str(wish["order"])),
            ],
        }
        today = local_date(self._now())
        file = await self._printer.document("entry.pdf", "extract.typ", today, paper)
        return Reply(201, {"entry": {"number": number, "file": file}})


def _day(written: object) -> date | None:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def _entries(died: date) -> tuple[str, ...]:
    """Return the numbers under which the deaths of a day are registered."""
    first = int(f"{died:%m%d}")
    return tuple(f"D-{died.year}-{first + place:04d}" for place in range(A_DAY))
