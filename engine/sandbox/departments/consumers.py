"""The pretend books of the electricity companies: whose a service number is, this month's bill, past payments, receipts and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.power import COMPANIES, FIXED, Bill, Payment, Power, row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Reply, Sample

PAISE_A_UNIT = 650
"""Sample price of a unit."""

FIXED_CHARGE = 1_000
"""Paise a month for each kilowatt; a sample."""

DUTY = 6
"""Paise for each unit; a sample."""

USES: Mapping[str, tuple[Words, int, tuple[int, int]]] = {
    "home": (Words("గృహం", "House"), 72, (1, 5)),
    "shop": (Words("వాణిజ్యం", "Shop or business"), 12, (1, 15)),
    "farm": (Words("వ్యవసాయ మోటారు", "Farm pump"), 10, (3, 8)),
    "general": (Words("సంస్థ", "Institution"), 4, (2, 20)),
    "industry": (Words("పరిశ్రమ", "Industry"), 2, (10, 50)),
}
"""What a service is used for: its words, how many of a hundred are so, and the kilowatts it may have."""

AREAS = {"rural": 60, "urban": 40}
DISTRICTS = {"spdcl": ("tirupati",), "epdcl": ("visakhapatnam",), "cpdcl": ("guntur", "ntr")}
FIXED_MANDAL = {
    "spdcl": "tirupati_chandragiri",
    "epdcl": "visakhapatnam_anandapuram",
    "cpdcl": "guntur_tenali",
}
YOUNG = ("spdcl", "1234567890124")
"""A sample that has been given too lately to have a history."""

NEW = {True: 4, False: 96}
WAYS: Mapping[Words, int] = {
    Words("యూపీఐ", "UPI"): 55,
    Words("మన మిత్ర", "Mana Mitra"): 20,
    Words("కార్యాలయ కౌంటర్", "Counter"): 25,
}
"""How a bill was paid, by how many of a hundred payments."""

SHOWN, KEPT = 12, 36
"""Months of payments that are listed, and that receipts can be had for."""

SEASON = (80, 85, 100, 120, 140, 130, 105, 100, 95, 90, 85, 80)
"""Of a hundred units of a middling month, so many in January and after it."""

MONTHS = (
    *(Words("జనవరి", "January"), Words("ఫిబ్రవరి", "February"), Words("మార్చి", "March")),
    *(Words("ఏప్రిల్", "April"), Words("మే", "May"), Words("జూన్", "June")),
    *(Words("జులై", "July"), Words("ఆగస్టు", "August"), Words("సెప్టెంబర్", "September")),
    *(Words("అక్టోబర్", "October"), Words("నవంబర్", "November"), Words("డిసెంబర్", "December")),
)


@dataclass(frozen=True, slots=True)
class Service:
    """What the books say of a service. category: one of USES; area: rural or urban; mandal: of the catalogue's list."""

    name: str
    category: str
    kilowatts: int
    area: str
    mandal: str


