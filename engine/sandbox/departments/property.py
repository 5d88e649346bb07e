"""The pretend property register of towns: houses, new assessments, changes of owner, hearings of petitions, revised taxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.chance import Chance, scattered
from engine.sandbox.departments.houses import KINDS, RUPEE, charge, door_of, exists, owner_of
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

USES: Mapping[str, Words] = {
    "home": Words("నివాసం", "Home"),
    "shop": Words("దుకాణం, వ్యాపారం", "Shop or business"),
    "mixed": Words("కింద దుకాణం, పైన ఇల్లు", "Shop below, home above"),
    "plot": Words("ఖాళీ స్థలం", "Vacant land"),
    "yard": Words("సామగ్రి నిల్వ స్థలం", "Storage yard"),
}
USED = {"home": 80, "shop": 12, "mixed": 8}
"""How many of a hundred houses are used so."""

RATES = {"home": 9, "shop": 26, "mixed": 16, "plot": 3, "yard": 5}
"""Sample rupees of half a year for a square metre built on, for a square yard of vacant land."""

BOOKS = {"new": "property", "added": "property", "land": "vacant_land"}
"""Which book an assessment is entered in."""

WITHOUT_PERMISSION_PERCENT = 25
"""Added to the tax of what was built without permission."""

ATTACHED = "1012345681"
"""A court holds this house: its owner cannot be changed."""

USED_DEED = "9999/2026"
"""A deed on which an assessment was made before."""

HEARING_DAY, WEEKS, TIMES = 2, 3, ("10:30", "15:00")
"""Petitions are heard on Wednesdays of the next weeks, at these times."""

NO_HEARINGS = "nowhere"
"""A town without a day of hearing."""

PLACES = 8
"""So many petitions are heard at one time."""

ALREADY = {0: 10, 3: 40, 6: 40, 8: 10}
"""How many places others have taken, by how many of a hundred times."""


@dataclass(frozen=True, slots=True)
class House:
    """What the register has of a house. metres: built, square metres; half: tax of half a year in paise."""

    number: str
    owner: str
    door: str
    metres: int
    use: str
    half: int


def house(town: str, number: str) -> House | None:
    """Return what a town has under an assessment number, None where there is no such house."""
    if not exists("property", number):
        return None
    chance = Chance("built", town, number)
    use = "home" if number.endswith("12345678") else chance.weighted(USED)
    half = charge("property", town, number)
    metres = max(20, half // RUPEE // RATES[use])
    return House(number, owner_of(town, number), door_of(number), metres, use, half)


class Property:
    """Answers what `catalog/municipal/_connectors.yaml` says of `property`."""

    name = "property"
    title = Words("ఆస్తి రిజిస్టర్", "Property register")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._made: dict[str, str] = {}
        self._deeds: dict[tuple[str, str, str], str] = {}
        self._owners: dict[tuple[str, str], str] = {}
        self._hearings: dict[str, tuple[str, str]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/towns/{town}/houses/{number}", self._show),
            web.post("/towns/{town}/assessments", self._assess),
            web.post("/towns/{town}/houses/{number}/transfers", self._transfer),
            web.post("/towns/{town}/houses/{number}/revisions", self._revise),
            web.get("/towns/{town}/hearings", self._days),
            web.post("/towns/{town}/hearings", self._hear),
            web.post("/towns/{town}/hearings/{case}/release", self._release),
        ]

    def reset(self) -> None:
        self._made.clear()
        self._deeds.clear()
        self._owners.clear()
        self._hearings.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words("పన్ను బాకీ లేని ఇల్లు", "A house with no tax due"), ("1012345680",)),
            Sample(Words("పన్ను బాకీ ఉన్న ఇల్లు", "A house with tax due"), ("1012345678",)),
            Sample(Words("కోర్టు జప్తులో ఉన్న ఇల్లు", "A house a court holds"), (ATTACHED,)),
            Sample(Words("ఇప్పటికే వాడిన దస్తావేజు", "A deed that was used before"), (USED_DEED,)),
        ]

    # -- houses ------------------------------------------------------------------------------------------------------

    async def _show(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        found = house(town, number)
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        told = {
            "owner": self._owners.get((town, number), found.owner),
            "door": found.door,
            "metres": found.metres,
            "use": USES[found.use].plain(),
            "half_paise": found.half,
        }
        return Reply(200, {"house": told}).response()

    async def _assess(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._enter(town, wish))

    async def _enter(self, town: str, wish: Mapping[str, Any]) -> Reply:
        """Enter what a case asks for; a case is entered once, and so is a deed."""
        case, deed, use = str(wish.get("case")), str(wish.get("deed") or ""), str(wish.get("use"))
        kind, area = str(wish.get("kind")), wish.get("area")
        if use not in RATES or not isinstance(area, int) or area < 1 or kind not in BOOKS:
            return Reply(400, {"error": "kind, use or area is missing"})
        before = house(town, str(wish.get("number"))) if kind == "added" else None
        first = self._deeds.setdefault((town, kind, deed), case)
        if before is None and (first != case or deed == USED_DEED):
            return Reply(409, {"error": "assessed"})
        made = KINDS[BOOKS[kind]].start + scattered(len(self._made) + 1, 8)
        number = before.number if before else self._made.setdefault(case, made)
        half = area * RATES[use] * RUPEE
        if wish.get("allowed") is False:
            half += half * WITHOUT_PERMISSION_PERCENT // 100
        half += before.half if before else 0
        today = local_date(self._now())
        paper = {
            "title": {"te": "పన్ను మదింపు ప్రత్యేక నోటీసు", "en": "Special notice of assessment"},
            "number": number,
            "rows": [
                row("అసెస్‌మెంట్ నంబర్", "Assessment number", number),
                row("డోర్ నంబర్", "Door number", door_of(number)),
                row("వినియోగం", "Use", f"{USES[use].te} · {USES[use].en}"),
                row("అర్ధ సంవత్సరం పన్ను", "Tax of half a year", format_money(half)),
                row("దరఖాస్తు నంబర్", "Application", case),
                row(
                    "అభ్యంతరాలకు చివరి తేదీ",
                    "Last day for petitions",
                    _written(today + timedelta(days=30)),
                ),
            ],
        }
        notice = await self._printer.document("notice.pdf", "extract.typ", today, paper)
        told = {
            "number": number,
            "door": door_of(number),
            "half_paise": half,
            "from": _next_half(today).isoformat(),
            "notice": notice,
        }
        return Reply(201, {"assessment": told})

    async def _transfer(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        return await self._once.reply(request, lambda wish: self._hand_over(town, number, wish))

    async def _hand_over(self, town: str, number: str, wish: Mapping[str, Any]) -> Reply:
        found, owner = house(town, number), str(wish.get("owner") or "")
        if found is None or number == ATTACHED or not owner:
            return Reply(409, {"error": "attached"})
        second = str(wish.get("second") or "")
        owners = f"{owner}, {second}" if second else owner
        self._owners[town, number] = owners[:60]
        today = local_date(self._now())
        paper = {
            "title": {"te": "యజమాని పేరు మార్పు ఉత్తర్వు", "en": "Order of transfer of title"},
            "number": number,
            "rows": [
                row("అసెస్‌మెంట్ నంబర్", "Assessment number", number),
                row("డోర్ నంబర్", "Door number", found.door),
                row("పాత యజమాని", "Earlier owner", found.owner),
                row("కొత్త యజమాని", "New owner", owners),
                row("దస్తావేజు", "Deed", str(wish.get("deed") or "-")),
                row("దరఖాస్తు నంబర్", "Application", str(wish.get("case"))),
            ],
        }
        order = await self._printer.document("order.pdf", "extract.typ", today, paper)
        return Reply(201, {"transfer": {"on": today.isoformat(), "order": order}})

    async def _revise(self, request: web.Request) -> web.StreamResponse:
        town, number = request.match_info["town"], request.match_info["number"]
        return await self._once.reply(request, lambda wish: self._lower(town, number, wish))

    async def _lower(self, town: str, number: str, wish: Mapping[str, Any]) -> Reply:
        found, case = house(town, number), str(wish.get("case"))
        if found is None:
            return Reply(409, {"error": "not_found"})
        percent = 10 if case.endswith("SAMPLE-1") else Chance("revision", case).between(5, 30)
        after = found.half * (100 - percent) // 100 // RUPEE * RUPEE
        today = local_date(self._now())
        paper = {
            "title": {"te": "పన్ను సమీక్ష ఉత్తర్వు", "en": "Order on the revision petition"},
            "number": case,
            "rows": [
                row("అసెస్‌మెంట్ నంబర్", "Assessment number", number),
                row("ముందు పన్ను", "Tax before", format_money(found.half)),
                row("సవరించిన పన్ను", "Tax after", format_money(after)),
            ],
        }
        order = await self._printer.document("order.pdf", "extract.typ", today, paper)
        told = {"before_paise": found.half, "after_paise": after, "order": order}
        return Reply(201, {"revision": told})

    # -- hearings ----------------------------------------------------------------------------------------------------

    async def _days(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        told = [
            {"code": code, "on": on.isoformat(), "at": at, "left": left}
            for code, on, at in (() if town == NO_HEARINGS else self._times())
            if (left := self._left(town, code)) > 0
        ]
        return Reply(200, {"hearings": told}).response()

    def _times(self) -> Sequence[tuple[str, date, str]]:
        today = local_date(self._now())
        first = today + timedelta(days=(HEARING_DAY - today.weekday() - 1) % 7 + 8)
        days = [first + timedelta(weeks=week) for week in range(WEEKS)]
        return [(f"{on:%Y%m%d}_{at.replace(':', '')}", on, at) for on in days for at in TIMES]

    def _left(self, town: str, code: str) -> int:
        taken = Chance("hearing", town, code).weighted(ALREADY)
        own = sum(each == (town, code) for each in self._hearings.values())
        return max(0, PLACES - taken - own)

    async def _hear(self, request: web.Request) -> web.StreamResponse:
        town = request.match_info["town"]
        return await self._once.reply(request, lambda wish: self._keep(town, wish))

    async def _keep(self, town: str, wish: Mapping[str, Any]) -> Reply:
        """Keep a place for a petition: one at a time, so a second one gives the first back."""
        case, code = str(wish.get("case")), str(wish.get("hearing"))
        known = code in {each for each, _, _ in self._times()}
        if self._hearings.get(case) == (town, code):
            return Reply(201, {"state": "kept"})
        if not known or not self._left(town, code):
            return Reply(409, {"error": "full"})
        self._hearings[case] = (town, code)
        return Reply(201, {"state": "kept"})

    async def _release(self, request: web.Request) -> web.StreamResponse:
        """Give a place back. One nobody has kept was given back long ago."""
        case = request.match_info["case"]

        async def release(_wish: Mapping[str, Any]) -> Reply:
            self._hearings.pop(case, None)
            return Reply(200, {"state": "released"})

        return await self._once.reply(request, release)


def _next_half(today: date) -> date:
    """Return the day on which the next half year begins."""
    if today.month < 4:
        return date(today.year, 4, 1)
    return date(today.year, 10, 1) if today.month < 10 else date(today.year + 1, 4, 1)


def _written(day: date) -> str:
    return day.strftime("%d-%m-%Y")
