"""The pretend revenue offices of the electricity companies: what became of a payment, arrears and deposits, and notes of disputes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.consumers import Consumers, Service
from engine.sandbox.departments.holds import day_of, whole
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import BY_COMPANY, COMPANIES, row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

RUPEE: Final = 100
MOST = 10_000_000
"""No payment is of more paise."""

ON_WAY_DAYS = 3
"""A payment that is not found may be with the bank for so many days."""

FATES = {"posted": 50, "missing": 50}
"""What became of older payments, by how many of a hundred."""

FIXED_FATES: Mapping[str, str] = {
    "UPI-SAMPLE-1": "posted",
    "UPI-SAMPLE-2": "on_way",
    "UPI-SAMPLE-3": "missing",
}
"""References of samples, the same for every service."""

ARREARS = {(0, 0): 60, (150, 900): 25, (900, 4_000): 15}
"""Rupees of old arrears, by how many of a hundred accounts."""

DEPOSIT_A_KILOWATT = 200
"""Rupees of deposit; a sample."""

WANTED = {0: 70, 200: 20, 600: 10}
"""Rupees of deposit that are still asked for, by how many of a hundred accounts."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is old in an account, in paise. wanted: deposit still asked for."""

    arrears: int
    since: date
    deposit: int
    wanted: int


FIXED_ARREARS: Mapping[str, int] = {
    "1234567890123": 0,
    "1234567890123456": 0,
    "1234567890124": 860 * RUPEE,
}
"""Numbers of samples, the same with every company."""


class Accounts:
    """Answers what the connector `accounts` of `catalog/energy/_connectors.yaml` describes. consumers: whose services these are."""

    name = "accounts"
    title = Words("విద్యుత్ రెవెన్యూ కార్యాలయం", "Electricity revenue office")

    def __init__(self, now: Clock, printer: Printer, consumers: Consumers) -> None:
        self._now = now
        self._consumers = consumers
        self._receipts = Receipts("R", now, printer)
        self._once = Once()
        self._notes: dict[str, str] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post(BY_COMPANY + "/payments/search", self._payment),
            web.get(BY_COMPANY + "/ledgers/{number}", self._ledger),
            web.post(BY_COMPANY + "/notes", self._note),
        ]

    def reset(self) -> None:
        self._notes.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        told = {
            "posted": Words("ఖాతాలో చేరిన చెల్లింపు", "A payment that is in the account"),
            "on_way": Words("బ్యాంకులో ఉన్న చెల్లింపు", "A payment still with the bank"),
            "missing": Words("ఖాతాలో చేరని చెల్లింపు", "A payment nobody has seen"),
        }
        return [Sample(told[fate], (reference,)) for reference, fate in FIXED_FATES.items()]

    # -- payments ----------------------------------------------------------------------------------------------------

    async def _payment(self, request: web.Request) -> web.StreamResponse:
        company, wish = request.match_info["company"], body_of(await request.read()) or {}
        number, reference = str(wish.get("number", "")), str(wish.get("reference", ""))
        service = self._consumers.service(company, number)
        on, amount = day_of(wish.get("on")), whole(wish.get("amount"), 1, MOST)
        if service is None or on is None or amount is None:
            return Reply(404, {"error": "not_found"}).response()
        fate = self._fate(company, number, reference, on)
        if fate == "missing":
            return Reply(404, {"error": "not_found"}).response()
        if fate == "on_way":
            by = local_date(self._now()) + timedelta(days=ON_WAY_DAYS)
            return Reply(200, {"state": "on_way", "payment": {"by": by.isoformat()}}).response()
        told = await self._posted(company, number, service, reference, on, amount)
        return Reply(200, {"state": "posted", "payment": told}).response()

    def _fate(self, company: str, number: str, reference: str, on: date) -> str:
        """Return what became of a payment; one made here is posted, a late one may be on its way."""
        paid = self._consumers.payments(company, number)
        if any(each.reference == reference for each, _ in paid):
            return "posted"
        fixed = FIXED_FATES.get(reference)
        if fixed is not None:
            return fixed
        if local_date(self._now()) - on < timedelta(days=ON_WAY_DAYS):
            return "on_way"
        return Chance("payment", company, number, reference).weighted(FATES)

    async def _posted(
        self, company: str, number: str, service: Service, reference: str, on: date, amount: int
    ) -> Mapping[str, Any]:
        place = 1 if reference in FIXED_FATES else Chance("receipt", reference).between(2, 9_999)
        receipt = f"R-{on:%Y%m%d}-{place:04d}"
        rows = [
            row("సర్వీసు నంబర్", "Service number", number),
            row("వినియోగదారు", "Consumer", service.name),
        ]
        office = COMPANIES[company].title
        file = await self._receipts.draw(receipt, office, amount, rows, reference, on)
        return {"receipt": receipt, "on": on.isoformat(), "file": file}

    # -- ledgers -----------------------------------------------------------------------------------------------------

    def ledger(self, company: str, number: str) -> Ledger | None:
        """Return what is old in an account, None where no service has this number."""
        service = self._consumers.service(company, number)
        if service is None:
            return None
        if number in FIXED_ARREARS:
            return Ledger(FIXED_ARREARS[number], date(2025, 8, 1), 600 * RUPEE, 200 * RUPEE)
        chance = Chance("ledger", company, number)
        arrears = chance.between(*chance.weighted(ARREARS)) * RUPEE
        since = local_date(self._now()).replace(day=1) - timedelta(days=chance.between(90, 900))
        deposit = service.kilowatts * DEPOSIT_A_KILOWATT * RUPEE
        return Ledger(arrears, since, deposit, chance.weighted(WANTED) * RUPEE)

    async def _ledger(self, request: web.Request) -> web.StreamResponse:
        found = self.ledger(request.match_info["company"], request.match_info["number"])
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        told = {
            "arrears_paise": found.arrears,
            "since": found.since.isoformat(),
            "deposit_paise": found.deposit,
            "wanted_paise": found.wanted,
        }
        return Reply(200, {"ledger": told}).response()

    async def _note(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._write)

    async def _write(self, wish: Mapping[str, Any]) -> Reply:
        complaint = str(wish.get("request", ""))
        if not complaint:
            return Reply(422, {"error": "request is missing"})
        today = local_date(self._now())
        number = self._notes.setdefault(complaint, f"AN-{today:%Y%m%d}-{len(self._notes) + 1:04d}")
        return Reply(201, {"note": {"number": number}})
