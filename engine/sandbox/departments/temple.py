"""The pretend booking office of seven temples: slots with so many places, holds that lapse, never one place too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import at, format_moment, local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.system import Clock, Once, Reply, Sample

CLOSED = {True: 4, False: 96}
"""Of a hundred days so many are without darshan."""

SOLD_PERCENT = {0: 10, 20: 20, 45: 25, 70: 20, 90: 15, 100: 10}
"""How full a slot is before anybody comes through us, by how many of a hundred slots."""

MOST_PERSONS = 10
HOLD_S = (60, 3600)
SAMPLE_DAYS = {
    date(2026, 12, 1): Words("శ్రీశైలం: మూడు సమయాలు", "Srisailam: three times"),
    date(2026, 12, 2): Words("శ్రీశైలం: అన్నీ నిండిపోయాయి", "Srisailam: everything is full"),
    date(2026, 12, 3): Words("శ్రీశైలం: ఆ రోజు దర్శనం లేదు", "Srisailam: no darshan that day"),
}
SAMPLE_HOLD = "SRISAILAM-SAMPLE1"
"""A hold that is always there, so that settling and giving up can be tried by themselves."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of one day. places: how many are given out through us; price: paise."""

    code: str
    starts: str
    ticket: str
    name: Words
    price: int
    places: int


@dataclass(slots=True)
class Hold:
    """Places put aside. state: held, settled or released; a held one whose time is over has lapsed."""

    slot: str
    persons: int
    until: datetime
    state: str = "held"

    def takes(self, now: datetime) -> int:
        """Return how many places it keeps from others."""
        taken = self.state == "settled" or (self.state == "held" and now < self.until)
        return self.persons if taken else 0


