"""The pretend books of towns: what a house, a plot, a tap or a drain owes with interest, payments, earlier receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.houses import (
    KINDS,
    RUPEE,
    charge,
    door_of,
    exists,
    is_sample,
    number_at,
    owner_of,
)
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

BEHIND = {0: 70, 1: 15, 2: 8, 4: 5, 8: 2}
"""How many earlier periods are unpaid, by how many of a hundred that owe anything."""

CLEAR = {True: 20, False: 80}
SAMPLE_BEHIND, SAMPLE_INTEREST_PERCENT = 2, 18
RECEIPTS = 4
"""So many half years back receipts can be had."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is owed under one number. Amounts are paise; half: of the period that runs, arrears: of earlier ones, interest: on these."""

    owner: str
    door: str
    half: int
    arrears: int
    interest: int
    refuses: bool = False

    @property
    def total(self) -> int:
        """Return all of it."""
        return self.half + self.arrears + self.interest


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of property tax. amount: paise; reference: of the payment."""

    number: str
    on: date
    amount: int
    reference: str


class Tax:
    """Answers what `catalog/municipal/_connectors.yaml` says of `tax`; `kind` says which book, property where nothing is said."""

    name = "tax"
    title = Words("ఆస్తి పన్ను, నీటి ఛార్జీలు", "Property tax and water charges")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._paid: dict[tuple[str, str, str], int] = {}
        self._own: dict[tuple[str, str], list[Paid]] = {}
        self._receipts = {
            kind: Receipts(known.letters, now, printer) for kind, known in KINDS.items()
        }

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/towns/{town}/assessments/{number}", self._show),
            web.get("/towns/{town}/numbers", self._find),
            web.get("/towns/{town}/assessments/{number}/receipts", self._list),
            web.get("/towns/{town}/assessments/{number}/receipts/{receipt}", self._copy),
            web.post("/towns/{town}/payments", self._pay),
        ]

    def reset(self) -> None:
        self._paid.clear()
        self._own.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "12345678": Words("ఈ కాలానికి మాత్రమే", "Only the period that runs"),
            "12345679": Words("పాత బకాయి, వడ్డీతో", "Arrears with interest"),
            "12345680": Words("బకాయి లేదు", "Nothing is due"),
            "12345683": Words("బకాయి లేని మరో నంబర్", "Another number with nothing due"),
            "12345682": Words("రెండేళ్లుగా ఏమీ చెల్లించలేదు", "Nothing was paid for two years"),
            "12345681": Words(
                "చెల్లించాక డబ్బు తిరిగి వస్తుంది", "Refused after payment: the money comes back"
            ),
        }
        numbers = [
            Sample(
                Words(f"{kind.title.te}: {words.te}", f"{kind.title.en}: {words.en}"),
                (kind.start + ending,),
            )
            for kind in KINDS.values()
            for ending, words in what.items()
        ]
        return [*numbers, Sample(Words("డోర్ నంబర్‌తో", "By door number"), ("12-3-45",))]

    # -- what is owed ------------------------------------------------------------------------------------------------

    def _period(self, number: str) -> str:
        kind = next(each for each in KINDS.values() if number.startswith(each.start))
        return kind.period(local_date(self._now()))

    def _demand(self, town: str, number: str, kind: str = "property") -> Demand | None:
        """Return what is owed before anything was paid here, None where nothing has this number."""
        if not exists(kind, number):
            return None
        known, owner, door = KINDS[kind], owner_of(town, number), door_of(number)
        one = charge(kind, town, number)
        if is_sample(number):
            return _sample(number, one)
        periods = Chance("behind", town, number, self._period(number))
        if periods.weighted(CLEAR):
            return Demand(owner, door, 0, 0, 0)
        behind = periods.weighted(BEHIND)
        months = known.months * behind * (behind + 1) // 2
        interest = one * months * known.percent // 100 // RUPEE * RUPEE
        return Demand(owner, door, one, one * behind, interest)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        demand = self._demand(town, number, request.query.get("kind", "property"))
        if demand is None:
            return Reply(404, {"error": "not_found"}).response()
        left = _less(demand, self._paid.get((town, number, self._period(number)), 0))
        if not left.total:
            return Reply(200, {"state": "clear"}).response()
        told = {
            "owner": left.owner,
            "door": left.door,
            "half_paise": left.half,
            "arrears_paise": left.arrears,
            "interest_paise": left.interest,
            "total_paise": left.total,
        }
        return Reply(200, {"state": "due", "demand": told}).response()

    async def _find(self, request: web.Request) -> web.StreamResponse:
        """Tell the number for a door number; a number is its own answer where there is one."""
        kind, asked = request.query.get("kind", "property"), request.query.get("asked", "")
        number = asked if exists(kind, asked) else None
        if number is None and kind in KINDS:
            number = number_at(kind, asked.replace(" ", ""))
        if number is None:
            return Reply(404, {"error": "not_found"}).response()
        return Reply(200, {"number": number}).response()

    # -- payments ----------------------------------------------------------------------------------------------------

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._post(town, wish))

    async def _post(self, town: str, wish: Mapping[str, Any]) -> Reply:
        number, amount, kind = str(wish.get("number")), wish.get("amount"), str(wish.get("kind") or "property")  # fmt: skip
        demand = self._demand(town, number, kind)
        if demand is None or demand.refuses or not isinstance(amount, int):
            return Reply(409, {"error": "refused"})
        paid = (town, number, self._period(number))
        before = self._paid.get(paid, 0)
        if amount not in _payable(_less(demand, before)):
            return Reply(409, {"error": "refused"})
        self._paid[paid] = before + amount
        left, reference = _less(demand, before + amount), str(wish.get("reference") or "")
        told = await self._receipts[kind].write(
            _office(kind), amount, _rows(kind, number, demand), reference
        )
        own = Paid(told["receipt_number"], local_date(self._now()), amount, reference)
        self._own.setdefault((town, number), []).append(own)
        return Reply(201, {"posted": {**told, "still_due_paise": left.total}})

    # -- receipts of property tax ------------------------------------------------------------------------------------

    async def _list(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        if not exists("property", number):
            return Reply(404, {"error": "not_found"}).response()
        told = [
            {"number": each.number, "on": each.on.isoformat(), "amount": each.amount}
            for each in self._all(town, number)
        ]
        return Reply(200, {"receipts": told}).response()

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        wanted, demand = request.match_info["receipt"], self._demand(town, number)
        found = next((each for each in self._all(town, number) if each.number == wanted), None)
        if found is None or demand is None:
            return Reply(404, {"error": "not_found"}).response()
        file = await self._receipts["property"].draw(
            found.number,
            _office("property"),
            found.amount,
            _rows("property", number, demand),
            found.reference,
            found.on,
        )
        return Reply(200, {"receipt": file}).response()

    def _all(self, town: str, number: str) -> Sequence[Paid]:
        """Return the receipts of a house, the newest first: those written here, then one for each earlier half year that is paid."""
        demand = self._demand(town, number)
        if demand is None:
            return ()
        one, own = charge("property", town, number), self._own.get((town, number), [])
        unpaid = demand.arrears // one
        earlier = [
            Paid(f"PT-{day:%Y%m%d}-{number[-4:]}", day, one, f"NB-{number[-6:]}")
            for day in self._days(number)[unpaid:]
        ]
        return [*reversed(own), *earlier]

    def _days(self, number: str) -> Sequence[date]:
        """Return a day in each of the last half years, the newest first."""
        today = local_date(self._now())
        first = date(today.year if today.month > 3 else today.year - 1, 4 if 4 <= today.month <= 9 else 10, 1)  # fmt: skip
        days = []
        for _ in range(RECEIPTS):
            first = date(first.year - (first.month == 4), 4 if first.month == 10 else 10, 1)
            days.append(first + timedelta(days=Chance("paid on", number, first).between(5, 85)))
        return days


def _sample(number: str, one: int) -> Demand:
    """Return what a sample owes, by its last digit."""
    owner, door = owner_of("", number), door_of(number)
    late = one * SAMPLE_BEHIND
    return {
        "8": Demand(owner, door, one, 0, 0),
        "9": Demand(owner, door, one, late, late * SAMPLE_INTEREST_PERCENT // 100),
        "1": Demand(owner, door, one * 3 // 8, 0, 0, refuses=True),
        "2": Demand(
            owner, door, one, one * RECEIPTS, one * RECEIPTS * SAMPLE_INTEREST_PERCENT // 100
        ),
    }.get(number[-1], Demand(owner, door, 0, 0, 0))


def _payable(left: Demand) -> set[int]:
    """Return the amounts the book takes: all of it, or the earlier periods with their interest."""
    return {amount for amount in (left.total, left.arrears + left.interest) if amount}


def _less(demand: Demand, paid: int) -> Demand:
    """Return what is left: a payment goes to the earlier periods first."""
    if paid >= demand.total:
        return Demand(demand.owner, demand.door, 0, 0, 0, demand.refuses)
    if paid:
        return Demand(demand.owner, demand.door, demand.half, 0, 0, demand.refuses)
    return demand


def _office(kind: str) -> Words:
    title = KINDS[kind].title
    return Words(f"మున్సిపాలిటీ - {title.te}", f"Municipality: {title.en}")


def _rows(kind: str, number: str, demand: Demand) -> Sequence[Mapping[str, str]]:
    label = KINDS[kind].number
    return [
        row(label.te, label.en, number),
        row("యజమాని", "Owner", demand.owner),
        row("డోర్ నంబర్", "Door number", demand.door),
    ]
