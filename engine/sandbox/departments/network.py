"""The pretend map of the electricity network: how far a house is from the nearest pole, by a neighbour's service number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aiohttp import web

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, towns
from engine.sandbox.departments.power import COMPANIES
from engine.sandbox.departments.system import Reply, Sample

METRES = {(8, 25): 60, (25, 30): 20, (35, 90): 15, (90, 400): 5}
"""How far the nearest pole is, by how many of a hundred houses."""

NEAR_M = 30
"""As far as a service wire reaches without a new pole."""

FIXED: Mapping[str, int] = {"1234567890123": 18, "1234567890124": 120}
NOBODY = "9"
"""No connection has a number that begins so."""


class Network:
    """Answers `/<company>/points/<number>`."""

    name = "network"
    title = Words("విద్యుత్ నెట్‌వర్క్ మ్యాప్", "Electricity network map")

    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/{company:" + "|".join(COMPANIES) + "}/points/{number}", self._point)]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        what = Words("పొరుగు సర్వీసు: స్తంభం {} మీటర్లలో", "A neighbour's service: a pole at {} m")
        return [
            *(
                Sample(Words(what.te.format(far), what.en.format(far)), (number,))
                for number, far in FIXED.items()
            ),
            Sample(Words("ఈ నంబర్ సర్వీసు లేదు", "No such service"), ("9999999999999",)),
        ]

    async def _point(self, request: web.Request) -> web.StreamResponse:
        company, number = request.match_info["company"], request.match_info["number"]
        if number.startswith(NOBODY) or not number.isdecimal():
            return Reply(404, {"error": "not_found"}).response()
        chance = Chance("point", company, number)
        town = chance.one_of(towns(company))
        metres = FIXED.get(number) or chance.between(*chance.weighted(METRES))
        section = {"te": f"{town.te} సెక్షన్", "en": f"{town.en} section"}
        state = "near" if metres <= NEAR_M else "far"
        return Reply(200, {"state": state, "section": section, "metres": metres}).response()
