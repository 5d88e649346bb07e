"""The pretend call centres for faults (1912): which service is cut off, which outages are known, and crews that are out for two hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.power import BY_COMPANY
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

CUT = {True: 3, False: 97}
"""Of a hundred services so many are cut off for dues."""

FIXED_CUT: Mapping[str, bool] = {
    "1234567890123": False,
    "1234567890123456": False,
    "1234567890124": True,
}
"""Numbers of samples, the same with every company."""

REASONS: Mapping[str, Sequence[Words]] = {
    "supply": (
        Words("సబ్‌స్టేషన్‌లో మరమ్మతు", "Repairs at the substation"),
        Words("లైన్ల దగ్గర చెట్ల కొమ్మల తొలగింపు", "Branches near the lines are being cut"),
    ),
    "line": (Words("తెగిన లైన్ మరమ్మతు", "A broken line is being repaired"),),
    "voltage": (Words("ఫీడర్‌పై అధిక లోడ్", "Too much load on the feeder"),),
    "transformer": (Words("ట్రాన్స్‌ఫార్మర్ మార్పు", "A transformer is being replaced"),),
}
OUTAGE = {True: 20, False: 80}
"""On a day so many of a hundred mandals have an outage of each kind; it lasts four hours."""

OUTAGE_H = 4
FIRST_H, LAST_H = 0, 10
"""Outages begin between these hours of the day, UTC."""

ALWAYS = ("guntur_duggirala", "supply")
"""Here something is always known, so that a visitor can see it."""

CREWS = 5
CREW_OUT = timedelta(hours=2)
"""Each mandal has so many crews, and each is out so long."""


class Faults:
    """Answers what the connector `faults` of `catalog/energy/_connectors.yaml` describes."""

    name = "faults"
    title = Words("విద్యుత్ ఫిర్యాదుల కేంద్రం 1912", "Electricity call centre 1912")

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._once = Once()
        self._out: dict[str, tuple[str, datetime]] = {}
        self._mandals = tuple(read("mandals.json")["mandals"])

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get(BY_COMPANY + "/connections/{number}", self._connection),
            web.get(BY_COMPANY + "/mandals/{mandal}/outages/{fault}", self._outage),
            web.post(BY_COMPANY + "/crews", self._crew),
        ]

    def reset(self) -> None:
        self._out.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        cut = next(number for number, off in FIXED_CUT.items() if off)
        return [
            Sample(Words("బకాయి వల్ల ఆపేసిన సర్వీసు", "A service cut off for dues"), (cut,)),
            Sample(
                Words("దుగ్గిరాల మండలం: మరమ్మతు జరుగుతోంది", "Duggirala mandal: repairs are going on"),
                ("గుంటూరు", "దుగ్గిరాల"),
            ),
        ]

    async def _connection(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        off = FIXED_CUT.get(number)
        if off is None:
            off = Chance("cut off", company, number).weighted(CUT)
        return Reply(200, {"state": "cut" if off else "live"}).response()

    async def _outage(self, request: web.Request) -> web.StreamResponse:
        mandal, fault = request.match_info["mandal"], request.match_info["fault"]
        if mandal not in self._mandals or fault not in REASONS:
            return Reply(404, {"error": "not_found"}).response()
        until = self._until(mandal, fault)
        if until is None:
            return Reply(200, {"state": "none"}).response()
        reason = Chance("outage reason", mandal, fault).one_of(REASONS[fault])
        told = {"reason": reason.plain(), "until": f"{until:%Y-%m-%dT%H:%M:%SZ}"}
        return Reply(200, {"state": "known", "outage": told}).response()

    def _until(self, mandal: str, fault: str) -> datetime | None:
        """Return when an outage ends that lasts now."""
        now = self._now()
        if (mandal, fault) == ALWAYS:
            return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=3)
        chance = Chance("outage", mandal, fault, local_date(now))
        if not chance.weighted(OUTAGE):
            return None
        hour = chance.between(FIRST_H, LAST_H)
        begins = now.replace(hour=hour, minute=0, second=0, microsecond=0)
        ends = begins + timedelta(hours=OUTAGE_H)
        return ends if begins <= now < ends else None

    async def _crew(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._send)

    async def _send(self, wish: Mapping[str, Any]) -> Reply:
        complaint, mandal = str(wish.get("request", "")), str(wish.get("mandal", ""))
        if not complaint or mandal not in self._mandals:
            return Reply(422, {"error": "request or mandal is missing"})
        now = self._now()
        away = sum(1 for where, back in self._out.values() if where == mandal and now < back)
        if complaint not in self._out and away >= CREWS:
            return Reply(201, {"state": "busy"})
        self._out.setdefault(complaint, (mandal, now + CREW_OUT))
        phone = f"0000-2{self._mandals.index(mandal) + 1:05d}"
        return Reply(201, {"state": "sent", "crew": {"phone": phone}})
