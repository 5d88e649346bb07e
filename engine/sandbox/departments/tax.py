"""The pretend property tax registers of towns: what a house owes with interest, payments, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

RUPEE = 100
HALVES = {(400, 1_500): 45, (1_500, 4_000): 40, (4_000, 15_000): 15}
"""Rupees of half a year, by how many of a hundred houses."""

BEHIND = {0: 70, 1: 15, 2: 8, 4: 5, 8: 2}
"""How many earlier half years are unpaid, by how many of a hundred houses."""

CLEAR = {True: 20, False: 80}
INTEREST_PERCENT = 2
"""Simple interest for each month an earlier half year is late."""

SAMPLE_OWNER = "నమూనా యజమాని"
NOBODY = "9"
"""No house has a number that begins so."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a house owes. Amounts are paise; half: of the half year that runs, arrears: of earlier ones, interest: on these."""

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


FIXED: Mapping[str, Demand] = {
    "1012345678": Demand(SAMPLE_OWNER, "12-3-45", 2_400 * RUPEE, 0, 0),
    "1012345679": Demand(SAMPLE_OWNER, "12-3-46", 2_400 * RUPEE, 4_800 * RUPEE, 864 * RUPEE),
    "1012345680": Demand(SAMPLE_OWNER, "12-3-47", 0, 0, 0),
    "1012345681": Demand(SAMPLE_OWNER, "12-3-48", 900 * RUPEE, 0, 0, refuses=True),
}
"""The same in every town."""


class Tax:
    """Answers `GET /towns/<town>/assessments/<number>` and `POST /towns/<town>/payments`."""

    name = "tax"
    title = Words("ఆస్తి పన్ను", "Property tax")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._paid: dict[tuple[str, str, str], int] = {}
        self._receipts = Receipts("PT", now, printer)

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/towns/{town}/assessments/{number}", self._show),
            web.post("/towns/{town}/payments", self._pay),
        ]

    def reset(self) -> None:
        self._paid.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "1012345678": Words("ఈ అర్ధ సంవత్సరం పన్ను", "This half year"),
            "1012345679": Words("పాత బకాయి, వడ్డీతో", "Arrears with interest"),
            "1012345680": Words("బకాయి లేదు", "Nothing is due"),
            "1012345681": Words(
                "చెల్లించాక డబ్బు తిరిగి వస్తుంది", "Refused after payment: the money comes back"
            ),
        }
        return [Sample(words, (number,)) for number, words in what.items()]

    def _half_year(self) -> str:
        today = local_date(self._now())
        return f"{today.year if today.month > 3 else today.year - 1}/{1 if 4 <= today.month <= 9 else 2}"

    def _demand(self, town: str, number: str) -> Demand | None:
        """Return what a house owes before anything was paid here, None where no house has this number."""
        if number in FIXED:
            return FIXED[number]
        if number.startswith(NOBODY) or len(number) != 10 or not number.isdecimal():
            return None
        house = Chance("house", town, number)
        owner, door = person(house).marked, f"{house.between(1, 40)}-{house.between(1, 90)}"
        half = house.between(*house.weighted(HALVES)) * RUPEE
        halves = Chance("behind", town, number, self._half_year())
        if halves.weighted(CLEAR):
            return Demand(owner, door, 0, 0, 0)
        behind = halves.weighted(BEHIND)
        months = 6 * behind * (behind + 1) // 2
        interest = half * months * INTEREST_PERCENT // 100 // RUPEE * RUPEE
        return Demand(owner, door, half, half * behind, interest)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        demand = self._demand(town, number)
        if demand is None:
            return Reply(404, {"error": "not_found"}).response()
        left = _less(demand, self._paid.get((town, number, self._half_year()), 0))
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

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._post(town, wish))

    async def _post(self, town: str, wish: Mapping[str, Any]) -> Reply:
        number, amount = str(wish.get("number")), wish.get("amount")
        demand, paid = self._demand(town, number), (town, number, self._half_year())
        before = self._paid.get(paid, 0)
        if demand is None or demand.refuses or not isinstance(amount, int):
            return Reply(409, {"error": "refused"})
        if amount not in _payable(_less(demand, before)):
            return Reply(409, {"error": "refused"})
        self._paid[paid] = before + amount
        left = _less(demand, before + amount)
        rows = [
            row("అసెస్‌మెంట్ నంబర్", "Assessment number", number),
            row("యజమాని", "Owner", demand.owner),
            row("డోర్ నంబర్", "Door number", demand.door),
        ]
        office = Words("మున్సిపాలిటీ - ఆస్తి పన్ను", "Municipality: property tax")
        told = await self._receipts.write(office, amount, rows, wish.get("reference"))
        return Reply(201, {"posted": {**told, "still_due_paise": left.total}})


def _payable(left: Demand) -> set[int]:
    """Return the amounts the register takes: all of it, or the earlier half years with their interest."""
    return {amount for amount in (left.total, left.arrears + left.interest) if amount}


def _less(demand: Demand, paid: int) -> Demand:
    """Return what is left: a payment goes to the earlier half years first."""
    if paid >= demand.total:
        return Demand(demand.owner, demand.door, 0, 0, 0, demand.refuses)
    if paid:
        return Demand(demand.owner, demand.door, demand.half, 0, 0, demand.refuses)
    return demand
