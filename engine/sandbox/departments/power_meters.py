"""The pretend meters wings of the electricity companies: the meter of a service, and orders to test, seal or replace it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.consumers import Consumers
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import BY_COMPANY
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

DAYS: Final = {"burnt": 7, "fast": 15, "slow": 15, "stuck": 15, "seal": 7, "lost": 7}
"""An order for each kind of fault stays open so many days."""

VISIT_DAYS = 2
"""So many days after the order somebody comes to look."""

ORDERED = {True: 4, False: 96}
"""Of a hundred services so many have an open order already."""

READ_DAYS = (4, 28)
READING = (200, 9_000)
"""How long ago the meter was read, and what it showed."""

FIXED_DAY = date(2026, 11, 5)
FIXED_ORDERED: Mapping[str, bool] = {
    "1234567890123": False,
    "1234567890123456": False,
    "1234567890124": True,
}
"""Numbers of samples, the same with every company."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the meters wing. fault: why; day: when it was written."""

    number: str
    fault: str
    day: date


class Meters:
    """Answers what the connector `meters` of `catalog/energy/_connectors.yaml` describes. consumers: whose services these are."""

    name = "meters"
    title = Words("విద్యుత్ మీటర్ల విభాగం", "Electricity meters wing")

    def __init__(self, now: Clock, consumers: Consumers) -> None:
        self._now = now
        self._consumers = consumers
        self._once = Once()
        self._orders: dict[tuple[str, str], Order] = {}
        self._written = 0

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get(BY_COMPANY + "/meters/{number}", self._meter),
            web.post(BY_COMPANY + "/orders", self._order),
        ]

    def reset(self) -> None:
        self._orders.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        ordered = next(number for number, open_ in FIXED_ORDERED.items() if open_)
        return [
            Sample(
                Words("ఏపీఎస్‌పీడీసీఎల్: మీటర్ మార్చడానికి ఆదేశం ఉన్న సర్వీసు", "APSPDCL: a meter order is open"),
                (ordered,),
            )
        ]  # fmt: skip

    def is_open(self, company: str, number: str) -> bool:
        """Tell whether an order for this meter is being carried out."""
        order = self._orders.get((company, number))
        if order is not None:
            return local_date(self._now()) < order.day + timedelta(days=DAYS[order.fault])
        fixed = FIXED_ORDERED.get(number)
        if fixed is None:
            fixed = Chance("meter order", company, number).weighted(ORDERED)
        return fixed

    async def _meter(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        if self._consumers.service(company, number) is None:
            return Reply(404, {"error": "not_found"}).response()
        if self.is_open(company, number):
            return Reply(200, {"state": "ordered"}).response()
        chance = Chance("meter", company, number)
        serial = f"{chance.whole(10**8):08d}"
        if number in FIXED_ORDERED:
            told = {"serial": "00112233", "reading": 4_210, "read_on": FIXED_DAY.isoformat()}
        else:
            read_on = local_date(self._now()) - timedelta(days=chance.between(*READ_DAYS))
            reading = chance.between(*READING)
            told = {"serial": serial, "reading": reading, "read_on": read_on.isoformat()}
        return Reply(200, {"state": "fixed", "meter": told}).response()

    async def _order(self, request: web.Request) -> web.StreamResponse:
        company = request.match_info["company"]
        return await self._once.reply(request, lambda wish: self._write(company, wish))

    async def _write(self, company: str, wish: Mapping[str, Any]) -> Reply:
        number, fault = str(wish.get("number", "")), str(wish.get("fault", ""))
        if fault not in DAYS or self._consumers.service(company, number) is None:
            return Reply(404, {"error": "not_found"})
        if self.is_open(company, number):
            return Reply(409, {"error": "ordered"})
        self._written += 1
        today = local_date(self._now())
        order = Order(f"MO-{today:%Y%m%d}-{self._written:04d}", fault, today)
        self._orders[company, number] = order
        visit = today + timedelta(days=VISIT_DAYS)
        return Reply(201, {"order": {"number": order.number, "visit": visit.isoformat()}})
