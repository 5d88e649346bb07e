"""The pretend record of rights: deeds of the sub-registrar, notices of a change, changes of holder, passbooks, entries made by officers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments import plots
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named, person
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

DEEDS_A_YEAR = 4_000
FIRST_YEAR = 1_990
FITS = {True: 85, False: 15}
OBJECTIONS = {True: 5, False: 95}
"""Of a hundred: deeds that are about the land and of the kind one says, notices to which somebody objects."""

FIXED_DEEDS = {"1201": True, "1202": False}
"""Numbers of samples: does the deed fit, whatever land it is asked for?"""

NOTICE_DAYS, OBJECTED_AFTER = 15, 5
"""A notice hangs so many days; who objects does so after so many."""

SAMPLE_NOTICES = {"MUT-SAMPLE-1": "101", "MUT-SAMPLE-2": plots.OBJECTED}
PASSBOOK_AGAIN_DAYS = 30
"""A khata is given no second passbook within so many days."""

ENTRIES: Mapping[str, Words] = {
    "correction": Words("రికార్డు సవరణ ఉత్తర్వు", "Order of correction"),
    "addition": Words("సర్వే నంబర్ చేర్పు ఉత్తర్వు", "Order adding a survey number"),
    "dotted": Words("చుక్కల భూమి ఉత్తర్వు", "Order on dotted land"),
    "conversion": Words("భూ వినియోగ మార్పిడి ఉత్తర్వు", "Order of land conversion"),
}


class Rights:
    """Answers what `catalog/revenue/_connectors.yaml` describes under `rights`; what tells of a person travels in the body."""

    name = "rights"
    title = Words("భూ హక్కుల రికార్డు", "Record of rights in land")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._notices: dict[str, tuple[str, date]] = {}
        self._changed: dict[tuple[str, str], str] = {}
        self._printed: dict[tuple[str, str], date] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/deeds/search", self._deed),
            web.post("/notices", self._notice),
            web.get("/notices/{request}", self._objections),
            web.post("/changes", self._change),
            web.post("/passbooks", self._passbook),
            web.post("/entries", self._entry),
        ]

    def reset(self) -> None:
        self._notices.clear()
        self._changed.clear()
        self._printed.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        year = str(local_date(self._now()).year)
        return [
            Sample(Words("ఈ భూమికి సరిపోయే దస్తావేజు", "A deed of this land"), ("1201", year)),
            Sample(Words("వేరే భూమి దస్తావేజు", "A deed of other land"), ("1202", year)),
            Sample(Words("ఈ సర్వే నంబర్‌పై అభ్యంతరం వస్తుంది", "Somebody objects"), (plots.OBJECTED,)),
            Sample(
                Words("ఈ సర్వే నంబర్‌లో ఈలోగా మరో మార్పు నమోదైంది", "Another change came first"),
                (plots.TAKEN,),
            ),
        ]

    # -- deeds and notices -------------------------------------------------------------------------------------------

    async def _deed(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number, year = str(wish.get("number")), wish.get("year")
        known = number.isdecimal() and 1 <= int(number) <= DEEDS_A_YEAR and isinstance(year, int)
        if not known or not FIRST_YEAR <= int(str(year)) <= local_date(self._now()).year:
            return Reply(404, {"error": "not_found"}).response()
        chance = Chance("deed", wish.get("mandal"), number, year)
        if not FIXED_DEEDS.get(number, chance.weighted(FITS)):
            return Reply(200, {"state": "differs"}).response()
        day = date(int(str(year)), 1, 1) + timedelta(days=chance.whole(300))
        told = {
            "executant": person(chance).marked,
            "on": min(day, local_date(self._now())).isoformat(),
        }
        return Reply(200, {"state": "fits", "deed": told}).response()

    async def _notice(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._hang)

    async def _hang(self, wish: Mapping[str, Any]) -> Reply:
        number, ref = str(wish.get("request") or ""), str(wish.get("ref") or "")
        if not number or plots.at(ref) is None:
            return Reply(400, {"error": "request or ref is missing"})
        today = local_date(self._now())
        self._notices.setdefault(number, (ref, today))
        until = self._notices[number][1] + timedelta(days=NOTICE_DAYS)
        return Reply(201, {"until": until.isoformat()})

    async def _objections(self, request: web.Request) -> web.StreamResponse:
        """Tell whether anybody has objected so far: that depends on the land, and on how long the notice has hung."""
        number, today = request.match_info["request"], local_date(self._now())
        if number in SAMPLE_NOTICES:
            ref, hung = f"sample:{SAMPLE_NOTICES[number]}", today - timedelta(days=NOTICE_DAYS)
        elif number in self._notices:
            ref, hung = self._notices[number]
        else:
            return Reply(404, {"error": "not_found"}).response()
        survey = ref.rpartition(":")[2]
        drawn = survey not in plots.FIXED and Chance("objection", ref).weighted(OBJECTIONS)
        raised = (survey == plots.OBJECTED or drawn) and (today - hung).days >= OBJECTED_AFTER
        return Reply(200, {"state": "raised" if raised else "none"}).response()

    # -- what is written ---------------------------------------------------------------------------------------------

    async def _change(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._to_holder)

    async def _to_holder(self, wish: Mapping[str, Any]) -> Reply:
        ref, holder = str(wish.get("ref")), str(wish.get("holder") or "")
        found = plots.at(ref)
        if found is None or not holder or not self._first("holder", found, wish):
            return Reply(409, {"error": "clash"})
        khata = str(Chance("new khata", found.ref).between(3_000, 9_000))
        others = wish.get("holders")
        rows = [
            row("సర్వే నంబర్", "Survey number", found.survey),
            row("పట్టాదారు", "Holder", holder),
            row("హక్కుదారులు", "Holders in all", str(others)),
            row("విస్తీర్ణం (ఎకరాలు)", "Extent (acres)", found.extent),
        ]
        paper = await self._book(named(wish.get("village")), khata, rows, wish)
        return Reply(201, {"khata": khata, "passbook": paper})

    async def _passbook(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._print)

    async def _print(self, wish: Mapping[str, Any]) -> Reply:
        village, number = str(wish.get("village_code")), str(wish.get("khata"))
        found, today = plots.khata(village, number), local_date(self._now())
        last = self._printed.get((village, number))
        soon = last is not None and (today - last).days < PASSBOOK_AGAIN_DAYS
        if found is None or found.state == "disputed" or soon:
            return Reply(409, {"error": "refused"})
        self._printed[village, number] = today
        rows = [
            row("పట్టాదారు", "Holder", found.holder),
            row("సర్వే నంబర్లు", "Survey numbers in all", str(found.lands)),
            row("విస్తీర్ణం (ఎకరాలు)", "Extent (acres)", plots.acres(found.cents)),
        ]
        paper = await self._book(named(wish.get("village")), number, rows, wish)
        return Reply(201, {"passbook": paper})

    async def _book(
        self, village: Words, khata: str, rows: list[dict[str, str]], wish: Mapping[str, Any]
    ) -> dict[str, str]:
        paper = {
            "title": Words("ఈ-పట్టాదారు పాసు పుస్తకం", "Electronic passbook").plain(),
            "number": khata,
            "rows": [
                row("గ్రామం", "Village", f"{village.te} · {village.en}"),
                row("ఖాతా నంబర్", "Khata number", khata),
                *rows,
                row("దరఖాస్తు నంబర్", "Application", str(wish.get("request"))),
            ],
        }
        today = local_date(self._now())
        return await self._printer.document("passbook.pdf", "extract.typ", today, paper)

    async def _entry(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._enter)

    async def _enter(self, wish: Mapping[str, Any]) -> Reply:
        kind, found = str(wish.get("entry")), plots.at(wish.get("ref"))
        if kind not in ENTRIES or found is None or not self._first(kind, found, wish):
            return Reply(409, {"error": "clash"})
        village = named(wish.get("village"))
        paper = {
            "title": ENTRIES[kind].plain(),
            "number": str(wish.get("request")),
            "rows": [
                row("గ్రామం", "Village", f"{village.te} · {village.en}"),
                row("సర్వే నంబర్", "Survey number", found.survey),
                row("నమోదు", "Entered", str(wish.get("told"))),
            ],
        }
        today = local_date(self._now())
        file = await self._printer.document("order.pdf", "extract.typ", today, paper)
        return Reply(201, {"order": file})

    def _first(self, kind: str, found: plots.Holding, wish: Mapping[str, Any]) -> bool:
        """Tell whether no other application has changed the same thing of this land already, and keep that this one does."""
        if found.survey == plots.TAKEN:
            return False
        number = str(wish.get("request"))
        return self._changed.setdefault((kind, found.ref), number) == number
