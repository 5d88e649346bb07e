"""The pretend register of households: how many members a ration card has."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from engine.sandbox.departments.chance import Chance, scattered
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.system import Reply, Sample

MEMBERS = {1: 5, 2: 12, 3: 20, 4: 33, 5: 17, 6: 9, 7: 4}
"""How many of a hundred households have so many members."""

NOBODY = "9"
"""No household has a card that begins so. Every other number is somebody's, so that a visitor may type what comes to mind."""

FIXED = {"2812345678": 4}


class Revenue:
    """Answers `GET /households/<card>`."""

    name = "revenue"
    title = Words("రెవెన్యూ కుటుంబ వివరాలు", "Revenue household register")

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/households/{card}", self._household)]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        cards = (*FIXED, *(f"28{scattered(place, 8)}" for place in range(4)))
        what = Words("రేషన్ కార్డు: కుటుంబంలో {} మంది", "Ration card of a household of {}")
        return [
            Sample(Words(what.te.format(count), what.en.format(count)), (card,))
            for card in cards
            if (count := self._members(card)) is not None
        ]

    def _members(self, card: str) -> int | None:
        """Return how many members a household has, None where no household has this card."""
        if card in FIXED:
            return FIXED[card]
        if card.startswith(NOBODY) or not (card.isascii() and card.isdigit()):
            return None
        return Chance("household", card).weighted(MEMBERS)

    async def _household(self, request: web.Request) -> web.StreamResponse:
        card = request.match_info["card"]
        members = self._members(card)
        if members is None:
            return Reply(404, {"error": "not_found"}).response()
        return Reply(200, {"household": {"reference": f"HH-{card}", "members": members}}).response()
