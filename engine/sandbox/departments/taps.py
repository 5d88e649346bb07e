"""The pretend water and sewerage offices of towns: mains, connections given, changed and closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.chance import Chance, scattered
from engine.sandbox.departments.houses import KINDS, RUPEE, door_of, exists, is_sample, owner_of
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

MAINS = {"near": 75, "across": 15, "none": 10}
"""Where the main runs, for how many of a hundred houses: on this side, on the other side of the road, not in the street."""

CONNECTED = {True: 35, False: 65}
ACROSS_METRES = (4, 12)
USED = {"home": 85, "shop": 12, "institution": 3}
SIZED = {"half": 85, "three_quarter": 12, "one": 3}
"""How many of a hundred connections are used so, and so wide."""

USES: Mapping[str, Words] = {
    "home": Words("ఇల్లు", "Home"),
    "shop": Words("దుకాణం, హోటల్", "Shop or hotel"),
    "institution": Words("పాఠశాల, ఆసుపత్రి", "School or hospital"),
}
SIZES: Mapping[str, Words] = {
    "half": Words("అర అంగుళం (15 మి.మీ)", "Half inch (15 mm)"),
    "three_quarter": Words("ముప్పావు అంగుళం (20 మి.మీ)", "Three-quarter inch (20 mm)"),
    "one": Words("ఒక అంగుళం (25 మి.మీ)", "One inch (25 mm)"),
    "four": Words("4 అంగుళాలు (100 మి.మీ)", "4 inches (100 mm)"),
    "six": Words("6 అంగుళాలు (150 మి.మీ)", "6 inches (150 mm)"),
}
DEPOSIT = 1_500 * RUPEE
"""Given back when a connection is closed."""

DAYS_TO_WORK = 7
FIXED_MAINS: Mapping[str, tuple[str, int]] = {
    "12345678": ("near", 0),
    "12345679": ("across", 6),
    "12345680": ("near", 0),
    "12345681": ("none", 0),
    "12345682": ("near", 0),
    "12345683": ("near", 0),
    "12345684": ("near", 0),
}
"""Where the main runs for samples, by the last eight digits of the assessment number."""

CLOSED = "3012345681"
"""A connection that is closed."""

HAS_ONE = "1000000001"
"""A house that has both connections already."""


CREWS = 3
"""Repair crews of a town; each is at one leak for so many hours."""

HOURS_AT_WORK = 4
BUSY_TOWN = "srikalahasti"
"""A town whose crews are always at work."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What the office has of a tap. use, size: names of `USES` and `SIZES`."""

    owner: str
    door: str
    use: str
    size: str
    closed: bool = False