class Consumers:
    """Answers `/<company>/services/<number>` and what lies under it. power: the billing systems, whose numbers these are."""

    name = "consumers"
    title = Words("విద్యుత్ వినియోగదారుల రికార్డులు", "Electricity consumers' records")

    def __init__(self, now: Clock, printer: Printer, power: Power) -> None:
        self._now = now
        self._printer = printer
        self._power = power
        self._receipts = Receipts("R", now, printer)
        self._mandals: Mapping[str, Any] = read("mandals.json")["mandals"]

    def routes(self) -> Sequence[web.RouteDef]:
        service = "/{company:" + "|".join(COMPANIES) + "}/services/{number}"
        return [
            web.get(service, self._show),
            web.get(service + "/bill", self._bill),
            web.get(service + "/payments", self._payments),
            web.get(service + "/receipts/{receipt}", self._receipt),
            web.get(service + "/units", self._units),
        ]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        titles = {name: company.title for name, company in COMPANIES.items()}
        return [
            Sample(Words(f"{titles[company].te} సర్వీసు", f"A service of {titles[company].en}"), (number,))
            for company, number in FIXED
        ]  # fmt: skip

    # -- rows --------------------------------------------------------------------------------------------------------

    def service(self, company: str, number: str) -> Service | None:
        """Return what the books say of a number, None where no service has it."""
        bill = self._power.bill(company, number)
        if bill is None:
            return None
        if (company, number) in FIXED:
            return Service(bill.consumer, "home", 3, "rural", FIXED_MANDAL[company])
        chance = Chance("service", company, number)
        category = chance.weighted({use: share for use, (_, share, _) in USES.items()})
        own = [
            code for code, each in self._mandals.items() if each["district"] in DISTRICTS[company]
        ]
        load = chance.between(*USES[category][2])
        return Service(bill.consumer, category, load, chance.weighted(AREAS), chance.one_of(own))  # fmt: skip

    def payments(self, company: str, number: str) -> Sequence[tuple[Payment, Words]]:
        """Return what was paid in the last three years and how, the latest first; what was posted here counts."""
        here = [
            (each, Words("మన మిత్ర", "Mana Mitra"))
            for each in reversed(self._power.posted)
            if (each.company, each.number) == (company, number)
        ]
        return here + [self._paid(company, number, each) for each in self._past(company, number)]

    def _past(self, company: str, number: str) -> Sequence[date]:
        """Return the first days of the past months in which there was something to pay, the latest first."""
        month, found = self._first(), []
        for _ in range(KEPT):
            month = (month - timedelta(days=1)).replace(day=1)
            if self._power.charged(company, number, f"{month:%Y-%m}"):
                found.append(month)
        return found

    def _paid(self, company: str, number: str, month: date) -> tuple[Payment, Words]:
        chance = Chance("paid", company, number, month)
        on = month.replace(day=chance.between(10, 27))
        receipt = f"R-{on:%Y%m%d}-{chance.between(1, 9_999):04d}"
        way = chance.one_of([each for each, share in WAYS.items() for _ in range(share)])
        amount = self._power.charged(company, number, f"{month:%Y-%m}")
        return Payment(company, number, receipt, on, amount, f"SAMPLE-{chance.letters(8)}"), way

    def _first(self) -> date:
        return local_date(self._now()).replace(day=1)

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _show(self, request: web.Request) -> web.StreamResponse:
        found = self.service(request.match_info["company"], request.match_info["number"])
        if found is None:
            return _nobody()
        place = self._mandals[found.mandal]
        told = {
            "name": found.name,
            "category": found.category,
            "use": USES[found.category][0].plain(),
            "kilowatts": found.kilowatts,
            "area": found.area,
            "mandal": found.mandal,
            "place": Words(place["te"], place["en"]).plain(),
        }
        return Reply(200, {"service": told}).response()

    async def _bill(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        service, bill = self.service(company, number), self._power.bill(company, number)
        if service is None or bill is None:
            return _nobody()
        month = self._first()
        charged = self._power.charged(company, number, f"{month:%Y-%m}")
        if not charged:
            return Reply(200, {"state": "not_billed"}).response()
        units = charged // PAISE_A_UNIT
        file = await self._printer.document(
            "bill.pdf", "extract.typ", month, self._bill_paper(number, service, bill, charged)
        )
        told = {
            "month": _month(month).plain(),
            "units": units,
            "charged_paise": charged,
            "paid_paise": charged - bill.amount,
            "due_paise": bill.amount,
            "last_date": bill.last_date.isoformat(),
            "file": file,
        }
        return Reply(200, {"state": "billed", "bill": told}).response()

    def _bill_paper(
        self, number: str, service: Service, bill: Bill, charged: int
    ) -> Mapping[str, Any]:
        units, use = charged // PAISE_A_UNIT, USES[service.category][0]
        duty, fixed = units * DUTY, min(service.kilowatts * FIXED_CHARGE, charged // 2)
        month = _month(self._first())
        return {
            "title": Words("విద్యుత్ బిల్లు", "Electricity bill").plain(),
            "number": number,
            "rows": [
                row("వినియోగదారు", "Consumer", service.name),
                row("వినియోగం", "Use", f"{use.te} · {use.en}, {service.kilowatts} kW"),
                row("బిల్లు నెల", "Month", f"{month.te} · {month.en}"),
                row("యూనిట్లు", "Units", str(units)),
                row("విద్యుత్ ఛార్జీ", "Energy charge", format_money(charged - fixed - duty)),
                row("స్థిర ఛార్జీ", "Fixed charge", format_money(fixed)),
                row("విద్యుత్ సుంకం", "Electricity duty", format_money(duty)),
                row("మొత్తం", "Total", format_money(charged)),
                row("చెల్లించాల్సింది", "To be paid", format_money(bill.amount)),
                row("చివరి తేదీ", "Last date", f"{bill.last_date:%d-%m-%Y}"),
            ],
        }

    async def _payments(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        if self.service(company, number) is None:
            return _nobody()
        told = [
            {"receipt": each.receipt, "on": each.on.isoformat(), "amount": each.amount, "way": way.plain()}
            for each, way in self.payments(company, number)[:SHOWN]
        ]  # fmt: skip
        return Reply(200, {"payments": told}).response()

    async def _receipt(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        wanted = request.match_info["receipt"]
        service = self.service(company, number)
        paid = next((each for each, _ in self.payments(company, number) if each.receipt == wanted), None)  # fmt: skip
        if service is None or paid is None:
            return _nobody()
        rows = [row("సర్వీసు నంబర్", "Service number", number), row("వినియోగదారు", "Consumer", service.name)]  # fmt: skip
        file = await self._receipts.draw(
            wanted, COMPANIES[company].title, paid.amount, rows, paid.reference, paid.on
        )
        told = {"on": paid.on.isoformat(), "amount": paid.amount, "file": file}
        return Reply(200, {"receipt": told}).response()

    async def _units(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        service = self.service(company, number)
        if service is None:
            return _nobody()
        if (company, number) == YOUNG or Chance("age", company, number).weighted(NEW):
            return Reply(200, {"state": "too_new"}).response()
        counted = 12 if request.query.get("span") == "whole" else 6
        used, month = [], self._first()
        for _ in range(counted):
            month = (month - timedelta(days=1)).replace(day=1)
            used.append((month, self._used(company, number, month)))
        most_in, most = max(used, key=lambda each: each[1])
        file = await self._printer.document(
            "units.pdf", "extract.typ", self._first(), _units_paper(number, service, used)
        )
        told = {
            "average": sum(units for _, units in used) // counted,
            "most": most,
            "most_in": _month(most_in).plain(),
            "file": file,
        }
        return Reply(200, {"state": "known", "units": told}).response()

    def _used(self, company: str, number: str, month: date) -> int:
        """Return the units of a month: of those that are billed in money, as the season goes."""
        charged = self._power.charged(company, number, f"{month:%Y-%m}")
        return charged * SEASON[month.month - 1] // PAISE_A_UNIT // 100


def _units_paper(
    number: str, service: Service, used: Sequence[tuple[date, int]]
) -> Mapping[str, Any]:
    return {
        "title": Words("విద్యుత్ వినియోగం", "Electricity used").plain(),
        "number": number,
        "rows": [
            row("వినియోగదారు", "Consumer", service.name),
            *(row(_month(month).te, _month(month).en, str(units)) for month, units in used),
        ],
    }


def _month(first: date) -> Words:
    name = MONTHS[first.month - 1]
    return Words(f"{name.te} {first.year}", f"{name.en} {first.year}")


def _nobody() -> web.Response:
    return Reply(404, {"error": "not_found"}).response()
