"""The pretend land register: holdings by village and survey number, khatas, values, and copies of its books and maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments import plots
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, named, person
from engine.sandbox.departments.plots import Holding, holding
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Reply, Sample, body_of

TITLES: Mapping[str, Words] = {
    "ror_1b": Words("ఆర్‌ఓఆర్-1బీ నకలు", "ROR-1B extract"),
    "old_adangal": Words("పాత అడంగల్ నకలు", "Old adangal copy"),
    "fmb": Words("ఎఫ్‌ఎంబీ (భూమి కొలతల చిత్రం) నకలు", "Field measurement book (FMB) sketch"),
    "village_map": Words("గ్రామ పటం నకలు", "Village map copy"),
}
SKETCHED = ("fmb", "village_map")
TOWN = "_ward_"
"""In the codes of wards, which have no village map."""

WIDTH, HEIGHT = 20, 14
"""Of a field on a sketch, in millimetres."""


class Land:
    """Answers what `catalog/revenue/_connectors.yaml` describes under `land`."""

    name = "land"
    title = Words("భూమి రికార్డులు", "Land records")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get("/papers/{paper}", self._kept),
            web.get("/villages/{village}/surveys", self._survey),
            web.get("/villages/{village}/surveys/place", self._place),
            web.get("/villages/{village}/surveys/value", self._value),
            web.get("/villages/{village}/khatas/{khata}", self._khata),
            web.post("/copies", self._copy),
            web.post("/extracts", self._extract),
        ]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        surveys = {
            "101": Words("సంతకమైన అడంగల్: వెంటనే వస్తుంది", "Signed: comes at once"),
            "102": Words("తహసీల్దార్ సంతకం కావాలి", "The Tahsildar has yet to sign"),
            "103": Words("కోర్టు వివాదంలో ఉంది", "Before a court"),
            plots.DOTS: Words("చుక్కల భూమి", "Dotted land"),
            plots.ASSIGNED_BY_STATE: Words("ప్రభుత్వం ఇచ్చిన అసైన్డ్ భూమి", "Assigned land"),
            "999": Words("ఈ సర్వే నంబర్ లేదు", "No such survey number"),
        }
        khatas = {
            "2001": Words("ఖాతా, అందులోని సర్వే నంబర్: రుణం లేదు", "A khata without a loan, its plot"),
            "2002": Words("ఖాతా, అందులోని సర్వే నంబర్: రుణం ఉంది", "A khata with a loan, its plot"),
            "2003": Words("ఖాతా, అందులోని సర్వే నంబర్: వివాదం", "A khata before a court, its plot"),
        }
        plot_of = {khata: survey for survey, khata in plots.KHATAS.items()}
        return [
            *(Sample(words, (number,)) for number, words in surveys.items()),
            *(Sample(words, (number, plot_of[number])) for number, words in khatas.items()),
        ]

    async def _kept(self, request: web.Request) -> web.StreamResponse:
        """Tell whether a paper is there without anybody searching for it or signing it."""
        name, ref = request.match_info["paper"], request.query.get("ref", "")
        known = TOWN not in ref if name == "village_map" else plots.at(ref) is not None
        if name not in TITLES or not known:
            return Reply(404, {"error": "not_kept"}).response()
        return Reply(200, {"at_hand": _at_hand(name, ref)}).response()

    async def _survey(self, request: web.Request) -> web.StreamResponse:
        found = _asked(request)
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        if found.state == "disputed":
            return Reply(200, {"state": "disputed"}).response()
        told = {
            "ref": found.ref,
            "holder": plots.NO_HOLDER if found.dotted else found.holder,
            "khata": found.khata,
            "extent": found.extent,
            "cents": found.cents,
            "signed": found.state == "signed",
            "dotted": found.dotted,
        }
        return Reply(200, {"state": "found", "holding": told}).response()

    async def _place(self, request: web.Request) -> web.StreamResponse:
        found = _asked(request)
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        chance = Chance("place", found.village, found.survey)
        told = {
            **_beside(found),
            "metres": chance.between(2, 40) * 100,
            "direction": chance.one_of(plots.DIRECTIONS).plain(),
            "soil": chance.one_of(plots.SOILS).plain(),
        }
        return Reply(200, {"place": told}).response()

    async def _value(self, request: web.Request) -> web.StreamResponse:
        found = _asked(request)
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        if found.assigned:
            return Reply(200, {"state": "assigned"}).response()
        an_acre = plots.acre_value(found.village)
        cents = request.query.get("cents", "")
        asked = int(cents) if cents.isascii() and cents.isdecimal() else found.cents
        rupees = an_acre * min(asked, found.cents) // 100
        told = {
            "acre_paise": an_acre * 100,
            "total_paise": rupees * 100,
            "hundreds": -(-rupees // 100),
        }
        return Reply(200, {"state": "valued", "value": told}).response()

    async def _khata(self, request: web.Request) -> web.StreamResponse:
        village, number = request.match_info["village"], request.match_info["khata"]
        found = plots.khata(village, number)
        if found is None:
            return Reply(404, {"error": "not_found"}).response()
        if found.state == "disputed":
            return Reply(200, {"state": "disputed"}).response()
        told = {
            "holder": found.holder,
            "lands": found.lands,
            "extent": plots.acres(found.cents),
            "loan": found.loan,
        }
        return Reply(200, {"state": "found", "khata": told}).response()

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        """Print an adangal. What is not signed yet is printed with the number of the case in which the Tahsildar signed."""
        wish = body_of(await request.read()) or {}
        found, signed = plots.at(wish.get("ref")), str(wish.get("signed_in") or "")
        if found is None or (found.state != "signed" and not signed):
            return Reply(409, {"error": "not_ready"}).response()
        today = local_date(self._now())
        year = fasli(today) - (wish.get("year") == "last_year")
        paper = _paper(found, named(wish.get("village")), year, signed)
        file = await self._printer.document("adangal.pdf", "extract.typ", today, paper)
        return Reply(200, {"copy": file}).response()

    async def _extract(self, request: web.Request) -> web.StreamResponse:
        """Print another paper of the register. What is not at hand is printed with the number of the case in which it was found."""
        wish = body_of(await request.read()) or {}
        name, ref = str(wish.get("paper")), str(wish.get("ref"))
        case = str(wish.get("signed_in") or "")
        if name not in TITLES or not (case or _at_hand(name, ref)):
            return Reply(409, {"error": "not_ready"}).response()
        village, today = named(wish.get("village")), local_date(self._now())
        rows = [row("గ్రామం", "Village", f"{village.te} · {village.en}")]
        found = plots.at(ref)
        rows += _of_village(ref) if found is None else _of_plot(name, found, wish)
        paper = {
            "title": TITLES[name].plain(),
            "number": f"{ref.rpartition(':')[2]}/{fasli(today)}",
            "rows": [*rows, row("ధ్రువీకరణ", "Certified", case or "డిజిటల్ సంతకం · digitally signed")],
            "fields": _fields(found, alone=wish.get("part") == "alone"),
        }
        layout = "sketch.typ" if name in SKETCHED else "extract.typ"
        file = await self._printer.document(f"{name}.pdf", layout, today, paper)
        return Reply(200, {"copy": file}).response()


def fasli(today: date) -> int:
    """Return the revenue year, which begins in July."""
    return today.year - 590 - (today.month < 7)


def _asked(request: web.Request) -> Holding | None:
    return holding(request.match_info["village"], request.query.get("survey", ""))


def _at_hand(name: str, ref: str) -> bool:
    """Tell whether a paper can be printed without anybody searching for it or signing it."""
    if name == "village_map":
        return plots.village_scanned(ref)
    found = plots.at(ref)
    if found is None or found.state == "disputed":
        return False
    return found.state == "signed" if name == "ror_1b" else found.scanned


def _beside(found: Holding) -> dict[str, str]:
    """Return the survey numbers around a plot; `-` where the village ends."""
    number = int(found.survey.partition("-")[0])
    ways = {"north": -plots.ROW, "south": plots.ROW, "east": 1, "west": -1}
    return {
        way: str(number + step) if 1 <= number + step <= plots.SURVEYS else "-"
        for way, step in ways.items()
    }


def _fields(found: Holding | None, *, alone: bool) -> Sequence[Mapping[str, Any]]:
    """Return the fields of a sketch: a plot, alone or with those beside it, or the first ones of the village."""
    first = 1 if found is None else int(found.survey.partition("-")[0])
    beside = range(1 if alone else 4)
    places = [(line, column) for line in beside for column in beside]
    return [
        _field(number, column, line, marked=found is not None and number == first)
        for line, column in places
        if (number := first + column + plots.ROW * line) <= plots.SURVEYS
    ]


def _field(number: int, column: int, line: int, *, marked: bool) -> Mapping[str, Any]:
    left, top = 8 + column * WIDTH, 8 + line * HEIGHT
    corners = ((0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT))
    return {
        "number": str(number),
        "marked": marked,
        "label": [left + 6, top + 5],
        "points": [[left + x, top + y] for x, y in corners],
    }


def _of_village(village: str) -> list[dict[str, str]]:
    return [
        row("గ్రామం కోడ్", "Village code", village),
        row("సర్వే నంబర్లు", "Survey numbers", str(plots.SURVEYS)),
    ]


def _of_plot(name: str, found: Holding, wish: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = [row("సర్వే నంబర్", "Survey number", found.survey)]
    year, khata = wish.get("year"), plots.khata(found.village, found.khata)
    if name == "fmb":
        width, height = plots.sides(found)
        return [
            *rows,
            row("విస్తీర్ణం (ఎకరాలు)", "Extent (acres)", found.extent),
            row("ఉత్తర, దక్షిణ హద్దులు (మీటర్లు)", "Northern and southern side (metres)", str(width)),
            row("తూర్పు, పడమర హద్దులు (మీటర్లు)", "Eastern and western side (metres)", str(height)),
        ]
    then = person(Chance("holder then", found.ref, year)).marked
    holder = then if name == "old_adangal" else found.holder
    past = [row("ఫసలీ", "Fasli year", str(year))] if name == "old_adangal" else []
    return [
        *rows,
        *past,
        row("ఖాతా నంబర్", "Khata number", found.khata),
        row("పట్టాదారు", "Holder", holder),
        row("విస్తీర్ణం (ఎకరాలు)", "Extent (acres)", found.extent),
        *(_whole(khata) if khata and wish.get("part") == "whole_khata" else ()),
    ]


def _whole(khata: plots.Khata) -> list[dict[str, str]]:
    return [
        row("ఖాతాలోని సర్వే నంబర్లు", "Survey numbers of the khata", str(khata.lands)),
        row("ఖాతా విస్తీర్ణం (ఎకరాలు)", "Extent of the khata (acres)", plots.acres(khata.cents)),
    ]


def _paper(found: Holding, village: Words, year: int, signed: str) -> Mapping[str, Any]:
    return {
        "title": {"te": "అడంగల్ (పహాణీ) నకలు", "en": "Adangal (pahani) copy"},
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
