"""What the booking counters of the temples share: days to try, a hold of what was put aside, and an entry in the register of bookings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import format_moment, local_date
from engine.sandbox.departments.booking_register import Booking, Register, number
from engine.sandbox.departments.holds import HOLD_S, Hold, Holds, whole
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import Clock, Once, Reply, Sample


@dataclass(frozen=True, slots=True)
class Aside:
    """What is put aside. place: what it is so many of; also_in: further things of which they are places, such as other nights."""

    place: str
    many: int
    booking: Booking
    also_in: tuple[str, ...] = ()


class Counter(ABC):
    """One counter of every temple. sample_hold: a hold that is always there, so that settling and giving up can be tried by themselves."""

    def __init__(self, now: Clock, register: Register, sample_hold: str) -> None:
        self._now = now
        self._register = register
        self._once = Once()
        self._holds = Holds(now, self._once, sample_hold)

    def reset(self) -> None:
        """Forget every hold."""
        self._holds.forget()
        self._once.forget()

    def days_to_try(self, fixed: Mapping[date, Words], any_day: Words) -> list[Sample]:
        """Return days on which something is to be seen, those of `fixed` that are still to come, and tomorrow."""
        today = local_date(self._now())
        to_come = [(what, day) for day, what in fixed.items() if day > today]
        days = [*to_come, (any_day, today + timedelta(days=1))]
        return [Sample(what, (day.strftime("%d-%m-%Y"),)) for what, day in days]

    @abstractmethod
    def wanted(self, temple: str, wish: Mapping[str, Any]) -> Aside | Reply:
        """Return what is to be put aside, or why nothing is."""

    async def hold(self, request: web.Request) -> web.StreamResponse:
        """Put aside what a request wants, once for each key."""
        temple = request.match_info["temple"]
        key = request.headers.get("Idempotency-Key", "")

        async def put_aside(wish: Mapping[str, Any]) -> Reply:
            seconds = whole(wish.get("hold_for_s", HOLD_S[1]), *HOLD_S)
            if seconds is None:
                return Reply(400, {"error": "hold_for_s is not right"})
            found = self.wanted(temple, wish)
            if isinstance(found, Reply):
                return found
            return self._keep(found, number(temple, found.booking.kind, key), seconds)

        return await self._once.reply(request, put_aside)

    def _keep(self, aside: Aside, name: str, seconds: int) -> Reply:
        until = self._now() + timedelta(seconds=seconds)
        self._holds.keep(name, Hold(aside.place, aside.many, until), *aside.also_in)
        self._register.enter(name, aside.booking, self._holds)
        return Reply(201, {"hold": name, "until": format_moment(until)})
