"""The pretend depots of the bus corporation: which one runs a bus, what travellers think of a journey, and what was found in a bus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of
from engine.sandbox.departments.tickets import Tickets

STARS = ("one", "two", "three", "four", "five")
ALREADY = "9912"
"""On journeys with such tickets an opinion was given before."""

NOBODY = "ZZ9999"
"""No bus has a number that ends so."""


class Depots:
    """Answers `POST /depots/search` and `POST /opinions`; the number of a ticket travels in the body."""

    name = "depots"
    title = Words("ఆర్టీసీ డిపోలు", "Bus depots")

    def __init__(self, now: Clock) -> None:
        self._once = Once()
        self._tickets = Tickets(now)
        self._opinions: dict[str, str] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.post("/depots/search", self._search), web.post("/opinions", self._opinion)]

    def reset(self) -> None:
        self._opinions.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words("తెనాలి డిపో బస్సు", "A bus of the Tenali depot"), ("AP39Z1234",)),
            Sample(Words("ఈ నంబర్ బస్సు లేదు", "No such bus"), (f"AP39{NOBODY}",)),
        ]

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        station = self._station(
            str(wish.get("ticket") or ""),
            str(wish.get("vehicle") or ""),
            str(wish.get("station") or ""),
        )
        if station is None:
            return Reply(404, {"error": "not_found"}).response()
        name = self._tickets.timetable.name(station)
        told = {
            "code": station,
            "name": {"te": f"{name.te} డిపో", "en": f"{name.en} depot"},
            "phone": f"0000-3{Chance('depot', station).whole(100_000):05d}",
        }
        return Reply(200, {"depot": told}).response()

    def _station(self, ticket: str, vehicle: str, station: str) -> str | None:
        """Return where the depot is: of a ticket's bus the start, of a bus by its number, or as the traveller says."""
        stations = self._tickets.timetable.stations
        if ticket:
            found = self._tickets.found(ticket)
            return found.bus.start if found else None
        if vehicle:
            if vehicle.endswith(NOBODY):
                return None
            return "tenali" if vehicle == "AP39Z1234" else Chance("bus of", vehicle).one_of(tuple(stations))  # fmt: skip
        return station if station in stations else None

    async def _opinion(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._keep)

    async def _keep(self, wish: Mapping[str, Any]) -> Reply:
        """Keep one opinion for each ticket."""
        number, stars = str(wish.get("number")), wish.get("stars")
        if self._tickets.found(number) is None or stars not in STARS:
            return Reply(400, {"error": "number or stars is not right"})
        if number.startswith(ALREADY) or number in self._opinions:
            return Reply(409, {"error": "already"})
        self._opinions[number] = str(stars)
        return Reply(201, {"opinion": f"OP{number}"})
