"""The pretend land register: holdings by village and survey number, and copies of the village account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named, person
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Reply, Sample, body_of

SURVEYS = 400
"""Survey numbers of each village."""

STATES = {"signed": 80, "unsigned": 17, "disputed": 3}
"""How many of a hundred holdings stand so."""

CROPS = (
    Words("వరి", "Paddy"),
    Words("పత్తి", "Cotton"),
    Words("మిరప", "Chilli"),
    Words("వేరుశనగ", "Groundnut"),
)
FIXED = {"101": "signed", "102": "unsigned", "103": "disputed"}
"""Survey numbers that stand so in every village."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One survey number of a village. cents: hundredths of an acre."""

    village: str
    survey: str
    state: str
    holder: str
    khata: str
    cents: int
    crop: Words

    @property
    def ref(self) -> str:
        """Return what a copy is asked by."""
        return f"{self.village}:{self.survey}"

    @property
    def extent(self) -> str:
        """Return acres and cents as people write them."""
        return f"{self.cents // 100}.{self.cents % 100:02d}"


class Land:
    """Answers `GET /villages/<village>/surveys?survey=…` and `POST /copies`."""

    name = "land"
    title = Words("భూమి రికార్డులు", "Land records")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/villages/{village}/surveys", self._survey),
            web.post("/copies", self._copy),
        ]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        return [
            Sample(Words("సంతకమైన అడంగల్: వెంటనే వస్తుంది", "Signed: comes at once"), ("101",)),
            Sample(Words("తహసీల్దార్ సంతకం కావాలి", "The Tahsildar has yet to sign"), ("102",)),
            Sample(Words("కోర్టు వివాదంలో ఉంది", "Before a court"), ("103",)),
            Sample(Words("ఈ సర్వే నంబర్ లేదు", "No such survey number"), ("999",)),
        ]

    async def _survey(self, request: web.Request) -> web.StreamResponse:
        found = holding(request.match_info["village"], request.query.get("survey", ""))
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        if found.state == "disputed":
            return Reply(200, {"state": "disputed"}).response()
        told = {
            "ref": found.ref,
            "holder": found.holder,
            "khata": found.khata,
            "extent": found.extent,
            "signed": found.state == "signed",
        }
        return Reply(200, {"state": "found", "holding": told}).response()

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        """Print a copy. What is not signed yet is printed with the number of the case in which the Tahsildar signed."""
        wish = body_of(await request.read()) or {}
        village, _, survey = str(wish.get("ref")).partition(":")
        found, signed = holding(village, survey), str(wish.get("signed_in") or "")
        if found is None or (found.state != "signed" and not signed):
            return Reply(409, {"error": "not_ready"}).response()
        today = local_date(self._now())
        year = fasli(today) - (wish.get("year") == "last_year")
        paper = _paper(found, named(wish.get("village")), year, signed)
        file = await self._printer.document("adangal.pdf", "extract.typ", today, paper)
        return Reply(200, {"copy": file}).response()


def fasli(today: date) -> int:
    """Return the revenue year, which begins in July."""
    return today.year - 590 - (today.month < 7)


def holding(village: str, survey: str) -> Holding | None:
    """Return what a village's register has under a survey number: `101`, `101-2`, `101/A`."""
    plot = survey.upper().replace("/", "-").replace(" ", "")
    number = plot.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= SURVEYS):
        return None
    chance = Chance("holding", village, plot)
    return Holding(
        village=village,
        survey=plot,
        state=FIXED.get(plot) or chance.weighted(STATES),
        holder=person(chance).marked,
        khata=str(chance.between(10, 1_900)),
        cents=chance.between(12, 600),
        crop=chance.one_of(CROPS),
    )


def _paper(found: Holding, village: Words, year: int, signed: str) -> Mapping[str, Any]:
    return {
        "title": {"te": "అడంగల్ (పహాణీ) నకలు", "en": "Adangal (village account) copy"},
        "number": f"{found.khata}/{found.survey}/{year}",
        "rows": [
            row("గ్రామం", "Village", f"{village.te} · {village.en}"),
            row("సర్వే నంబర్", "Survey number", found.survey),
            row("ఖాతా నంబర్", "Khata number", found.khata),
            row("పట్టాదారు", "Holder", found.holder),
            row("విస్తీర్ణం (ఎకరాలు)", "Extent (acres)", found.extent),
            row("పంట", "Crop", f"{found.crop.te} · {found.crop.en}"),
            row("ఫసలీ", "Fasli year", str(year)),
            row("సంతకం", "Signed", signed or "డిజిటల్ సంతకం · digitally signed"),
        ],
    }
