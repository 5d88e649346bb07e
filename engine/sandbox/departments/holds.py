"""Places put aside until they are paid for, as booking offices keep them: a hold lapses by itself, is made firm once, and is given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aiohttp import web

from engine.sandbox.departments.system import Clock, Once, Reply

HOLD_S = (60, 3600)
"""How long places may be put aside."""


@dataclass(slots=True)
class Hold:
    """Places put aside.

    place: what they are places of; state: held, settled or released; a held one whose time is over has lapsed; numbers: of the
    places, where they have numbers.
    """

    place: str
    persons: int
    until: datetime
    state: str = "held"
    numbers: tuple[int, ...] = ()

    def takes(self, now: datetime) -> int:
        """Return how many places it keeps from others."""
        taken = self.state == "settled" or (self.state == "held" and now < self.until)
        return self.persons if taken else 0


class Holds:
    """The holds of one office; answers `/holds/<hold>/settle` and `/holds/<hold>/release`. sample: one that is always there."""

    def __init__(self, now: Clock, once: Once, sample: str) -> None:
        self._now = now
        self._once = once
        self._sample = sample
        self._by_name: dict[str, Hold] = {}
        self._by_place: dict[str, list[Hold]] = {}
        self.forget()

    def routes(self) -> Sequence[web.RouteDef]:
        """Return how a hold ends."""
        return [
            web.post("/holds/{hold}/settle", self._settle),
            web.post("/holds/{hold}/release", self._release),
        ]

    def forget(self) -> None:
        """Forget every hold but the sample."""
        self._by_name.clear()
        self._by_place.clear()
        self.keep(self._sample, Hold("", 0, datetime.max.replace(tzinfo=self._now().tzinfo)))

    def keep(self, name: str, hold: Hold, *also_in: str) -> None:
        """Put places aside under a name. also_in: further things of which they are places, such as the other nights of a stay."""
        self._by_name[name] = hold
        for place in (hold.place, *also_in):
            self._by_place.setdefault(place, []).append(hold)

    def taken(self, place: str) -> int:
        """Return how many places others cannot have."""
        now = self._now()
        return sum(hold.takes(now) for hold in self._by_place.get(place, ()))

    def numbers(self, place: str) -> set[int]:
        """Return the numbers of the places others cannot have."""
        now = self._now()
        holds = self._by_place.get(place, ())
        return {number for hold in holds if hold.takes(now) for number in hold.numbers}

    def stands(self, name: str) -> bool:
        """Tell whether a hold has neither lapsed nor been given back."""
        hold = self._by_name.get(name)
        if hold is None or hold.state == "released":
            return False
        return hold.state == "settled" or self._now() < hold.until

    def settled(self, name: str) -> bool:
        """Tell whether a hold was made firm and not given back."""
        return name in self._by_name and self._by_name[name].state == "settled"

    def released(self, name: str) -> bool:
        """Tell whether a hold was given back."""
        return name in self._by_name and self._by_name[name].state == "released"

    async def _settle(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["hold"]

        async def settle(_wish: Mapping[str, Any]) -> Reply:
            if not self.stands(name):
                return Reply(410, {"error": "lapsed"})
            self._by_name[name].state = "settled"
            return Reply(200, {"state": "settled"})

        return await self._once.reply(request, settle)

    async def _release(self, request: web.Request) -> web.StreamResponse:
        """Give places back. A hold nobody knows has been given back long ago."""
        name = request.match_info["hold"]

        async def release(_wish: Mapping[str, Any]) -> Reply:
            hold = self._by_name.get(name)
            if hold is not None and name != self._sample:
                hold.state = "released"
            return Reply(200, {"state": "released"})

        return await self._once.reply(request, release)


def day_of(written: object) -> date | None:
    """Return the day of `YYYY-MM-DD`, None for anything else."""
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        return None


def whole(value: object, least: int, most: int) -> int | None:
    """Return a whole number within its bounds, None for anything else."""
    fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if fits and isinstance(value, int) else None
