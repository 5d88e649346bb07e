"""The pretend works desks of the electricity companies: what a change or works cost once approved, and the order to carry them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.consumers import Consumers, Service
from engine.sandbox.departments.holds import whole
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import BY_COMPANY, COMPANIES, Power, row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

RUPEE: Final = 100
DEPOSIT_A_KILOWATT = 200
"""Rupees of deposit an account has for each kilowatt; a sample."""

EACH: Mapping[str, tuple[int, int]] = {
    "service_shift": (450, 40),
    "pole_shift": (0, 9_250),
    "line_shift": (0, 6_400),
    "net_meter": (3_500, 250),
}
"""Rupees of works in all, and for each metre, pole, span or kilowatt; samples."""

LOAD: Mapping[str, tuple[int, int]] = {
    "home": (1_500, 200),
    "shop": (2_000, 800),
    "farm": (1_200, 60),
    "general": (1_800, 600),
    "industry": (1_600, 900),
}
"""Rupees for each kilowatt more, development charge and deposit, by category: the sample amounts of the fee tables."""

DAYS: Mapping[str, int] = {
    "load_more": 7,
    "load_less": 7,
    "category": 7,
    "name": 1,
    "address": 1,
    "service_shift": 7,
    "pole_shift": 20,
    "line_shift": 20,
    "dismantle": 7,
    "net_meter": 10,
}
"""So many days after the order it is carried out; a disconnection when the consumer wants it."""

TITLES: Mapping[str, Words] = {
    "load_more": Words("అదనపు లోడ్", "Additional load"),
    "load_less": Words("లోడ్ తగ్గింపు", "Load reduction"),
    "category": Words("కేటగిరీ మార్పు", "Change of category"),
    "name": Words("పేరు మార్పు", "Change of name"),
    "address": Words("చిరునామా సవరణ", "Correction of the address"),
    "service_shift": Words("సర్వీసు తరలింపు", "Shifting of the service"),
    "pole_shift": Words("స్తంభం తరలింపు", "Shifting of a pole"),
    "line_shift": Words("లైన్ తరలింపు", "Shifting of a line"),
    "dismantle": Words("కనెక్షన్ శాశ్వత రద్దు", "Permanent disconnection"),
    "net_meter": Words("నెట్ మీటరింగ్", "Net metering"),
}
REFUSED = "SAMPLE-REFUSED"
"""Money for this request is refused, so that a refund can be seen."""

Charges = tuple[int, int]
"""Works and deposit, in paise."""


class Works:
    """Answers what the connector `works` of `catalog/energy/_connectors.yaml` describes. power, consumers: the books it looks into."""

    name = "works"
    title = Words("విద్యుత్ పనుల విభాగం", "Electricity works desk")

    def __init__(self, now: Clock, printer: Printer, power: Power, consumers: Consumers) -> None:
        self._now = now
        self._printer = printer
        self._power = power
        self._consumers = consumers
        self._once = Once()
        self._demands: dict[str, Charges] = {}
        self._days: dict[str, int] = {}
        self._paid: dict[str, int] = {}
        self._orders: dict[str, Mapping[str, Any]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post(BY_COMPANY + "/demands", self._demand),
            web.post(BY_COMPANY + "/payments", self._pay),
            web.post(BY_COMPANY + "/orders", self._order),
        ]

    def reset(self) -> None:
        self._demands.clear()
        self._days.clear()
        self._paid.clear()
        self._orders.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(
                Words("తుది బిల్లులో బకాయి లేని సర్వీసు", "A service whose final bill is nothing"),
                ("1234567890125",),
            )
        ]

    # -- demands -----------------------------------------------------------------------------------------------------

    async def _demand(self, request: web.Request) -> web.StreamResponse:
        company, wish = request.match_info["company"], body_of(await request.read()) or {}
        number, work = str(wish.get("number", "")), str(wish.get("work", ""))
        count = whole(wish.get("count"), 1, 999)
        service = self._consumers.service(company, number)
        if service is None or work not in DAYS or count is None:
            return Reply(404, {"error": "not_found"}).response()
        charges = self._charges(company, number, service, work, count)
        self._days[str(wish.get("request", ""))] = count if work == "dismantle" else DAYS[work]
        if not sum(charges):
            return Reply(200, {"state": "nothing"}).response()
        self._demands[str(wish.get("request", ""))] = charges
        told = {
            "works_paise": charges[0],
            "deposit_paise": charges[1],
            "total_paise": sum(charges),
        }
        return Reply(200, {"state": "due", "demand": told}).response()

    def _charges(
        self, company: str, number: str, service: Service, work: str, count: int
    ) -> Charges:
        """Return what a request costs. count: kilowatts in all, metres, poles, spans, or days until a disconnection."""
        if work == "load_more":
            more = max(0, count - service.kilowatts)
            development, deposit = LOAD[service.category]
            return development * more * RUPEE, deposit * more * RUPEE
        if work == "dismantle":
            bill = self._power.bill(company, number)
            owed = bill.amount if bill else 0
            return max(0, owed - service.kilowatts * DEPOSIT_A_KILOWATT * RUPEE), 0
        once, each = EACH.get(work, (0, 0))
        return (once + each * count) * RUPEE, 0

    # -- payments and orders -----------------------------------------------------------------------------------------

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._post)

    async def _post(self, wish: Mapping[str, Any]) -> Reply:
        """Take money: of the amount that was demanded, and once; for a request nobody demanded anything of, as it comes."""
        name, amount = str(wish.get("request", "")), wish.get("amount")
        wanted = sum(self._demands[name]) if name in self._demands else amount
        if name == REFUSED or name in self._paid or amount != wanted or not isinstance(amount, int):
            return Reply(409, {"error": "refused"})
        self._paid[name] = amount
        return Reply(201, {})

    async def _order(self, request: web.Request) -> web.StreamResponse:
        company = request.match_info["company"]
        return await self._once.reply(request, lambda wish: self._enter(company, wish))

    async def _enter(self, company: str, wish: Mapping[str, Any]) -> Reply:
        """Give the order for a request, once; what is demanded must have come before."""
        name, number = str(wish.get("request", "")), str(wish.get("number", ""))
        work = str(wish.get("work", ""))
        service = self._consumers.service(company, number)
        if service is None or work not in DAYS or not name:
            return Reply(404, {"error": "not_found"})
        if name in self._demands and name not in self._paid:
            return Reply(409, {"error": "unpaid"})
        if name not in self._orders:
            self._orders[name] = await self._letter(company, name, number, work, service)
        return Reply(201, {"order": self._orders[name]})

    async def _letter(
        self, company: str, name: str, number: str, work: str, service: Service
    ) -> Mapping[str, Any]:
        today = local_date(self._now())
        on = today + timedelta(days=self._days.get(name, DAYS[work]))
        order = f"WO-{today:%Y%m%d}-{len(self._orders) + 1:04d}"
        title, office = TITLES[work], COMPANIES[company].title
        paper = {
            "title": Words(f"ఆదేశం: {title.te}", f"Order: {title.en}").plain(),
            "number": order,
            "rows": [
                row("సంస్థ", "Company", f"{office.te} · {office.en}"),
                row("దరఖాస్తు నంబర్", "Application number", name),
                row("సర్వీసు నంబర్", "Service number", number),
                row("వినియోగదారు", "Consumer", service.name),
                row("చెల్లించిన మొత్తం", "Amount paid", format_money(self._paid.get(name, 0))),
                row("అమల్లోకి వచ్చే తేదీ", "Takes effect on", f"{on:%d-%m-%Y}"),
            ],
        }
        file = await self._printer.document("order.pdf", "extract.typ", today, paper)
        return {"number": order, "on": on.isoformat(), "file": file}
