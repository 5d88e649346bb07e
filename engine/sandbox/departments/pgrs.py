"""The pretend state register of grievances: how each stands as days go by, reopened at most twice, and rated once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

LIMIT_DAYS = 15
"""So long an officer has; an enquiry begins a third on."""

TAKES = {10: 50, 14: 35, 25: 15}
"""Days until a grievance is closed, by how many of a hundred."""

REOPENED_AT_MOST = 2
FIXED = {
    "GNT26110001": "officer",
    "GNT26110002": "enquiry",
    "GNT26110003": "closed",
    "GNT26110004": "closed",
    "GNT26110005": "closed",
    "GNT26110006": "late",
    "GNT26110007": "closed",
}
"""Grievances of samples; they all go with the telephone number that ends in 1234."""

FIXED_PHONE = "1234"
BEFORE: Mapping[str, int] = {"GNT26110004": 2, "GNT26110007": 1}
"""How often some of these were reopened before."""

RATED = "GNT26110005"
"""One that was rated already."""

MANDAL = "guntur_tenali"
DISTRICTS = {"GNT": "guntur", "NTR": "ntr", "VSP": "visakhapatnam", "TPT": "tirupati"}
OFFICERS = (
    Words("తహసీల్దార్", "Tahsildar"),
    Words("మున్సిపల్ కమిషనర్", "Municipal Commissioner"),
    Words("మండల అభివృద్ధి అధికారి", "Mandal Development Officer"),
)
ANSWERS = (
    Words("పని పూర్తయింది", "The work is done"),
    Words("పరిశీలించి వివరణ ఇచ్చాం", "We examined it and gave an explanation"),
)


@dataclass(slots=True)
class Changes:
    """What was done to a grievance here. opened: the days on which it was reopened; answer: of the officer who closed it again."""

    opened: list[date] = field(default_factory=list)
    answer: Mapping[str, str] | None = None
    rated: bool = False


class Pgrs:
    """Answers `POST /grievances/search` and, under `/grievances/<number>`, `/reopen`, `/close` and `/rating`."""

    name = "pgrs"
    title = Words("ప్రజా ఫిర్యాదుల రిజిస్టర్", "State register of grievances")

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._once = Once()
        self._changes: dict[str, Changes] = {}
        self._mandals: Mapping[str, Mapping[str, str]] = read("mandals.json")["mandals"]

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/grievances/search", self._search),
            web.post("/grievances/{number}/reopen", self._reopen),
            web.post("/grievances/{number}/close", self._close),
            web.post("/grievances/{number}/rating", self._rate),
        ]

    def reset(self) -> None:
        self._changes.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "GNT26110001": Words("అధికారి పరిశీలనలో", "With the officer"),
            "GNT26110002": Words("విచారణలో", "Being enquired into"),
            "GNT26110003": Words("పరిష్కరించారు", "Closed"),
            "GNT26110004": Words("రెండుసార్లు తిరిగి తెరిచారు", "Reopened twice already"),
            RATED: Words("అభిప్రాయం ఇచ్చారు", "Rated already"),
            "GNT26110006": Words("గడువు దాటింది", "Past its time"),
            "GNT26110007": Words("ఒకసారి తిరిగి తెరిచారు", "Reopened once already"),
        }
        return [Sample(words, (number, FIXED_PHONE)) for number, words in what.items()]

    def stands(self, number: str) -> dict[str, Any] | None:
        """Return how a grievance stands today, None where there is none."""
        fits = re.fullmatch(r"(GNT|NTR|VSP|TPT)(\d\d)(0[1-9]|1[0-2])\d{4}", number)
        if fits is None:
            return None
        today, chance = local_date(self._now()), Chance("grievance", number)
        began = date(2000 + int(fits[2]), int(fits[3]), chance.between(1, 28))
        state, mandal = self._course(number, began), MANDAL
        if number in FIXED:
            state = FIXED[number]
            began = today - timedelta(days=LIMIT_DAYS + 5 if state == "late" else 4)
            state = "enquiry" if state == "late" else state
        else:
            here = [code for code, each in self._mandals.items() if each["district"] == DISTRICTS[fits[1]]]  # fmt: skip
            mandal = chance.one_of(here)
        if began > today:
            return None
        changes = self._changes.get(number, Changes())
        if changes.opened:
            began, state = changes.opened[-1], "closed" if changes.answer else "officer"
        answer = changes.answer or chance.one_of(ANSWERS).plain()
        return {
            "state": state,
            "on": began.isoformat(),
            "due": (began + timedelta(days=LIMIT_DAYS)).isoformat(),
            "mandal": mandal,
            "officer": chance.one_of(OFFICERS).plain(),
            "answer": answer if state == "closed" else Words("-", "-").plain(),
            "reopened": len(changes.opened) + BEFORE.get(number, 0),
            "rated": changes.rated or number == RATED,
        }

    def _course(self, number: str, began: date) -> str:
        """Return how far a drawn grievance has come by itself."""
        age = (local_date(self._now()) - began).days
        if age >= Chance("grievance takes", number).weighted(TAKES):
            return "closed"
        return "officer" if age < LIMIT_DAYS // 3 else "enquiry"

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number = str(wish.get("number"))
        phone = f"{Chance('grievance phone', number).whole(10_000):04d}"
        own = FIXED_PHONE if number in FIXED else phone
        found = self.stands(number) if str(wish.get("phone")) == own else None
        if found is None:
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"grievance": found}).response()

    async def _reopen(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]

        async def reopen(_wish: Mapping[str, Any]) -> Reply:
            found = self.stands(number)
            if found is None or found["state"] != "closed":
                return Reply(409, {"error": "not_closed"})
            if found["reopened"] >= REOPENED_AT_MOST:
                return Reply(422, {"error": "too_often"})
            changes = self._changes.setdefault(number, Changes())
            changes.opened.append(local_date(self._now()))
            changes.answer, changes.rated = None, False
            return Reply(201, {"state": "reopened"})

        return await self._once.reply(request, reopen)

    async def _close(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]

        async def close(wish: Mapping[str, Any]) -> Reply:
            changes, answer = self._changes.get(number), wish.get("answer")
            if changes is None or not changes.opened or changes.answer:
                return Reply(409, {"error": "not_open"})
            changes.answer = answer if isinstance(answer, dict) else {"te": str(answer), "en": str(answer)}  # fmt: skip
            return Reply(200, {"state": "closed"})

        return await self._once.reply(request, close)

    async def _rate(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]

        async def rate(_wish: Mapping[str, Any]) -> Reply:
            found = self.stands(number)
            if found is None or found["state"] != "closed" or found["rated"]:
                return Reply(409, {"error": "refused"})
            self._changes.setdefault(number, Changes()).rated = True
            return Reply(201, {"state": "rated"})

        return await self._once.reply(request, rate)