class Taps:
    """Answers what `catalog/municipal/_connectors.yaml` says of `taps`."""

    name = "taps"
    title = Words("నీరు, మురుగునీటి కనెక్షన్లు", "Water and sewerage connections")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._given: dict[tuple[str, str, str], str] = {}
        self._changed: dict[tuple[str, str], Connection] = {}
        self._sent: dict[str, tuple[str, int, datetime]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        one = "/towns/{town}/connections/{number}"
        return [
            web.get("/towns/{town}/mains/{house}", self._main),
            web.get(one, self._show),
            web.post("/towns/{town}/connections", self._connect),
            web.post(f"{one}/change", self._change),
            web.post(f"{one}/close", self._close),
            web.post("/towns/{town}/leaks", self._leak),
        ]

    def reset(self) -> None:
        self._given.clear()
        self._changed.clear()
        self._sent.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words("పైపు ఇదే వైపు ఉంది", "The main is on this side"), ("1012345680",)),
            Sample(Words("వీధిలో పైపు లేదు", "No main in the street"), ("1012345681",)),
            Sample(Words("ఇప్పటికే కనెక్షన్ ఉంది", "Connected already"), (HAS_ONE,)),
            Sample(
                Words("వాడుకలో ఉన్న కుళాయి", "A tap in use"), ("3012345680", "3012345683", "3012345684")
            ),
            Sample(Words("రద్దయిన కుళాయి", "A closed tap"), (CLOSED,)),
            Sample(Words("ఖాళీ బృందం లేని పట్టణం", "A town without a free crew"), ("శ్రీకాళహస్తి",)),
        ]

    # -- what there is -----------------------------------------------------------------------------------------------

    async def _main(self, request: web.Request) -> web.StreamResponse:
        town, house = request.match_info["town"], request.match_info["house"]
        kind = request.query.get("kind", "water")
        if kind not in ("water", "sewerage") or not exists("property", house):
            return Reply(404, {"error": "not_found"}).response()
        if self._has(kind, town, house):
            return Reply(200, {"state": "connected"}).response()
        where, metres = self._lies(kind, town, house)
        if where == "none":
            return Reply(200, {"state": "none"}).response()
        return Reply(200, {"state": "served", "metres": metres}).response()

    def _lies(self, kind: str, town: str, house: str) -> tuple[str, int]:
        """Return where the main runs, and how many metres of road are dug up to reach it."""
        fixed = FIXED_MAINS.get(house[2:])
        if fixed:
            return fixed
        chance = Chance("main", kind, town, house)
        where = chance.weighted(MAINS)
        return where, chance.between(*ACROSS_METRES) if where == "across" else 0

    def _has(self, kind: str, town: str, house: str) -> bool:
        if house == HAS_ONE or (kind, town, house) in self._given:
            return True
        return not is_sample(house) and Chance("connected", kind, town, house).weighted(CONNECTED)

    async def _show(self, request: web.Request) -> web.StreamResponse:
        found = self._of(request.match_info["town"], request.match_info["number"])
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        if found.closed:
            return Reply(200, {"state": "closed"}).response()
        told = {
            "owner": found.owner,
            "door": found.door,
            "use": found.use,
            "use_name": USES[found.use].plain(),
            "size": found.size,
            "size_name": SIZES[found.size].plain(),
        }
        return Reply(200, {"state": "open", "connection": told}).response()

    def _of(self, town: str, number: str) -> Connection | None:
        if (town, number) in self._changed:
            return self._changed[town, number]
        if not exists("water", number):
            return None
        chance, sample = Chance("tap", town, number), is_sample(number)
        use = "home" if sample else chance.weighted(USED)
        size = "half" if sample else chance.weighted(SIZED)
        return Connection(owner_of(town, number), door_of(number), use, size, number == CLOSED)

    # -- what is done ------------------------------------------------------------------------------------------------

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._give(town, wish))

    async def _give(self, town: str, wish: Mapping[str, Any]) -> Reply:
        """Give a house its connection: one of each kind, never a second."""
        kind, house, size = str(wish.get("kind")), str(wish.get("house")), str(wish.get("size"))
        if kind not in ("water", "sewerage") or not exists("property", house) or size not in SIZES:
            return Reply(400, {"error": "kind, house or size is missing"})
        if self._has(kind, town, house):
            return Reply(409, {"error": "connected"})
        number = KINDS[kind].start + scattered(len(self._given) + 1, 8)
        self._given[kind, town, house] = number
        day = local_date(self._now()) + timedelta(days=DAYS_TO_WORK)
        title = Words("కనెక్షన్ మంజూరు ఉత్తర్వు", "Order for the connection")
        rows = [
            row("ఇంటి అసెస్‌మెంట్ నంబర్", "Assessment number of the house", house),
            row("పైపు సైజు", "Size of the pipe", f"{SIZES[size].te} · {SIZES[size].en}"),
            row("పని పూర్తయ్యే తేదీ", "Work by", day.strftime("%d-%m-%Y")),
        ]
        order = await self._order(title, number, rows, wish)
        told = {"number": number, "by": day.isoformat(), "order": order}
        return Reply(201, {"connection": told})

    async def _change(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        return await self._once.reply(request, lambda wish: self._alter(town, number, wish))

    async def _alter(self, town: str, number: str, wish: Mapping[str, Any]) -> Reply:
        found, use, size = self._of(town, number), str(wish.get("use")), str(wish.get("size"))
        if found is None or found.closed or use not in USES or size not in SIZES:
            return Reply(409, {"error": "refused"})
        self._changed[town, number] = Connection(found.owner, found.door, use, size)
        first = _next_month(local_date(self._now()))
        title = Words("కనెక్షన్ మార్పు ఉత్తర్వు", "Order for the change")
        rows = [
            row("వినియోగం", "Use", f"{USES[use].te} · {USES[use].en}"),
            row("పైపు సైజు", "Size of the pipe", f"{SIZES[size].te} · {SIZES[size].en}"),
            row("కొత్త ఛార్జీలు", "New charges from", first.strftime("%d-%m-%Y")),
        ]
        order = await self._order(title, number, rows, wish)
        return Reply(201, {"change": {"from": first.isoformat(), "order": order}})

    async def _close(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        return await self._once.reply(request, lambda wish: self._end(town, number, wish))

    async def _end(self, town: str, number: str, wish: Mapping[str, Any]) -> Reply:
        found = self._of(town, number)
        if found is None or found.closed:
            return Reply(409, {"error": "refused"})
        self._changed[town, number] = Connection(
            found.owner, found.door, found.use, found.size, closed=True
        )
        today = local_date(self._now())
        title = Words("కనెక్షన్ రద్దు ఉత్తర్వు", "Order for closing the connection")
        rows = [
            row("యజమాని", "Owner", found.owner),
            row("రద్దయిన తేదీ", "Closed on", today.strftime("%d-%m-%Y")),
            row("తిరిగి వచ్చే డిపాజిట్", "Deposit to be returned", format_money(DEPOSIT)),
        ]
        order = await self._order(title, number, rows, wish)
        told = {"on": today.isoformat(), "deposit_paise": DEPOSIT, "order": order}
        return Reply(201, {"closure": told})

    async def _leak(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._send(town, wish))

    async def _send(self, town: str, wish: Mapping[str, Any]) -> Reply:
        """Send the first crew that is free; a case that has one keeps it."""
        case, now = str(wish.get("case")), self._now()
        busy = {crew for at, crew, until in self._sent.values() if at == town and now < until}
        free = [crew for crew in range(1, CREWS + 1) if crew not in busy]
        if case not in self._sent:
            if not free or town == BUSY_TOWN:
                return Reply(202, {"state": "waiting"})
            self._sent[case] = (town, free[0], now + timedelta(hours=HOURS_AT_WORK))
        crew = self._sent[case][1]
        name = Words(f"మరమ్మతు బృందం {crew}", f"Repair crew {crew}")
        return Reply(201, {"crew": {"name": name.plain(), "phone": f"0000-20000{crew}"}})

    async def _order(
        self,
        title: Words,
        number: str,
        rows: Sequence[Mapping[str, str]],
        wish: Mapping[str, Any],
    ) -> Mapping[str, str]:
        """Return the document of an order. number: of the connection."""
        paper = {
            "title": title.plain(),
            "number": number,
            "rows": [
                row("కనెక్షన్ నంబర్", "Connection number", number),
                *rows,
                row("దరఖాస్తు నంబర్", "Application", str(wish.get("case"))),
            ],
        }
        today = local_date(self._now())
        return await self._printer.document("order.pdf", "extract.typ", today, paper)


def _next_month(today: date) -> date:
    """Return the first day of the next month."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
