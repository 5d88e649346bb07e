"""The pretend reservation office of the bus corporation: buses of a day, seats put aside, tickets, and where a bus is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import INDIA, format_moment, local_date
from engine.domain.money import format_money
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.holds import HOLD_S, Hold, Holds, day_of, whole
from engine.sandbox.departments.map import km_between
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample
from engine.sandbox.departments.timetable import Bus, Timetable

SOLD_PERCENT = {0: 10, 30: 25, 60: 30, 85: 20, 97: 10, 100: 5}
MOST_SEATS = 6
FAR_KM = 200
"""As long as a road is at least on which a bus is watched."""

SAMPLE_DAYS: Mapping[date, int | None] = {
    date(2026, 12, 1): 0,
    date(2026, 12, 2): 100,
    date(2026, 12, 3): None,
}
"""Days on which every bus has so many of a hundred seats sold; None: no bus runs."""

SAMPLE_HOLD = "RTC-SAMPLE1"
STATES = {"running": 60, "not_started": 20, "arrived": 20}
FIXED = {"1234": "running", "1235": "not_started", "1236": "arrived"}
NOBODY = "9"
"""No service has a number that begins so."""


class Rtc:
    """Answers `/buses`, `/buses/<bus>/holds`, `/holds/<hold>/{settle,release,ticket}` and `/positions/<service>`."""

    name = "rtc"
    title = Words("ఆర్టీసీ రిజర్వేషన్", "Bus reservations")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._timetable = Timetable()
        self._once = Once()
        self._holds = Holds(now, self._once, SAMPLE_HOLD)

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/buses", self._buses),
            web.post("/buses/{bus}/holds", self._hold),
            *self._holds.routes(),
            web.post("/holds/{hold}/ticket", self._ticket),
            web.get("/positions/{service}", self._position),
        ]

    def reset(self) -> None:
        self._holds.forget()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        today = local_date(self._now())
        days = {
            date(2026, 12, 1): Words("అన్ని బస్సుల్లో సీట్లు ఉన్నాయి", "Seats in every bus"),
            date(2026, 12, 2): Words("సీట్లు నిండిపోయాయి", "Every seat is taken"),
            date(2026, 12, 3): Words("ఆ రోజు బస్సులు లేవు", "No bus that day"),
        }
        what = {
            "running": Words("బస్సు దారిలో ఉంది", "The bus is on its way"),
            "not_started": Words("ఇంకా బయలుదేరలేదు", "Not started yet"),
            "arrived": Words("చేరుకుంది", "Has arrived"),
        }
        return [
            *(Sample(said, (f"{day:%d-%m-%Y}",)) for day, said in days.items() if day > today),
            *(Sample(what[state], (number,)) for number, state in FIXED.items()),
            Sample(Words("ఈ నంబర్ బస్సు లేదు", "No such service"), ("9999",)),
        ]

    # -- buses -------------------------------------------------------------------------------------------------------

    def left(self, bus: Bus, day: date) -> int:
        """Return how many seats nobody has."""
        chance = Chance("seats", bus.code, day.isoformat()).weighted(SOLD_PERCENT)
        sold = SAMPLE_DAYS.get(day, chance)
        return bus.seats * (100 - (sold or 0)) // 100 - self._holds.taken(f"{bus.code}/{day}")

    async def _buses(self, request: web.Request) -> web.StreamResponse:
        wish, day = request.query, day_of(request.query.get("date"))
        if day is None:
            return Reply(400, {"error": "date=YYYY-MM-DD is missing"}).response()
        buses = self._timetable.between(wish.get("start", ""), wish.get("goal", ""))
        if not buses or SAMPLE_DAYS.get(day, 0) is None:
            return Reply(200, {"state": "none"}).response()
        shown = [self._shown(bus, day) for bus in buses if bus.leaves_at(day) > self._now()]
        return Reply(200, {"state": "running", "buses": shown}).response()

    def _shown(self, bus: Bus, day: date) -> dict[str, Any]:
        return {
            "code": bus.code,
            "number": bus.number,
            "kind": bus.kind.plain(),
            "leaves": f"{bus.leaves:%H:%M}",
            "leaves_at": format_moment(bus.leaves_at(day)),
            "arrives": f"{bus.arrives_at(day).astimezone(INDIA):%H:%M}",
            "fare": bus.fare,
            "left": self.left(bus, day),
        }

    # -- seats -------------------------------------------------------------------------------------------------------

    async def _hold(self, request: web.Request) -> web.StreamResponse:
        code, key = request.match_info["bus"], request.headers.get("Idempotency-Key", "")

        async def hold(wish: Mapping[str, Any]) -> Reply:
            return self._put_aside(code, wish, key)

        return await self._once.reply(request, hold)

    def _put_aside(self, code: str, wish: Mapping[str, Any], key: str) -> Reply:
        day, seats = day_of(wish.get("date")), whole(wish.get("seats"), 1, MOST_SEATS)
        seconds = whole(wish.get("hold_for_s", HOLD_S[1]), *HOLD_S)
        if day is None or seats is None or seconds is None:
            return Reply(400, {"error": "date, seats or hold_for_s is not right"})
        bus = self._timetable.bus(code)
        if bus is None or SAMPLE_DAYS.get(day, 0) is None or self.left(bus, day) < seats:
            return Reply(409, {"error": "full"})
        place = f"{code}/{day}"
        ours = range(bus.seats - self.left(bus, day) - self._holds.taken(place), bus.seats)
        taken = self._holds.numbers(place)
        numbers = tuple(number + 1 for number in ours if number + 1 not in taken)[:seats]
        until = self._now() + timedelta(seconds=seconds)
        name = f"RTC-{Chance('hold', code, key).letters(7)}"
        self._holds.keep(name, Hold(place, seats, until, numbers=numbers))
        shown = ", ".join(map(str, numbers))
        return Reply(201, {"hold": name, "seats": shown, "until": format_moment(until)})

    async def _ticket(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["hold"]

        async def ticket(wish: Mapping[str, Any]) -> Reply:
            if not self._holds.stands(name):
                return Reply(410, {"error": "lapsed"})
            today = local_date(self._now())
            paper = _paper(name, wish)
            file = await self._printer.document("ticket.pdf", "ticket.typ", today, paper)
            return Reply(200, {"ticket": file})

        return await self._once.reply(request, ticket)

    # -- where a bus is ----------------------------------------------------------------------------------------------

    async def _position(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["service"]
        if number.startswith(NOBODY) or not number.isdecimal():
            return Reply(404, {"error": "not_found"}).response()
        now = self._now().astimezone(INDIA)
        return Reply(200, self._run_of(number, now)).response()

    def _run_of(self, number: str, now: datetime) -> dict[str, Any]:
        """Return where today's bus of a service is: always the same until the next quarter of an hour."""
        chance = Chance("run", number, now.date().isoformat())
        start, near, goal = map(self._timetable.name, self._road(chance))
        state = FIXED.get(number) or chance.weighted(STATES)
        quarter = now.replace(minute=now.minute // 15 * 15)
        told = {
            "start": start.plain(),
            "goal": goal.plain(),
            "near": near.plain(),
            "seen": f"{quarter:%H:%M}",
            "late": chance.weighted({0: 50, 10: 25, 25: 15, 50: 10}),
        }
        return {"state": state, "run": told}

    def _road(self, chance: Chance) -> Sequence[str]:
        """Return a start, a town on the way (the one that makes the road least longer), and a goal far enough away."""
        spot = {name: each["at"] for name, each in self._timetable.stations.items()}
        start = chance.one_of(tuple(spot))
        goal = chance.one_of(
            [name for name in spot if km_between(spot[start], spot[name]) > FAR_KM]
        )
        near = min(
            spot.keys() - {start, goal},
            key=lambda name: (
                km_between(spot[start], spot[name]) + km_between(spot[name], spot[goal]),
                name,
            ),
        )
        return start, near, goal


def _paper(name: str, wish: Mapping[str, Any]) -> Mapping[str, Any]:
    passengers = wish.get("passengers")
    people = passengers if isinstance(passengers, list) else []
    names = "\n".join(f"{each.get('name')}, {each.get('age')}" for each in people)
    amount = wish.get("amount")
    start, goal = (named(wish.get(name)) for name in ("start", "goal"))
    return {
        "title": {"te": "ఆర్టీసీ బస్సు టికెట్", "en": "Bus ticket"},
        "number": name,
        "amount": format_money(amount if isinstance(amount, int) else 0),
        "rows": [
            row("ప్రయాణం", "Journey", f"{start.te} - {goal.te}\n{start.en} - {goal.en}"),
            row("తేదీ, సమయం", "Day, time", _when(wish)),
            row("సర్వీసు నంబర్", "Service", str(wish.get("service", ""))),
            row("సీట్లు", "Seats", str(wish.get("seats", ""))),
            row("ప్రయాణికులు", "Passengers", names),
            row("చెల్లింపు నంబర్", "Payment reference", str(wish.get("reference", ""))),
        ],
    }


def _when(wish: Mapping[str, Any]) -> str:
    """Return day and time of a journey as people write them."""
    day = day_of(wish.get("date"))
    return f"{day:%d-%m-%Y}, {wish.get('leaves', '')}" if day else ""
