"""The pretend booking office of seven temples: slots with so many places, holds that lapse, never one place too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from aiohttp import web

from engine.domain.calendar import at, format_moment
from engine.sandbox.departments.booking_register import Booking, Register, phone_end
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.counter import Aside, Counter
from engine.sandbox.departments.holds import day_of, whole
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.system import Clock, Reply, Sample

CLOSED = {True: 4, False: 96}
"""Of a hundred days so many are without darshan."""

SOLD_PERCENT = {0: 10, 20: 20, 45: 25, 70: 20, 90: 15, 100: 10}
"""How full a slot is before anybody comes through us, by how many of a hundred slots."""

MOST_PERSONS = 10
SAMPLE_DAYS = {
    date(2026, 12, 1): Words("శ్రీశైలం: మూడు సమయాలు", "Srisailam: three times"),
    date(2026, 12, 2): Words("శ్రీశైలం: అన్నీ నిండిపోయాయి", "Srisailam: everything is full"),
    date(2026, 12, 3): Words("శ్రీశైలం: ఆ రోజు దర్శనం లేదు", "Srisailam: no darshan that day"),
}
SAMPLE_HOLD = "SSL-D-SAMPLE"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of one day. places: how many are given out through us; price: paise."""

    code: str
    starts: str
    ticket: str
    name: Words
    price: int
    places: int


class Temple(Counter):
    """Answers `/temples/<temple>/slots`, `/temples/<temple>/holds`, `/holds/<hold>/settle` and `/holds/<hold>/release`."""

    name = "temple"
    title = Words("దేవస్థానాల బుకింగ్", "Temple bookings")

    def __init__(self, now: Clock, register: Register) -> None:
        super().__init__(now, register, SAMPLE_HOLD)
        self._data = read("temples.json")

    def routes(self) -> Sequence[web.RouteDef]:
        temple = "/temples/{temple:" + "|".join(self._data["temples"]) + "}"
        return [
            web.get(temple + "/slots", self._slots),
            web.post(temple + "/holds", self.hold),
            *self._holds.routes(),
        ]

    def samples(self) -> Sequence[Sample]:
        any_day = Words("ఏ ఆలయమైనా, ఏ రోజైనా", "Any temple, any day")
        return self.days_to_try(SAMPLE_DAYS, any_day)

    # -- days --------------------------------------------------------------------------------------------------------

    def day(self, temple: str, when: date) -> Sequence[Slot] | None:
        """Return the slots of a day with the places given out through us, None where there is no darshan."""
        fixed = self._data["fixed_days"]
        name = f"{temple}/{when.isoformat()}"
        given = (row for row in self._data["temples"][temple] if self._gives(temple, row, when))
        slots = [slot for row in given for slot in _slots_of(row)]
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

    def _gives(self, temple: str, row: Mapping[str, Any], when: date) -> bool:
        """Return whether there is such a ticket on a day: in a great festival some are not given."""
        day = f"{when:%m-%d}"
        return not any(
            each["ticket"] == row["ticket"] and each["first"] <= day <= each["last"]
            for each in self._data["festivals"].get(temple, ())
        )

    def left(self, temple: str, when: date, slot: Slot) -> int:
        """Return how many places nobody has."""
        return slot.places - self._holds.taken(_place(temple, when, slot.code))

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _slots(self, request: web.Request) -> web.StreamResponse:
        temple, when = request.match_info["temple"], day_of(request.query.get("date"))
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

    def wanted(self, temple: str, wish: Mapping[str, Any]) -> Aside | Reply:
        """Return the places at a time, or why there are none."""
        when = day_of(wish.get("date"))
        persons = whole(wish.get("persons"), 1, MOST_PERSONS)
        if when is None or persons is None:
            return Reply(400, {"error": "date or persons is not right"})
        slot = next(
            (each for each in self.day(temple, when) or () if each.code == wish.get("slot")), None
        )
        if slot is None or self.left(temple, when, slot) < persons:
            return Reply(409, {"error": "full"})
        who, end = f"{persons} · మంది, persons", phone_end(wish.get("phone"))
        booking = Booking("D", temple, slot.name, when, who, end, slot.price * persons)
        return Aside(_place(temple, when, slot.code), persons, booking)


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
