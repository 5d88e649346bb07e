"""The pretend billing systems of three electricity companies: a new bill every month, payments whole or in part, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.chance import Chance, scattered
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person, towns
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

CONNECTIONS = 3_000
"""Service numbers of each company."""

RUPEE = 100
CLEAR = {True: 15, False: 85}
"""Of a hundred connections so many have nothing to pay this month."""

AMOUNTS = {(90, 250): 20, (250, 800): 40, (800, 2_000): 28, (2_000, 6_500): 12}
"""Rupees of a bill, by how many of a hundred bills."""

PART_FROM = 1_000 * RUPEE
LEAST_PERCENT = 40


@dataclass(frozen=True, slots=True)
class Company:
    """An electricity company. start: how its service numbers begin; digits: how long they are."""

    title: Words
    start: str
    digits: int


COMPANIES: Mapping[str, Company] = {
    "spdcl": Company(Words("ఏపీఎస్‌పీడీసీఎల్", "APSPDCL"), "11", 13),
    "epdcl": Company(Words("ఏపీఈపీడీసీఎల్", "APEPDCL"), "1166", 16),
    "cpdcl": Company(Words("ఏపీసీపీడీసీఎల్", "APCPDCL"), "62", 13),
}


@cache
def numbers_of(company: str) -> frozenset[str]:
    """Return the service numbers of a company."""
    start, digits = COMPANIES[company].start, COMPANIES[company].digits
    return frozenset(start + scattered(place, digits - len(start)) for place in range(CONNECTIONS))


BY_COMPANY = "/{company:" + "|".join(COMPANIES) + "}"
"""How a path of these systems begins."""


@dataclass(frozen=True, slots=True)
class Bill:
    """What a connection owes this month.

    Amounts are paise; refuses: posting a payment fails, so that a refund can be seen; settled: it was paid elsewhere.
    """

    consumer: str
    town: Words
    amount: int
    last_date: date
    part_allowed: bool
    least: int
    refuses: bool = False
    settled: bool = False


SAMPLE_CONSUMER = "నమూనా వినియోగదారు"
_FIXED_DAY = date(2026, 12, 10)
_TIRUPATI = Words("తిరుపతి", "Tirupati")
FIXED: Mapping[tuple[str, str], Bill] = {
    ("spdcl", "1234567890123"): Bill(SAMPLE_CONSUMER, _TIRUPATI, 124_000, _FIXED_DAY, True, 50_000),
    ("spdcl", "1234567890124"): Bill(
        SAMPLE_CONSUMER, _TIRUPATI, 38_500, _FIXED_DAY, False, 38_500, refuses=True
    ),
    ("spdcl", "1234567890125"): Bill(SAMPLE_CONSUMER, _TIRUPATI, 0, _FIXED_DAY, False, 0),
    ("spdcl", "1234567890126"): Bill(
        SAMPLE_CONSUMER, _TIRUPATI, 38_500, _FIXED_DAY, False, 38_500, settled=True
    ),
    ("epdcl", "1234567890123456"): Bill(
        SAMPLE_CONSUMER, Words("ఆనందపురం", "Anandapuram"), 124_000, _FIXED_DAY, True, 50_000
    ),
    ("cpdcl", "1234567890123"): Bill(
        SAMPLE_CONSUMER, Words("తెనాలి", "Tenali"), 124_000, _FIXED_DAY, True, 50_000
    ),
}


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was posted here. on: the day; amount: paise."""

    company: str
    number: str
    receipt: str
    on: date
    amount: int
    reference: str