class Temple:
    """Answers `/temples/<temple>/slots`, `/temples/<temple>/holds`, `/holds/<hold>/settle` and `/holds/<hold>/release`."""

    name = "temple"
    title = Words("దేవస్థానాల బుకింగ్", "Temple bookings")

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._data = read("temples.json")
        self._once = Once()
        self._holds: dict[str, Hold] = {}
        self._by_slot: dict[str, list[Hold]] = {}
        self.reset()

    def routes(self) -> Sequence[web.RouteDef]:
        temple = "/temples/{temple:" + "|".join(self._data["temples"]) + "}"
        return [
            web.get(temple + "/slots", self._slots),
            web.post(temple + "/holds", self._hold),
            web.post("/holds/{hold}/settle", self._settle),
            web.post("/holds/{hold}/release", self._release),
        ]

    def reset(self) -> None:
        self._holds.clear()
        self._by_slot.clear()
        self._once.forget()
        self._keep(SAMPLE_HOLD, Hold("", 0, datetime.max.replace(tzinfo=self._now().tzinfo)))

    def samples(self) -> Sequence[Sample]:
        today = local_date(self._now())
        fixed = [
            Sample(what, (day.strftime("%d-%m-%Y"),))
            for day, what in SAMPLE_DAYS.items()
            if day > today
        ]
        tomorrow = (today + timedelta(days=1)).strftime("%d-%m-%Y")
        return [*fixed, Sample(Words("ఏ ఆలయమైనా, ఏ రోజైనా", "Any temple, any day"), (tomorrow,))]

    # -- days --------------------------------------------------------------------------------------------------------

    def day(self, temple: str, when: date) -> Sequence[Slot] | None:
        """Return the slots of a day with the places given out through us, None where there is no darshan."""
        fixed = self._data["fixed_days"]
        name = f"{temple}/{when.isoformat()}"
        slots = [slot for row in self._data["temples"][temple] for slot in _slots_of(row)]
        if name in fixed:
            places = fixed[name]
            if places is None:
                return None
            return _in_order(
                _with(slot, places[slot.code]) for slot in slots if slot.code in places
            )
        if Chance("closed", name).weighted(CLOSED):
            return None
        return _in_order(
            _with(
                slot,
                slot.places * (100 - Chance("sold", name, slot.code).weighted(SOLD_PERCENT)) // 100,
            )
            for slot in slots
        )

    def left(self, temple: str, when: date, slot: Slot) -> int:
        """Return how many places nobody has."""
        holds = self._by_slot.get(_place(temple, when, slot.code), ())
        now = self._now()
        return slot.places - sum(hold.takes(now) for hold in holds)

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _slots(self, request: web.Request) -> web.StreamResponse:
        temple, when = request.match_info["temple"], _date(request.query.get("date", ""))
        if when is None:
            return Reply(400, {"error": "date=YYYY-MM-DD is missing"}).response()
        slots = self.day(temple, when)
        if slots is None:
            return Reply(200, {"state": "closed"}).response()
        shown = [
            {
                "code": slot.code,
                "starts": slot.starts,
                "starts_at": format_moment(at(when, time.fromisoformat(slot.starts))),
                "ticket": slot.ticket,
                "name": slot.name.plain(),
                "price": slot.price,
                "left": left,
            }
            for slot in slots
            if (left := self.left(temple, when, slot)) > 0
        ]
        return Reply(200, {"state": "open", "slots": shown}).response()

    async def _hold(self, request: web.Request) -> web.StreamResponse:
        temple = request.match_info["temple"]
        key = request.headers.get("Idempotency-Key", "")

        async def hold(wish: Mapping[str, Any]) -> Reply:
            return self._put_aside(temple, wish, key)

        return await self._once.reply(request, hold)

    def _put_aside(self, temple: str, wish: Mapping[str, Any], key: str) -> Reply:
        when = _date(str(wish.get("date")))
        persons = _whole(wish.get("persons"), 1, MOST_PERSONS)
        seconds = _whole(wish.get("hold_for_s", HOLD_S[1]), *HOLD_S)
        if when is None or persons is None or seconds is None:
            return Reply(400, {"error": "date, persons or hold_for_s is not right"})
        slot = next(
            (each for each in self.day(temple, when) or () if each.code == wish.get("slot")), None
        )
        if slot is None or self.left(temple, when, slot) < persons:
            return Reply(409, {"error": "full"})
        until = self._now() + timedelta(seconds=seconds)
        name = f"{temple.upper()}-{Chance('hold', temple, key).letters(6)}"
        self._keep(name, Hold(_place(temple, when, slot.code), persons, until))
        return Reply(201, {"hold": name, "until": format_moment(until)})

    def _keep(self, name: str, hold: Hold) -> None:
        self._holds[name] = hold
        self._by_slot.setdefault(hold.slot, []).append(hold)

    async def _settle(self, request: web.Request) -> web.StreamResponse:
        async def settle(_wish: Mapping[str, Any]) -> Reply:
            hold = self._holds.get(request.match_info["hold"])
            lapsed = hold is None or hold.state == "released"
            if hold is None or lapsed or (hold.state == "held" and self._now() >= hold.until):
                return Reply(410, {"error": "lapsed"})
            hold.state = "settled"
            return Reply(200, {"state": "settled"})

        return await self._once.reply(request, settle)

    async def _release(self, request: web.Request) -> web.StreamResponse:
        """Give places back. A hold nobody knows has been given back long ago."""
        name = request.match_info["hold"]

        async def release(_wish: Mapping[str, Any]) -> Reply:
            hold = self._holds.get(name)
            if hold is not None and name != SAMPLE_HOLD:
                hold.state = "released"
            return Reply(200, {"state": "released"})

        return await self._once.reply(request, release)


def _slots_of(row: Mapping[str, Any]) -> list[Slot]:
    name = Words(row["te"], row["en"])
    return [
        Slot(
            f"{row['ticket']}_{starts.replace(':', '')}",
            starts,
            row["ticket"],
            name,
            row["price"],
            row["places"],
        )
        for starts in row["times"]
    ]


def _with(slot: Slot, places: int) -> Slot:
    return Slot(slot.code, slot.starts, slot.ticket, slot.name, slot.price, places)


def _in_order(slots: Any) -> Sequence[Slot]:
    return sorted(slots, key=lambda slot: (slot.starts, slot.price))


def _place(temple: str, when: date, code: str) -> str:
    return f"{temple}/{when.isoformat()}/{code}"


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _whole(value: object, least: int, most: int) -> int | None:
    """Return a whole number within its bounds, None for anything else."""
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if fits and isinstance(value, int) else None
