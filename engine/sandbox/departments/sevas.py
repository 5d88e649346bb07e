"""The pretend seva counters of seven temples: each temple's own list, times with so many tickets, and tickets put aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from aiohttp import web

from engine.domain.calendar import at, format_moment
from engine.sandbox.departments.booking_register import Booking, Register, phone_end
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.counter import Aside, Counter
from engine.sandbox.departments.holds import day_of
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.system import Clock, Reply, Sample

CLOSED = {True: 5, False: 95}
"""Of a hundred days so many are without arjitha sevas."""

SOLD_PERCENT = {0: 15, 25: 25, 50: 30, 80: 20, 100: 10}
"""How many of a hundred tickets of a time are gone before anybody comes through us, by how many of a hundred times."""

SAMPLE_DAYS: Mapping[date, str] = {
    date(2026, 12, 1): "open",
    date(2026, 12, 2): "full",
    date(2026, 12, 4): "closed",
}
"""The same at every temple."""

SAMPLE_HOLD = "SSL-S-SAMPLE"


class Sevas(Counter):
    """Answers `/temples/<temple>/sevas`, `/temples/<temple>/sevas/<seva>/slots`, `/temples/<temple>/holds` and how a hold ends."""

    name = "sevas"
    title = Words("దేవస్థానాల ఆర్జిత సేవలు", "Temple sevas")

    def __init__(self, now: Clock, register: Register) -> None:
        super().__init__(now, register, SAMPLE_HOLD)
        self._data = read("sevas.json")

    def routes(self) -> Sequence[web.RouteDef]:
        temple = "/temples/{temple:" + "|".join(self._data["sevas"]) + "}"
        return [
            web.get(temple + "/sevas", self._list),
            web.get(temple + "/sevas/{seva}/slots", self._slots),
            web.post(temple + "/holds", self.hold),
            *self._holds.routes(),
        ]

    def samples(self) -> Sequence[Sample]:
        words = {
            "open": Words("ఏ సేవకైనా టికెట్లు ఉన్నాయి", "A day with sevas"),
            "full": Words("అన్ని సేవలూ నిండిపోయాయి", "Every seva is full"),
            "closed": Words("ఆ రోజు ఆర్జిత సేవలు లేవు", "No sevas that day"),
        }
        fixed = {day: words[how] for day, how in SAMPLE_DAYS.items()}
        return self.days_to_try(fixed, Words("ఏ సేవ అయినా, ఏ రోజైనా", "Any seva, any day"))

    # -- what there is -------------------------------------------------------------------------------------------------

    def seva(self, temple: str, code: object) -> Mapping[str, Any] | None:
        """Return a row of the temple's list, None where it has no such seva."""
        return next((row for row in self._data["sevas"][temple] if row["code"] == code), None)

    def left(self, temple: str, row: Mapping[str, Any], when: date, starts: str) -> int:
        """Return how many tickets of a time nobody has."""
        place = _place(temple, row, when, starts)
        sold = Chance("sold", place).weighted(SOLD_PERCENT)
        given_out = 0 if SAMPLE_DAYS.get(when) == "full" else row["places"] * (100 - sold) // 100
        return int(given_out) - self._holds.taken(place)

    def day(self, temple: str, row: Mapping[str, Any], when: date) -> str:
        """Return `closed` where the temple has no sevas, `other_day` where it has not this one, else `open`."""
        fixed = SAMPLE_DAYS.get(when)
        if fixed == "closed" or (not fixed and Chance("no sevas", temple, when).weighted(CLOSED)):
            return "closed"
        return "open" if when.weekday() in self._data["days"][row["days"]]["on"] else "other_day"

    # -- answers -----------------------------------------------------------------------------------------------------

    async def _list(self, request: web.Request) -> web.StreamResponse:
        temple = request.match_info["temple"]
        prices = self._data["prices"][temple]
        shown = [
            {
                "code": row["code"],
                "name": {"te": row["te"], "en": row["en"]},
                "days": {word: self._data["days"][row["days"]][word] for word in ("te", "en")},
                "who": next(reversed(row["tickets"])),
                "either": len(row["tickets"]) > 1,
                "price": min(prices[ticket] for ticket in row["tickets"].values()),
            }
            for row in self._data["sevas"][temple]
        ]
        return Reply(200, {"sevas": shown}).response()

    async def _slots(self, request: web.Request) -> web.StreamResponse:
        temple, who = request.match_info["temple"], request.query.get("who")
        row = self.seva(temple, request.match_info["seva"])
        when = day_of(request.query.get("date"))
        if row is None or when is None or who not in row["tickets"]:
            return Reply(400, {"error": "seva, who or date is not right"}).response()
        state = self.day(temple, row, when)
        if state != "open":
            return Reply(200, {"state": state}).response()
        ticket = row["tickets"][who]
        shown = [
            {
                "code": f"at_{starts.replace(':', '')}",
                "starts": starts,
                "starts_at": format_moment(at(when, time.fromisoformat(starts))),
                "ticket": ticket,
                "price": self._data["prices"][temple][ticket],
                "left": left,
            }
            for starts in row["times"]
            if (left := self.left(temple, row, when, starts)) > 0
        ]
        return Reply(200, {"state": state, "slots": shown}).response()

    def wanted(self, temple: str, wish: Mapping[str, Any]) -> Aside | Reply:
        """Return a ticket of a seva's time, or why there is none."""
        row, when = self.seva(temple, wish.get("seva")), day_of(wish.get("date"))
        if row is None or when is None or wish.get("who") not in row["tickets"]:
            return Reply(400, {"error": "seva, who or date is not right"})
        starts = next(
            (each for each in row["times"] if f"at_{each.replace(':', '')}" == wish.get("slot")), ""
        )
        open_then = self.day(temple, row, when) == "open"
        if not starts or not open_then or self.left(temple, row, when, starts) < 1:
            return Reply(409, {"error": "full"})
        price = self._data["prices"][temple][row["tickets"][wish["who"]]]
        what, devotee = Words(row["te"], row["en"]), str(wish.get("devotee", ""))
        end = phone_end(wish.get("phone"))
        booking = Booking("S", temple, what, when, devotee, end, price)
        return Aside(_place(temple, row, when, starts), 1, booking)


def _place(temple: str, row: Mapping[str, Any], when: date, starts: str) -> str:
    return f"seva/{temple}/{row['code']}/{when.isoformat()}/{starts}"