class Power:
    """Answers `/<company>/bills/<number>` and `/<company>/payments`."""

    name = "power"
    title = Words("విద్యుత్ పంపిణీ సంస్థలు", "Electricity companies")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._paid: dict[tuple[str, str, str], int] = {}
        self.posted: list[Payment] = []
        self._receipts = 0

    def routes(self) -> Sequence[web.RouteDef]:
        company = "/{company:" + "|".join(COMPANIES) + "}"
        return [
            web.get(company + "/bills/{number}", self._show),
            web.post(company + "/payments", self._pay),
        ]

    def reset(self) -> None:
        self._paid.clear()
        self.posted.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        fixed = [Sample(self._what(*name), (name[1],)) for name in FIXED]
        others = [
            Sample(self._what(company, number), (number,))
            for company in COMPANIES
            for number in sorted(self._numbers[company])[:4]
        ]
        return fixed + others

    def _what(self, company: str, number: str) -> Words:
        bill, title = self._bill(company, number), COMPANIES[company].title
        owed = format_money(bill.amount) if bill else ""
        if bill is None or not bill.amount:
            return Words(f"{title.te}: బకాయి లేదు", f"{title.en}: nothing is due")
        if bill.refuses:
            return Words(
                f"{title.te}: {owed}, చెల్లించాక సంస్థ తిరస్కరిస్తుంది, డబ్బు తిరిగి వస్తుంది",
                f"{title.en}: {owed}, the company refuses the payment and the money comes back",
            )
        if bill.part_allowed:
            return Words(
                f"{title.te}: {owed}, కొంత చెల్లించవచ్చు", f"{title.en}: {owed}, a part can be paid"
            )
        return Words(f"{title.te}: {owed}", f"{title.en}: {owed}")

    # -- rows --------------------------------------------------------------------------------------------------------

    @cached_property
    def _numbers(self) -> Mapping[str, frozenset[str]]:
        return {name: numbers_of(name) for name in COMPANIES}

    @property
    def _month(self) -> str:
        return local_date(self._now()).strftime("%Y-%m")

    def bill(self, company: str, number: str) -> Bill | None:
        """Return what is left to pay this month, None where no connection has this number."""
        return self._bill(company, number)

    def charged(self, company: str, number: str, month: str) -> int:
        """Return the paise billed for a month written `2026-11`."""
        fixed = FIXED.get((company, number))
        if fixed is not None:
            return fixed.amount
        chance = Chance("bill", company, number, month)
        clear, span = chance.weighted(CLEAR), chance.weighted(AMOUNTS)
        return 0 if clear else chance.between(*span) * RUPEE

    def _bill(self, company: str, number: str) -> Bill | None:
        bill = FIXED.get((company, number)) or self._made(company, number)
        if bill is None:
            return None
        if bill.last_date < local_date(self._now()):
            bill = replace(bill, last_date=self._last_date(number))
        paid = bill.amount if bill.settled else self._paid.get((company, number, self._month), 0)
        left = max(0, bill.amount - paid)
        return replace(bill, amount=left, least=min(bill.least, left))

    def _made(self, company: str, number: str) -> Bill | None:
        if number not in self._numbers[company]:
            return None
        who = Chance("connection", company, number)
        consumer, town = person(who).marked, who.one_of(towns(company))
        amount = self.charged(company, number, self._month)
        part = amount >= PART_FROM
        least = amount * LEAST_PERCENT // 100 // RUPEE * RUPEE if part else amount
        return Bill(consumer, town, amount, self._last_date(number), part, least)

    def _last_date(self, number: str) -> date:
        """Return the last day to pay: between one and three weeks from now, and the same all through a month."""
        first = local_date(self._now()).replace(day=1)
        day = first + timedelta(days=Chance("last date", number).between(9, 23))
        return day if day >= local_date(self._now()) else day + timedelta(days=15)

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _show(self, request: web.Request) -> web.StreamResponse:
        bill = self._bill(request.match_info["company"], request.match_info["number"])
        if bill is None:
            return Reply(404, {"error": "not_found"}).response()
        if not bill.amount:
            return Reply(200, {"state": "clear"}).response()
        shown = {
            "consumer": bill.consumer,
            "amount_paise": bill.amount,
            "last_date": bill.last_date.isoformat(),
            "part_allowed": bill.part_allowed,
            "least_paise": bill.least,
        }
        return Reply(200, {"state": "due", "bill": shown}).response()

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        company = request.match_info["company"]
        return await self._once.reply(request, lambda wish: self._post(company, wish))

    async def _post(self, company: str, wish: Mapping[str, Any]) -> Reply:
        number, amount = str(wish.get("number")), wish.get("amount")
        bill = self._bill(company, number)
        if (
            bill is None
            or bill.refuses
            or not isinstance(amount, int)
            or not self._fits(bill, amount)
        ):
            return Reply(409, {"error": "refused"})
        paid = (company, number, self._month)
        self._paid[paid] = self._paid.get(paid, 0) + amount
        self._receipts += 1
        today = local_date(self._now())
        receipt = f"R-{today:%Y%m%d}-{self._receipts:04d}"
        reference = str(wish.get("reference", ""))
        self.posted.append(Payment(company, number, receipt, today, amount, reference))
        left = bill.amount - amount
        file = await self._printer.document(
            "receipt.pdf",
            "receipt.typ",
            today,
            self._paper(company, number, bill, amount, receipt, wish),
        )
        return Reply(
            201, {"posted": {"receipt_number": receipt, "still_due_paise": left, "receipt": file}}
        )

    @staticmethod
    def _fits(bill: Bill, amount: int) -> bool:
        return 0 < bill.least <= amount <= bill.amount

    def _paper(
        self,
        company: str,
        number: str,
        bill: Bill,
        amount: int,
        receipt: str,
        wish: Mapping[str, Any],
    ) -> Mapping[str, Any]:
        return {
            "company": COMPANIES[company].title.plain(),
            "number": receipt,
            "amount": format_money(amount),
            "rows": [
                row("సర్వీసు నంబర్", "Service number", number),
                row("వినియోగదారు", "Consumer", bill.consumer),
                row("ఊరు", "Town", f"{bill.town.te} · {bill.town.en}"),
                row("చెల్లింపు నంబర్", "Payment reference", str(wish.get("reference", ""))),
                row("తేదీ", "Date", local_date(self._now()).strftime("%d-%m-%Y")),
                row("మిగిలిన బకాయి", "Still due", format_money(bill.amount - amount)),
            ],
        }


def row(te: str, en: str, value: str) -> dict[str, str]:
    """Return one line of a paper."""
    return {"te": te, "en": en, "value": value}
