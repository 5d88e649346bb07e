"""The pretend registers of irrigation water tax: what a khata owes for a revenue year, payments, receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments import plots
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.land import fasli
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

RUPEE = 100
AN_ACRE = 200 * RUPEE
"""Sample rate of an acre that the canal waters, for a year."""

WATERED = {True: 65, False: 35}
BEHIND = {0: 65, 1: 20, 3: 15}
"""Of a hundred khatas: those the canal waters; how many earlier years are unpaid."""

INTEREST_PERCENT = 6
"""Simple interest for each year an earlier tax is late."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a khata owes. Amounts are paise; year: of the revenue year that runs, arrears: of earlier ones, interest: on these."""

    year: int
    arrears: int
    interest: int
    refuses: bool = False

    @property
    def total(self) -> int:
        """Return all of it."""
        return self.year + self.arrears + self.interest


FIXED: Mapping[str, Demand | None] = {
    "2001": Demand(600 * RUPEE, 0, 0),
    "2002": Demand(600 * RUPEE, 1_200 * RUPEE, 108 * RUPEE),
    "2003": None,
    "2004": Demand(450 * RUPEE, 0, 0, refuses=True),
}
"""Khatas of samples, the same in every village; None: the canal does not water it."""


class Irrigation:
    """Answers `GET /villages/<village>/khatas/<khata>` and `POST /villages/<village>/payments`."""

    name = "irrigation"
    title = Words("నీటి తీరువా", "Irrigation water tax")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._paid: dict[tuple[str, str, int], int] = {}
        self._receipts = Receipts("WT", now, printer)

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/villages/{village}/khatas/{khata}", self._show),
            web.post("/villages/{village}/payments", self._pay),
        ]

    def reset(self) -> None:
        self._paid.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "2001": Words("ఈ సంవత్సరం తీరువా", "This year's tax"),
            "2002": Words("పాత బకాయి, వడ్డీతో", "Arrears with interest"),
            "2003": Words("కాలువ నీరు అందని భూమి", "Land without canal water"),
            "2004": Words("చెల్లించాక డబ్బు తిరిగి వస్తుంది", "Refused after payment: the money comes back"),
        }
        return [Sample(words, (khata,)) for khata, words in what.items()]

    async def _show(self, request: web.Request) -> web.StreamResponse:
        village, khata = request.match_info["village"], request.match_info["khata"]
        demand = self._left(village, khata)
        if demand is None:
            return Reply(404, {"error": "not_watered"}).response()
        if not demand.total:
            return Reply(200, {"state": "clear"}).response()
        told = {
            "fasli": self._year(),
            "year_paise": demand.year,
            "arrears_paise": demand.arrears,
            "interest_paise": demand.interest,
            "total_paise": demand.total,
        }
        return Reply(200, {"state": "due", "demand": told}).response()

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        village = request.match_info["village"]
        return await self._once.reply(request, lambda wish: self._post(village, wish))

    async def _post(self, village: str, wish: Mapping[str, Any]) -> Reply:
        khata, amount = str(wish.get("khata")), wish.get("amount")
        before = self._left(village, khata)
        if before is None or before.refuses or amount not in _payable(before):
            return Reply(409, {"error": "refused"})
        key = (village, khata, self._year())
        self._paid[key] = self._paid.get(key, 0) + int(str(amount))
        left = self._left(village, khata)
        rows = [
            row("ఖాతా నంబర్", "Khata number", khata),
            row("ఫసలీ", "Fasli year", str(self._year())),
        ]
        office = Words("రెవెన్యూ శాఖ - నీటి తీరువా", "Revenue Department: water tax")
        told = await self._receipts.write(office, int(str(amount)), rows, wish.get("reference"))
        return Reply(201, {"posted": {**told, "still_due_paise": left.total if left else 0}})

    def _year(self) -> int:
        return fasli(local_date(self._now()))

    def _left(self, village: str, khata: str) -> Demand | None:
        """Return what is left to pay: a payment goes to the earlier years first; None where there is nothing to tax."""
        demand = FIXED[khata] if khata in FIXED else self._drawn(village, khata)
        paid = self._paid.get((village, khata, self._year()), 0)
        if demand is None or not paid:
            return demand
        if paid >= demand.total:
            return replace(demand, year=0, arrears=0, interest=0)
        return replace(demand, arrears=0, interest=0)

    def _drawn(self, village: str, khata: str) -> Demand | None:
        found, chance = plots.khata(village, khata), Chance("water", village, khata)
        if found is None or not chance.weighted(WATERED):
            return None
        year = found.cents * AN_ACRE // 100 // RUPEE * RUPEE or RUPEE
        behind = chance.weighted(BEHIND)
        years = behind * (behind + 1) // 2
        return Demand(year, year * behind, year * years * INTEREST_PERCENT // 100 // RUPEE * RUPEE)


def _payable(left: Demand) -> set[int]:
    """Return the amounts the register takes: all of it, or the earlier years with their interest."""
    return {amount for amount in (left.total, left.arrears + left.interest) if amount}
