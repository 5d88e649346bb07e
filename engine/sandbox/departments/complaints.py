"""The pretend complaint registers of towns: what is open in a ward already, complaints entered, and how they were closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

OPEN = {True: 6, False: 94}
"""Of a hundred wards so many have a complaint on one subject open on any day."""

FIXED = ("tenali", 2, "lights_one_off")
"""Town, ward and subject: there is always one open here, so that it can be seen."""

LIMIT, KEPT = timedelta(days=3), timedelta(days=7)
"""Time to put it right; and so long after its day a complaint still counts as open."""


@dataclass(slots=True)
class Complaint:
    """One complaint. number: of the case it came with; about: town, ward (0: not known), subject; closed: an officer has answered."""

    number: str
    about: tuple[str, int, str]
    on: date
    due: date
    closed: bool = False


class Complaints:
    """Answers `GET /towns/<town>/wards/<ward>/complaints/<subject>`, `POST /complaints` and `POST /complaints/<number>/close`."""

    name = "complaints"
    title = Words("మున్సిపల్ ఫిర్యాదుల రిజిస్టర్", "Register of municipal complaints")

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._once = Once()
        self._by_number: dict[str, Complaint] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get(r"/towns/{town}/wards/{ward:\d+}/complaints/{subject}", self._open),
            web.post("/complaints", self._enter),
            web.post("/complaints/{number}/close", self._close),
        ]

    def reset(self) -> None:
        self._by_number.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(
                Words("ఇప్పటికే నమోదైన ఫిర్యాదు", "Somebody has complained already"),
                ("తెనాలి", "2", "వీధి దీపం వెలగడం లేదు"),
            )
        ]

    def open_on(self, town: str, ward: int, subject: str) -> Complaint | None:
        """Return what is open in a ward on a subject today."""
        about, today = (town, ward, subject), local_date(self._now())
        for each in self._by_number.values():
            if each.about == about and not each.closed and today <= each.due + KEPT:
                return each
        chance = Chance("complaint", *about, today.isocalendar().week)
        if about != FIXED and not chance.weighted(OPEN):
            return None
        began = today - timedelta(days=1)
        return Complaint("MC-SAMPLE-1", about, began, began + LIMIT)

    async def _open(self, request: web.Request) -> web.StreamResponse:
        where = request.match_info
        found = self.open_on(where["town"], int(where["ward"]), where["subject"])
        if found is None:
            return Reply(200, {"state": "none"}).response()
        told = {"number": found.number, "on": found.on.isoformat(), "due": found.due.isoformat()}
        return Reply(200, {"state": "open", "complaint": told}).response()

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        async def enter(wish: Mapping[str, Any]) -> Reply:
            number, today = str(wish.get("number")), local_date(self._now())
            about = (str(wish.get("town")), int(wish.get("ward") or 0), str(wish.get("subject")))
            self._by_number[number] = Complaint(number, about, today, today + LIMIT)
            return Reply(201, {"state": "entered"})

        return await self._once.reply(request, enter)

    async def _close(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]

        async def close(_wish: Mapping[str, Any]) -> Reply:
            found = self._by_number.get(number)
            if found is None:
                return Reply(404, {"error": "not_found"})
            found.closed = True
            return Reply(200, {"state": "closed"})

        return await self._once.reply(request, close)
