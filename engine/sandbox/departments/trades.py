"""The pretend trade licence registers of towns: licences and their last day, renewals, what is due, payments and receipts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person
from engine.sandbox.departments.power import row
from engine.sandbox.departments.receipts import Receipts
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

RUPEE = 100
KIRANA, HOTEL = Words("కిరాణా దుకాణం", "Grocery shop"), Words("హోటల్", "Hotel")
MILL, DEPOT = Words("పిండి మిల్లు", "Flour mill"), Words("కలప అడితి", "Timber depot")
TRADES: Mapping[Words, int] = {KIRANA: 0, HOTEL: 1, MILL: 1, DEPOT: 2}
"""Trades of drawn licences, with their risk: 0 none, 1 to be inspected, 2 dangerous."""

SIZES = {"small": 60, "medium": 30, "large": 10}
BEHIND = {0: 72, 1: 22, 2: 6}
"""Years a licence is behind, by how many of a hundred."""

OWING = {True: 35, False: 65}
"""Of a hundred licences so many have something to pay."""

FEES = {"small": 600, "medium": 1_500, "large": 4_000}
USER_CHARGE = {"small": 240, "medium": 600, "large": 1_200}
PENALTY_PERCENT = 25
SAMPLE_TRADER = "నమూనా వ్యాపారి"
SAMPLE_SHOP = "నమూనా స్టోర్స్"
NOBODY = "TL99"
"""No licence has a number that begins so."""


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence. expires: its last day; risk: of the trade; state: running or cancelled."""

    number: str
    trader: str
    shop: str
    trade: Words
    size: str
    expires: date
    state: str = "running"


@dataclass(frozen=True, slots=True)
class Demand:
    """What is due on a licence, in paise; refuses: the town does not take the money, so that a refund can be seen."""

    fee: int
    penalty: int
    user_charge: int
    refuses: bool = False

    @property
    def total(self) -> int:
        """Return all of it."""
        return self.fee + self.penalty + self.user_charge


FIXED: Mapping[str, tuple[Words, str, int, str]] = {
    "TL2600001": (KIRANA, "small", 20, "running"),
    "TL2600002": (KIRANA, "medium", -45, "running"),
    "TL2600003": (DEPOT, "large", 10, "running"),
    "TL2600004": (HOTEL, "small", 20, "cancelled"),
    "TL2600005": (HOTEL, "medium", 200, "running"),
    "TL2600006": (MILL, "small", -400, "running"),
    "TL2600007": (KIRANA, "small", 5, "running"),
}
"""Trade, size, days until the last day, state: the same in every town."""

REFUSED = "TL2600007"
"""Its renewal is refused by the register, and so is its money."""

DEMANDS: Mapping[str, Demand] = {
    "TL2600001": Demand(600 * RUPEE, 0, 240 * RUPEE),
    "TL2600002": Demand(1_500 * RUPEE, 375 * RUPEE, 600 * RUPEE),
    "TL2600003": Demand(0, 0, 0),
    REFUSED: Demand(600 * RUPEE, 0, 0, refuses=True),
}


