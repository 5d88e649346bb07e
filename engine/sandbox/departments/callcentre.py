"""The pretend register of the electricity companies' call centre: what was asked for at a counter or by phone, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.power import FIXED, Power
from engine.sandbox.departments.system import Clock, Reply, Sample, body_of

NUMBERS = 4_000
"""So many requests a year have a number: SR-26-0001 and after it."""

KINDS: Mapping[str, tuple[Words, int, tuple[int, ...]]] = {
    "new": (Words("కొత్త కనెక్షన్", "New connection"), 35, (2, 9, 14, 24, 30)),
    "load": (Words("లోడ్ మార్పు", "Change of load"), 20, (2, 9, 14, 24, 30)),
    "name": (Words("పేరు మార్పు", "Change of name"), 15, (1, 3, 5, 6, 7)),
    "meter": (Words("మీటర్ ఫిర్యాదు", "Meter complaint"), 20, (1, 5, 5, 5, 15)),
    "supply": (Words("సరఫరా ఫిర్యాదు", "Supply complaint"), 10, (0, 0, 0, 0, 1)),
}
"""What was asked for: of a hundred so many, and the days after which it is looked at, decided, to be paid, worked on and done."""

STATES = ("registered", "inspection", "approval", "to_pay", "work", "done")
REJECTED = {True: 8, False: 92}
DUES = (25_000, 640_000)
"""Rupees in paise that may have to be paid."""

FIXED_STATES = {
    f"SR-26-900{place}": state for place, state in enumerate((*STATES, "rejected"), start=1)
}
FIXED_PHONE = "1234"
FIXED_DUE = 510_000
FIXED_AGE = 5
OWN = 3
"""So many requests at most were made for one service."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. on: the day it was registered; by: the day it is to be done; due: paise, where it waits for money."""

    number: str
    kind: Words
    state: str
    on: date
    by: date
    due: int
    mandal: str


class Callcentre:
    """Answers `POST /requests/search` and `POST /services/search`; what tells of a person travels in the body."""

    name = "callcentre"
    title = Words("విద్యుత్ కాల్ సెంటర్ రిజిస్టర్", "Electricity call centre register")

    def __init__(self, now: Clock, power: Power) -> None:
        self._now = now
        self._power = power
        self._mandals: Mapping[str, Any] = read("mandals.json")["mandals"]

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/requests/search", self._one),
            web.post("/services/search", self._of_service),
        ]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        what = {
            "SR-26-9001": Words("నమోదైన దరఖాస్తు", "A request that is registered"),
            "SR-26-9004": Words("ఛార్జీలు చెల్లించాల్సిన దరఖాస్తు", "A request that waits for its charges"),
            "SR-26-9007": Words("తిరస్కరించిన దరఖాస్తు", "A request that was refused"),
        }  # fmt: skip
        return [Sample(words, (number, FIXED_PHONE)) for number, words in what.items()]

    # -- rows --------------------------------------------------------------------------------------------------------

    def asked(self, number: str) -> Asked | None:
        """Return a request as it stands today, None where no request has this number, or its day has not come."""
        today = local_date(self._now())
        if number in FIXED_STATES:
            on = today - timedelta(days=FIXED_AGE)
            state, by = FIXED_STATES[number], on + timedelta(days=KINDS["new"][2][-1])
            due = FIXED_DUE if state == "to_pay" else 0
            return Asked(number, KINDS["new"][0], state, on, by, due, "guntur_tenali")
        start, _, place = number.rpartition("-")
        if start not in ("SR-25", "SR-26") or not place.isdecimal() or len(place) != 4:
            return None
        if not 1 <= int(place) <= NUMBERS:
            return None
        on = date(2000 + int(start[-2:]), 1, 1) + timedelta(days=int(place) * 364 // NUMBERS)
        return None if on > today else self._drawn(number, on, today)

    def _drawn(self, number: str, on: date, today: date) -> Asked:
        chance = Chance("request", number)
        kind = chance.weighted({name: share for name, (_, share, _) in KINDS.items()})
        words, _, days = KINDS[kind]
        age = (today - on).days
        state = STATES[sum(age >= each for each in days)]
        if chance.weighted(REJECTED) and age >= days[2]:
            state = "rejected"
        due = chance.between(*DUES) // 100 * 100 if state == "to_pay" else 0
        mandal = chance.one_of(list(self._mandals))
        return Asked(number, words, state, on, on + timedelta(days=days[-1]), due, mandal)

    def _phone(self, about: object) -> str:
        """Return the last four digits that were given with a request or a service."""
        return f"{Chance('request phone', about).whole(10_000):04d}"

    def _numbers(self, company: str, service: str) -> Sequence[str]:
        """Return the numbers of what was asked for one service."""
        if (company, service) in FIXED:
            return ("SR-26-9002", "SR-26-9004") if service.endswith("3") else ()
        chance = Chance("requests of", company, service)
        return [f"SR-25-{chance.between(1, NUMBERS):04d}" for _ in range(chance.between(0, OWN))]

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _one(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number, phone = str(wish.get("number")), str(wish.get("phone"))
        asked = self.asked(number)
        own = FIXED_PHONE if number in FIXED_STATES else self._phone(number)
        if asked is None or phone != own:
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"request": self._told(asked)}).response()

    async def _of_service(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        company, service = str(wish.get("company")), str(wish.get("service"))
        fixed = (company, service) in FIXED
        own = FIXED_PHONE if fixed else self._phone(service)
        if self._power.bill(company, service) is None or str(wish.get("phone")) != own:
            return Reply(404, {"error": "no_match"}).response()
        found = [self.asked(each) for each in self._numbers(company, service)]
        return Reply(200, {"requests": [self._told(each) for each in found if each]}).response()

    def _told(self, asked: Asked) -> dict[str, Any]:
        town = self._mandals[asked.mandal]
        return {
            "number": asked.number,
            "kind": asked.kind.plain(),
            "state": asked.state,
            "on": asked.on.isoformat(),
            "by": asked.by.isoformat(),
            "due_paise": asked.due,
            "section": Words(f"{town['te']} సెక్షన్", f"{town['en']} section").plain(),
        }
