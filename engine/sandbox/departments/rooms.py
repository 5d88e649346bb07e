"""The pretend room counters of seven temples: rooms of several kinds, free for every night of a stay, put aside until they are paid for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import at, format_moment
from engine.sandbox.departments.booking_register import Booking, Register, phone_end
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.counter import Aside, Counter
from engine.sandbox.departments.holds import day_of, whole
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.system import Clock, Reply, Sample

CHECK_IN = time(9, 0)
"""A room is given from this hour on, for 24 hours a night."""

MOST_NIGHTS = 3
MOST_ROOMS = 4
MOST_PERSONS = 24

FESTIVALS = {True: 4, False: 96}
"""Of a hundred nights so many are kept for a festival and not given out online."""

SOLD_PERCENT = {0: 10, 30: 25, 60: 35, 90: 20, 100: 10}
"""How many of a hundred rooms are gone before anybody comes through us, by how many of a hundred nights."""

SAMPLE_NIGHTS: Mapping[date, str] = {
    date(2026, 12, 1): "open",
    date(2026, 12, 2): "open",
    date(2026, 12, 3): "full",
    date(2026, 12, 4): "closed",
}
"""The same at every temple."""

SAMPLE_HOLD = "SSL-R-SAMPLE"


class Rooms(Counter):
    """Answers `/temples/<temple>/rooms`, `/temples/<temple>/holds` and how a hold ends."""

    name = "rooms"
    title = Words("దేవస్థానాల వసతి", "Temple rooms")

    def __init__(self, now: Clock, register: Register) -> None:
        super().__init__(now, register, SAMPLE_HOLD)
        self._kinds: Mapping[str, Sequence[Mapping[str, Any]]] = read("temple_rooms.json")["rooms"]

    def routes(self) -> Sequence[web.RouteDef]:
        temple = "/temples/{temple:" + "|".join(self._kinds) + "}"
        return [
            web.get(temple + "/rooms", self._free),
            web.post(temple + "/holds", self.hold),
            *self._holds.routes(),
        ]

    def samples(self) -> Sequence[Sample]:
        words = {
            "open": Words("గదులు ఉన్నాయి", "A night with rooms"),
            "full": Words("గదులన్నీ నిండిపోయాయి", "Every room is taken"),
            "closed": Words("ఉత్సవం: ఆన్‌లైన్‌లో గదులు లేవు", "A festival: no rooms online"),
        }
        fixed = {night: words[how] for night, how in SAMPLE_NIGHTS.items()}
        return self.days_to_try(fixed, Words("ఏ ఆలయమైనా, ఏ రోజైనా", "Any temple, any day"))

    # -- nights --------------------------------------------------------------------------------------------------------

    def closed(self, temple: str, night: date) -> bool:
        """Tell whether rooms are kept for a festival."""
        fixed = SAMPLE_NIGHTS.get(night)
        return fixed == "closed" or (
            fixed is None and Chance("festival", temple, night).weighted(FESTIVALS)
        )

    def left(self, temple: str, kind: Mapping[str, Any], nights: Sequence[date]) -> int:
        """Return how many rooms of a kind nobody has on any of these nights."""
        return min(self._left(_place(temple, kind, night), kind, night) for night in nights)

    def _left(self, place: str, kind: Mapping[str, Any], night: date) -> int:
        sold = 100 if SAMPLE_NIGHTS.get(night) == "full" else Chance("sold", place).weighted(SOLD_PERCENT)  # fmt: skip
        return int(kind["rooms"]) * (100 - sold) // 100 - self._holds.taken(place)

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _free(self, request: web.Request) -> web.StreamResponse:
        temple, wanted = request.match_info["temple"], request.query.get("nights", "")
        first = day_of(request.query.get("check_in"))
        many = whole(int(wanted) if wanted.isdecimal() else None, 1, MOST_NIGHTS)
        if first is None or many is None:
            return Reply(400, {"error": "check_in or nights is not right"}).response()
        nights = _nights(first, many)
        if any(self.closed(temple, night) for night in nights):
            return Reply(200, {"state": "closed"}).response()
        shown = [
            {
                "code": kind["code"],
                "name": {"te": kind["te"], "en": kind["en"]},
                "sleeps": kind["sleeps"],
                "rent": kind["rent"],
                "starts_at": format_moment(at(first, CHECK_IN)),
                "left": left,
            }
            for kind in self._kinds[temple]
            if (left := self.left(temple, kind, nights)) > 0
        ]
        return Reply(200, {"state": "open", "rooms": shown}).response()

    def wanted(self, temple: str, wish: Mapping[str, Any]) -> Aside | Reply:
        """Return the rooms of a stay, or why there are none."""
        first, many = day_of(wish.get("check_in")), whole(wish.get("nights"), 1, MOST_NIGHTS)
        rooms = whole(wish.get("rooms"), 1, MOST_ROOMS)
        persons = whole(wish.get("persons"), 1, MOST_PERSONS)
        if first is None or many is None or rooms is None or persons is None:
            return Reply(400, {"error": "check_in, nights, rooms or persons is wrong"})
        kind = next(
            (each for each in self._kinds[temple] if each["code"] == wish.get("room")), None
        )
        nights = _nights(first, many)
        if kind is None or persons > rooms * kind["sleeps"]:
            return Reply(400, {"error": "room is wrong, or too small for so many"})
        festival = any(self.closed(temple, night) for night in nights)
        if festival or self.left(temple, kind, nights) < rooms:
            return Reply(409, {"error": "full"})
        places = [_place(temple, kind, night) for night in nights]
        what, guest = Words(kind["te"], kind["en"]), str(wish.get("guest", ""))
        end, advance = phone_end(wish.get("phone")), kind["rent"] * rooms
        booking = Booking("R", temple, what, first, guest, end, advance)
        return Aside(places[0], rooms, booking, tuple(places[1:]))


def _nights(first: date, many: int) -> Sequence[date]:
    return [first + timedelta(days=after) for after in range(many)]


def _place(temple: str, kind: Mapping[str, Any], night: date) -> str:
    return f"room/{temple}/{kind['code']}/{night.isoformat()}"
