"""The pretend works desk of the electricity companies: how far a line has to be drawn, and new services given out with their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance, scattered
from engine.sandbox.departments.holds import day_of, whole
from engine.sandbox.departments.network import FIXED, METRES, NEAR_M, NOBODY
from engine.sandbox.departments.people import Words, towns
from engine.sandbox.departments.power import COMPANIES, CONNECTIONS, RUPEE
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

SPAN_M = 45
"""From one new pole to the next."""

POLE = 8_500 * RUPEE
"""What a new pole costs with its wire; a sample."""

WITHOUT_LINE = "solar_pump"
"""A pump that draws no line."""

METERS_A_DAY = 25
"""So many meters each company's stores give out in a day."""

WITHIN_DAYS = 10
"""So long a meter takes to be fixed."""

CAPACITY = 150
"""So many kilowatts of temporary supply a mandal's transformers bear on one day."""

SAMPLE_WAITS = "NEW-SAMPLE-9"
"""An application for which there never is a meter."""

SAMPLE_SUPPLY = "TMP-SAMPLE-1"
"""A temporary supply that can always be given back."""


class Connections:
    """Answers `/<company>/reach/<number>`, `/<company>/services` and `/<company>/temporary`."""

    name = "connections"
    title = Words("కొత్త విద్యుత్ కనెక్షన్ల విభాగం", "Electricity: new connections desk")

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._once = Once()
        self._given: dict[str, list[date]] = {name: [] for name in COMPANIES}
        self._temporary: dict[str, tuple[str, date, date, int]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        company = "/{company:" + "|".join(COMPANIES) + "}"
        return [
            web.get(company + "/reach/{number}", self._reach),
            web.post(company + "/services", self._release),
            web.post(company + "/temporary", self._lend),
            web.post(company + "/temporary/{application}/end", self._end),
        ]

    def reset(self) -> None:
        for given in self._given.values():
            given.clear()
        self._temporary.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        near, far = FIXED
        return [
            Sample(Words("దగ్గరలోని సర్వీసు: స్తంభం అవసరం లేదు", "A service close by: no pole is needed"), (near,)),
            Sample(Words("దగ్గరలోని సర్వీసు: కొత్త స్తంభాలు కావాలి", "A service close by: poles are needed"), (far,)),
        ]  # fmt: skip

    # -- how far -----------------------------------------------------------------------------------------------------

    async def _reach(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        if number.startswith(NOBODY) or not number.isdecimal():
            return Reply(404, {"error": "not_found"}).response()
        chance = Chance("point", company, number)
        town = chance.one_of(towns(company))
        metres = FIXED.get(number) or chance.between(*chance.weighted(METRES))
        drawn = request.query.get("category") != WITHOUT_LINE
        poles = -(-(metres - NEAR_M) // SPAN_M) if drawn and metres > NEAR_M else 0
        told = {
            "section": Words(f"{town.te} సెక్షన్", f"{town.en} section").plain(),
            "poles": poles,
            "line_paise": poles * POLE,
        }
        return Reply(200, {"reach": told}).response()

    # -- new services ------------------------------------------------------------------------------------------------

    async def _release(self, request: web.Request) -> web.StreamResponse:
        company = request.match_info["company"]
        return await self._once.reply(request, lambda wish: self._give(company, wish))

    async def _give(self, company: str, wish: Mapping[str, Any]) -> Reply:
        """Give the next number, while there are meters today; who comes later waits."""
        if not wish.get("application") or not isinstance(wish.get("amount"), int):
            return Reply(400, {"error": "application or amount is missing"})
        today, given = local_date(self._now()), self._given[company]
        if given.count(today) >= METERS_A_DAY or wish["application"] == SAMPLE_WAITS:
            return Reply(200, {"state": "waiting"})
        given.append(today)
        told = {"number": self._next(company, len(given)), "by": self._by(today).isoformat()}
        return Reply(201, {"service": told})

    @staticmethod
    def _next(company: str, given: int) -> str:
        """Return a number no service has had yet. given: how many were given out here."""
        start, digits = COMPANIES[company].start, COMPANIES[company].digits
        return start + scattered(CONNECTIONS + given - 1, digits - len(start))

    @staticmethod
    def _by(today: date) -> date:
        return today + timedelta(days=WITHIN_DAYS)

    # -- temporary supply --------------------------------------------------------------------------------------------

    async def _lend(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._give_for_days)

    async def _give_for_days(self, wish: Mapping[str, Any]) -> Reply:
        """Set aside load of the mandal's transformers for some days, as far as it lasts."""
        application, load = str(wish.get("application") or ""), whole(wish.get("load"), 1, 10_000)
        mandal = str(wish.get("mandal") or "")
        first, last = day_of(wish.get("first")), day_of(wish.get("last"))
        if not application or not mandal or first is None or last is None or last < first:
            return Reply(400, {"error": "application, mandal or the days are missing"})
        if load is None:
            return Reply(400, {"error": "load is no number of kilowatts"})
        days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
        if any(self._taken(mandal, day) + load > CAPACITY for day in days):
            return Reply(409, {"error": "full"})
        self._temporary[application] = (mandal, first, last, load)
        return Reply(201, {"supply": {"on": first.isoformat(), "off": last.isoformat()}})

    def _taken(self, mandal: str, day: date) -> int:
        """Return the kilowatts of a mandal that are lent out on a day."""
        return sum(
            load
            for of, first, last, load in self._temporary.values()
            if of == mandal and first <= day <= last
        )

    async def _end(self, request: web.Request) -> web.StreamResponse:
        application = request.match_info["application"]
        return await self._once.reply(request, lambda _: self._over(application))

    async def _over(self, application: str) -> Reply:
        if self._temporary.pop(application, None) is None and application != SAMPLE_SUPPLY:
            return Reply(404, {"error": "not_found"})
        return Reply(200, {"state": "ended"})