class Trades:
    """Answers what `catalog/municipal/_connectors.yaml` describes under `trades`."""

    name = "trades"
    title = Words("వ్యాపార లైసెన్సులు", "Trade licences")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._once = Once()
        self._receipts = Receipts("TR", now, printer)
        self._given: dict[tuple[str, str], Licence] = {}
        self._renewed: dict[tuple[str, str], date] = {}
        self._paid: set[tuple[str, str]] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/towns/{town}/licences", self._register),
            web.post("/towns/{town}/licences/search", self._search),
            web.post("/towns/{town}/licences/{number}/renewals", self._renew),
            web.post("/towns/{town}/demands/search", self._demand),
            web.post("/towns/{town}/payments", self._pay),
        ]

    def reset(self) -> None:
        self._given.clear()
        self._renewed.clear()
        self._paid.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "TL2600001": Words("20 రోజుల్లో ముగుస్తుంది", "Ends in 20 days"),
            "TL2600002": Words("45 రోజుల క్రితం ముగిసింది", "Ended 45 days ago"),
            "TL2600003": Words("ప్రమాదకర వ్యాపారం: తనిఖీ ఉంటుంది", "Dangerous: inspected first"),
            "TL2600004": Words("రద్దయింది", "Cancelled"),
            "TL2600005": Words("పునరుద్ధరణకు సమయం కాలేదు", "Too early to renew"),
            "TL2600006": Words("ఏడాది దాటింది: కొత్తది కావాలి", "Over a year: a new one is needed"),
            REFUSED: Words("చెల్లించాక డబ్బు తిరిగి వస్తుంది", "Refused after payment: the money comes back"),
        }
        return [Sample(words, (number,)) for number, words in what.items()]

    def licence(self, town: str, number: str) -> Licence | None:
        """Return a licence as it stands today, None where no licence has this number."""
        today = local_date(self._now())
        renewed = self._renewed.get((town, number))
        given = self._given.get((town, number))
        if given is not None:
            return given
        if number in FIXED:
            trade, size, days, state = FIXED[number]
            expires = renewed or today + timedelta(days=days)
            return Licence(number, SAMPLE_TRADER, SAMPLE_SHOP, trade, size, expires, state)
        if len(number) != 9 or not number.startswith("TL") or number.startswith(NOBODY):
            return None
        chance = Chance("licence", town, number)
        owner, trade = person(chance).marked, chance.one_of(list(TRADES))
        behind = chance.weighted(BEHIND)
        expires = renewed or date(_year_end(today).year - behind, 3, 31)
        size = chance.weighted(SIZES)
        return Licence(number, owner, SAMPLE_SHOP, trade, size, expires)

    def due(self, town: str, number: str) -> Demand | None:
        """Return what is due before anything was paid here, None where no licence has this number."""
        if number in DEMANDS:
            return DEMANDS[number]
        licence = self.licence(town, number)
        if licence is None or licence.state == "cancelled":
            return None
        chance = Chance("licence due", town, number, _year_end(local_date(self._now())).year)
        if not chance.weighted(OWING):
            return Demand(0, 0, 0)
        fee = FEES[licence.size] * RUPEE
        late = licence.expires < local_date(self._now())
        return Demand(
            fee, fee * PENALTY_PERCENT // 100 if late else 0, USER_CHARGE[licence.size] * RUPEE
        )

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        found = self.licence(request.match_info["town"], str(wish.get("number")))
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        told = {
            "trader": found.trader,
            "shop": found.shop,
            "trade": found.trade.plain(),
            "size": found.size,
            "risk": TRADES.get(found.trade, 1),
            "expires": found.expires.isoformat(),
        }
        return Reply(200, {"state": found.state, "licence": told}).response()

    async def _register(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]

        async def enter(wish: Mapping[str, Any]) -> Reply:
            number = f"TL{local_date(self._now()):%y}{90_000 + len(self._given) + 1:05d}"
            until = _year_end(local_date(self._now()))
            trade = wish.get("trade")
            words = Words(**trade) if isinstance(trade, dict) else KIRANA
            trader, shop = str(wish.get("trader")), str(wish.get("shop"))
            licence = Licence(number, trader, shop, words, str(wish.get("size")), until)
            self._given[town, number] = licence
            return Reply(201, {"licence": {"number": number, "until": until.isoformat()}})

        return await self._once.reply(request, enter)

    async def _renew(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]

        async def renew(_wish: Mapping[str, Any]) -> Reply:
            licence = self.licence(town, number)
            if licence is None or licence.state != "running" or number == REFUSED:
                return Reply(409, {"error": "refused"})
            until = _year_end(max(local_date(self._now()), licence.expires + timedelta(days=1)))
            self._renewed[town, number] = until
            return Reply(201, {"licence": {"until": until.isoformat()}})

        return await self._once.reply(request, renew)

    async def _demand(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        town, number = request.match_info["town"], str(wish.get("number"))
        demand, licence = self.due(town, number), self.licence(town, number)
        if demand is None or licence is None:
            return Reply(404, {"error": "not_found"}).response()
        if not demand.total or (town, number) in self._paid:
            return Reply(200, {"state": "clear"}).response()
        told = {
            "shop": licence.shop,
            "fee_paise": demand.fee,
            "penalty_paise": demand.penalty,
            "user_charge_paise": demand.user_charge,
            "total_paise": demand.total,
        }
        return Reply(200, {"state": "due", "demand": told}).response()

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._post(town, wish))

    async def _post(self, town: str, wish: Mapping[str, Any]) -> Reply:
        number = str(wish.get("number"))
        demand = self.due(town, number)
        if demand is None or demand.refuses or (town, number) in self._paid:
            return Reply(409, {"error": "refused"})
        if not demand.total or wish.get("amount") != demand.total:
            return Reply(409, {"error": "refused"})
        self._paid.add((town, number))
        rows = [row("లైసెన్స్ నంబర్", "Licence number", number)]
        office = Words("మున్సిపాలిటీ - వ్యాపార లైసెన్సులు", "Municipality: trade licences")
        told = await self._receipts.write(office, demand.total, rows, wish.get("reference"))
        return Reply(201, {"posted": told})


def _year_end(day: date) -> date:
    """Return the 31st of March with which the licence year of a day ends."""
    return date(day.year + (day.month > 3), 3, 31)
