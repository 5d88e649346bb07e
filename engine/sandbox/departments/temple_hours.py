"""The pretend information desks of seven temples: hours, what is otherwise today, special days to come, and the way there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, read
from engine.sandbox.departments.system import Clock, Reply, Sample

TODAY = {"usual": 70, "crowd": 14, "cleaning": 10, "early": 6}
"""How a day is, by how many of a hundred days."""


class TempleHours:
    """Answers `/temples/<temple>/today`."""

    name = "hours"
    title = Words("ఆలయ సమాచారం", "Temple information")

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._data = read("temple_days.json")
        self._names: Mapping[str, Mapping[str, str]] = read("temples.json")["names"]

    def routes(self) -> Sequence[web.RouteDef]:
        temples = "|".join(self._data["temples"])
        return [web.get("/temples/{temple:" + temples + "}/today", self._today)]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words(self._day(temple)["te"], self._day(temple)["en"]), (name["te"],))
            for temple, name in self._names.items()
        ]

    def special(self, temple: str, today: date) -> Sequence[Mapping[str, Any]]:
        """Return the special days of the coming year in their order."""
        rows = [
            {
                "code": code,
                "name": _words(self._data["special"][code]),
                "on": _next(month_day, today).isoformat(),
                "note": self._data["special"][code]["note"],
            }
            for code, month_day in self._data["temples"][temple]["special"]
        ]
        return sorted(rows, key=lambda row: str(row["on"]))

    def _day(self, temple: str) -> Mapping[str, str]:
        how = Chance("temple today", temple, local_date(self._now())).weighted(TODAY)
        day: Mapping[str, str] = self._data["today"][how]
        return day

    async def _today(self, request: web.Request) -> web.StreamResponse:
        temple = request.match_info["temple"]
        told, place = self._data["temples"][temple], list(self._data["temples"]).index(temple) + 1
        timings = [
            {
                "code": code,
                "name": _words(self._data["rows"][code]),
                "starts": starts,
                "ends": ends,
                "note": self._data["rows"][code]["note"],
            }
            for code, starts, ends in told["rows"]
        ]
        day = {
            "opens": told["opens"],
            "shuts": told["shuts"],
            "today": self._day(temple),
            "timings": timings,
            "special": self.special(temple, local_date(self._now())),
            "travel": told["travel"],
            "phone": f"0000-3{place:05d}",
        }
        return Reply(200, {"day": day}).response()


def _words(row: Mapping[str, Any]) -> Mapping[str, str]:
    return {"te": row["te"], "en": row["en"]}


def _next(month_day: str, today: date) -> date:
    """Return the next day of the year that is written so, today included."""
    month, day = map(int, month_day.split("-"))
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)
