"""The pretend office of the Chief Minister's Relief Fund: bills it has seen, how applications stand, and what is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

SEEN = {True: 4, False: 96}
"""Of a hundred bills so many have come before."""

STATES = {"received": 20, "hospital": 25, "sanctioned": 20, "paid": 25, "refused": 10}
"""How many of a hundred applications stand so."""

RUPEE = 100
SHARE = 60
"""So many per cent of what a patient paid the fund gives; a sample."""

MOST_HELP = 5_00_000 * RUPEE
STEP = 1_000 * RUPEE
"""What is given is a whole number of these."""

CREDIT_DAYS = 15
BILLS = {"B-1001": False, "B-1002": True}
FIXED = {
    "26110001": "received",
    "26110002": "hospital",
    "26110003": "sanctioned",
    "26110004": "paid",
    "26110005": "refused",
}
"""Application numbers of samples; they all go with the telephone number that ends in 1234."""

FIXED_PHONE = "1234"
YEARS = ("25", "26")
OFFICE = Words("ముఖ్యమంత్రి సహాయ నిధి", "Chief Minister's Relief Fund")
CAUSES: Mapping[str, Words] = {
    "general": Words("సాధారణ సహాయ నిధి", "General relief"),
    "disaster": Words("తుఫాను, వరద బాధితులకు", "Cyclone and flood relief"),
    "medical": Words("పేదల వైద్య ఖర్చులకు", "Hospital bills of the poor"),
}
MOST = 10_00_000 * RUPEE
REFUSED = 11_111 * RUPEE
"""This amount is refused after the payment, so that a refund can be seen."""

TAX = "ఈ రసీదుతో కోరవచ్చు · May be claimed with this receipt"

REASONS = (
    Words("బిల్లు ఆరు నెలల కంటే పాతది", "The bill is older than six months"),
    Words("ఇదే చికిత్సకు ప్రభుత్వ పథకం చెల్లించింది", "A government scheme has paid for this treatment"),
)


class Relief:
    """Answers POST requests about bills, applications, help and gifts; numbers travel in the body, so that no log holds them."""

    name = "relief"
    title = Words("ముఖ్యమంత్రి సహాయ నిధి", "Chief Minister's Relief Fund")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._helped: set[tuple[str, str]] = set()
        self._receipts = Receipts("RF", now, printer)

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/bills/check", self._bill),
            web.post("/sanctions", self._sanction),
            web.post("/applications/search", self._application),
            web.post("/gifts", self._give),
        ]

    def reset(self) -> None:
        self._helped.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "received": Words("దరఖాస్తు అందింది", "Received"),
            "hospital": Words("ఆసుపత్రి నిర్ధారణలో", "With the hospital"),
            "sanctioned": Words("మంజూరైంది", "Sanctioned"),
            "paid": Words("డబ్బు జమైంది", "Paid"),
            "refused": Words("తిరస్కరించారు", "Refused"),
        }
        return [
            *(Sample(what[state], (number, FIXED_PHONE)) for number, state in FIXED.items()),
            Sample(Words("కొత్త బిల్లు", "A new bill"), ("B-1001",)),
            Sample(Words("ఇప్పటికే వచ్చిన బిల్లు", "A bill that came before"), ("B-1002",)),
            Sample(
                Words("విరాళం: డబ్బు తిరిగి వస్తుంది", "A donation that is returned"),
                (str(REFUSED // RUPEE),),
            ),
        ]

    async def _bill(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read())
        if wish is None or not wish.get("hospital") or not wish.get("bill"):
            return Reply(400, {"error": "hospital or bill is missing"}).response()
        state = "taken" if self._taken(*_named(wish)) else "new"
        return Reply(200, {"state": state}).response()

    def _taken(self, hospital: str, bill: str) -> bool:
        """Return whether an application with this bill came before. Those of the samples stay as they are."""
        known = Chance("bill", hospital, bill).weighted(SEEN)
        return BILLS.get(bill, known or (hospital, bill) in self._helped)

    async def _sanction(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._help)

    async def _help(self, wish: Mapping[str, Any]) -> Reply:
        """Give a share of what was paid, once for each bill."""
        amount = wish.get("amount")
        if not all(wish.get(key) for key in ("application", "hospital", "bill", "account", "ifsc")):
            return Reply(400, {"error": "application, hospital, bill or account is missing"})
        if not isinstance(amount, int) or amount <= 0:
            return Reply(400, {"error": "amount is not right"})
        named = _named(wish)
        if self._taken(*named):
            return Reply(409, {"error": "taken"})
        self._helped.add(named)
        share = min(amount * SHARE // 100, MOST_HELP) // STEP * STEP
        by = local_date(self._now()) + timedelta(days=CREDIT_DAYS)
        return Reply(201, {"sanction": {"amount": share, "by": by.isoformat()}})

    async def _application(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        found = self._found(str(wish.get("number")), str(wish.get("phone")))
        if found is None:
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"application": found}).response()

    def _found(self, number: str, phone: str) -> Mapping[str, Any] | None:
        """Return how an application stands. The four digits that go with a number are drawn from it."""
        chance = Chance("application", number)
        state = FIXED.get(number)
        if state is None:
            if len(number) != 8 or number[:2] not in YEARS:
                return None
            state = chance.weighted(STATES)
        own = FIXED_PHONE if number in FIXED else f"{chance.whole(10_000):04d}"
        if phone != own:
            return None
        reason = chance.one_of(REASONS) if state == "refused" else Words("-", "-")
        return {
            "state": state,
            "amount": chance.between(15, 400) * 1_000 * RUPEE,
            "on": local_date(self._now()).replace(day=1).isoformat(),
            "reason": reason.plain(),
        }

    async def _give(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._take)

    async def _take(self, wish: Mapping[str, Any]) -> Reply:
        cause, amount = CAUSES.get(str(wish.get("cause"))), wish.get("amount")
        if cause is None or not isinstance(amount, int) or not 0 < amount <= MOST:
            return Reply(400, {"error": "cause or amount is not right"})
        if amount == REFUSED:
            return Reply(409, {"error": "refused"})
        pan = str(wish.get("pan") or "")
        rows = [
            row("దాత", "Donor", str(wish.get("donor", ""))),
            row("దేనికి", "For", f"{cause.te} · {cause.en}"),
            row("పాన్", "PAN", pan or "-"),
            row("ఆదాయ పన్ను మినహాయింపు", "Income tax relief", TAX if pan else "-"),
        ]
        told = await self._receipts.write(OFFICE, amount, rows, wish.get("reference"))
        return Reply(201, {"gift": told})


def _named(wish: Mapping[str, Any]) -> tuple[str, str]:
    """Return the hospital and the number of a bill, which name it."""
    return str(wish["hospital"]), str(wish["bill"]).upper().replace(" ", "")
