"""The pretend police registers: stations, cases (FIRs) and their copies, complaints, passport verifications, watches on houses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person, read
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

CASES_A_YEAR = 400
"""Each station has so many cases in a year."""

FIRST_YEAR = 2010
CASE_STATES = {"investigation": 35, "charge_sheet": 25, "trial": 25, "closed": 15}
SHOWN = {True: 90, False: 10}
"""Of a hundred cases so many may be shown to the public."""

COMPLAINT_STATES = {"received": 25, "enquiry": 40, "fir": 20, "closed": 15}
PASSPORT_STATES = {"awaited": 20, "visit": 35, "sent": 40, "adverse": 5}
"""How many of a hundred stand so."""

FIXED_CASES = {101: "investigation", 102: "withheld", 103: "charge_sheet", 104: "trial", 105: "closed"}  # fmt: skip
"""Numbers of samples, the same at every station and in every year."""

FIXED_COMPLAINTS = {"26110001": "received", "26110002": "enquiry", "26110003": "fir", "26110004": "closed"}  # fmt: skip
FIXED_PHONE = "1234"
FIXED_FILES = {
    "VJ1067812345601": "awaited",
    "VJ1067812345602": "visit",
    "VJ1067812345603": "sent",
    "VJ1067812345604": "adverse",
}
FIXED_BORN = "1990-08-15"
VISIT_DAYS = 3
"""So long after a file has come the police have to visit."""

WITHOUT_CAMERA = "guntur_duggirala"
CAMERAS = 20
"""Cameras a station has; one station of the samples has none."""

ACTS = (
    Words("నమూనా సెక్షన్: దొంగతనం", "Sample section: theft"),
    Words("నమూనా సెక్షన్: మోసం", "Sample section: cheating"),
    Words("నమూనా సెక్షన్: రోడ్డు ప్రమాదం", "Sample section: road accident"),
)


class Police:
    """Answers what `catalog/police/_connectors.yaml` describes; what tells of a person travels in the body."""

    name = "police"
    title = Words("పోలీసు రిజిస్టర్లు", "Police registers")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._stations: Mapping[str, Any] = read("mandals.json")["mandals"]
        self._watches: dict[str, tuple[str, date, bool]] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        station = "{mandal:" + "|".join(self._stations) + "}"
        return [
            web.get("/districts/{district}/stations", self._of_district),
            web.get(f"/mandals/{station}/station", self._of_mandal),
            web.post("/firs/copy", self._copy),
            web.post("/firs/status", self._status),
            web.post("/complaints/search", self._complaint),
            web.post("/passports/search", self._passport),
            web.post("/watches", self._watch),
            web.post("/watches/{request}/end", self._end),
        ]

    def reset(self) -> None:
        self._watches.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        year = str(local_date(self._now()).year)
        cases = {
            101: Words("దర్యాప్తులో ఉన్న ఎఫ్‌ఐఆర్", "An FIR under investigation"),
            102: Words("అందరికీ చూపని ఎఫ్‌ఐఆర్", "An FIR that is not shown"),
            104: Words("కోర్టులో ఉన్న కేసు", "A case before the court"),
        }
        complaints = {
            "26110002": Words("విచారణలో ఉన్న ఫిర్యాదు", "A complaint under enquiry"),
            "26110003": Words("కేసుగా నమోదైన ఫిర్యాదు", "A complaint that became a case"),
        }
        files = {
            "VJ1067812345602": Words("పాస్‌పోర్ట్: పోలీసులు వస్తారు", "Passport: a visit is due"),
            "VJ1067812345603": Words("పాస్‌పోర్ట్: నివేదిక పంపారు", "Passport: the report is sent"),
        }
        born = date.fromisoformat(FIXED_BORN).strftime("%d-%m-%Y")
        return [
            *(Sample(words, (str(number), year)) for number, words in cases.items()),
            *(Sample(words, (number, FIXED_PHONE)) for number, words in complaints.items()),
            *(Sample(words, (file, born)) for file, words in files.items()),
        ]

    # -- stations ----------------------------------------------------------------------------------------------------

    async def _of_district(self, request: web.Request) -> web.StreamResponse:
        district = request.match_info["district"]
        found = [
            {"code": code, "name": self._title(code).plain()}
            for code, each in self._stations.items()
            if each["district"] == district
        ]
        return Reply(200, {"stations": found}).response()

    async def _of_mandal(self, request: web.Request) -> web.StreamResponse:
        code = request.match_info["mandal"]
        phone = f"0000-1{list(self._stations).index(code) + 1:05d}"
        told = {"name": self._title(code).plain(), "phone": phone}
        return Reply(200, {"station": told}).response()

    def _title(self, code: str) -> Words:
        each = self._stations[code]
        return Words(f"{each['te']} స్టేషన్", f"{each['en']} PS")

    # -- cases -------------------------------------------------------------------------------------------------------

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        state = self._case(wish)
        if state is None:
            return Reply(404, {"error": "not_found"}).response()
        if state == "withheld":
            return Reply(200, {"state": state}).response()
        name = f"{int(wish['number'])}/{wish['year']}"
        file = await self._printer.document(
            "fir.pdf", "extract.typ", local_date(self._now()), self._paper(wish["station"], name)
        )
        return Reply(200, {"state": "public", "copy": file}).response()

    async def _status(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        state = self._case(wish)
        if state is None:
            return Reply(404, {"error": "not_found"}).response()
        if state == "withheld":
            return Reply(200, {"state": state}).response()
        town = self._stations[wish["station"]]
        court = Words(f"నమూనా కోర్టు, {town['te']}", f"Sample court, {town['en']}")
        told = Words("-", "-") if state == "investigation" else court
        case = {"state": state, "on": self._month(), "court": told.plain()}
        return Reply(200, {"state": "public", "case": case}).response()

    def _case(self, wish: Mapping[str, Any]) -> str | None:
        """Return how a case stands, `withheld` where it is not shown, None where there is none."""
        station, number, year = wish.get("station"), str(wish.get("number")), wish.get("year")
        this_year = local_date(self._now()).year
        if station not in self._stations or not number.isdecimal() or not isinstance(year, int):
            return None
        if not FIRST_YEAR <= year <= this_year or not 1 <= int(number) <= CASES_A_YEAR:
            return None
        chance = Chance("fir", station, int(number), year)
        drawn = chance.weighted(CASE_STATES) if chance.weighted(SHOWN) else "withheld"
        return FIXED_CASES.get(int(number), drawn)

    def _paper(self, station: str, name: str) -> Mapping[str, Any]:
        chance, title = Chance("fir paper", station, name), self._title(station)
        act = chance.one_of(ACTS)
        return {
            "title": Words("ప్రథమ సమాచార నివేదిక", "First Information Report").plain(),
            "number": name,
            "rows": [
                row("పోలీస్ స్టేషన్", "Police station", f"{title.te}\n{title.en}"),
                row("నేరం", "Offence", f"{act.te}\n{act.en}"),
                row("ఫిర్యాదుదారు", "Complainant", person(chance).marked),
            ],
        }

    # -- complaints and passports --------------------------------------------------------------------------------------

    async def _complaint(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number, phone = str(wish.get("number")), str(wish.get("phone"))
        chance = Chance("complaint", number)
        drawn, own = chance.weighted(COMPLAINT_STATES), f"{chance.whole(10_000):04d}"
        known = len(number) == 8 and number[:2] in ("25", "26")
        state = FIXED_COMPLAINTS.get(number, drawn)
        fixed = number in FIXED_COMPLAINTS
        if not known or phone != (FIXED_PHONE if fixed else own):
            return Reply(404, {"error": "no_match"}).response()
        station = "guntur_tenali" if fixed else chance.one_of(list(self._stations))
        fir = f"{101 if fixed else chance.between(1, CASES_A_YEAR)}/20{number[:2]}"
        told = {
            "state": state,
            "on": self._month(),
            "station": self._title(station).plain(),
            "fir": fir if state == "fir" else "-",
        }
        return Reply(200, {"complaint": told}).response()

    async def _passport(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        file, born = str(wish.get("file")), str(wish.get("born"))
        chance, fixed = Chance("passport", file), file in FIXED_FILES
        own = FIXED_BORN if fixed else (date(1960, 1, 1) + timedelta(chance.whole(18_000))).isoformat()  # fmt: skip
        if len(file) != 15 or born != own:
            return Reply(404, {"error": "no_match"}).response()
        first = date.fromisoformat(self._month())
        station = "guntur_tenali" if fixed else chance.one_of(list(self._stations))
        told = {
            "state": FIXED_FILES.get(file) or chance.weighted(PASSPORT_STATES),
            "on": first.isoformat(),
            "due": (first + timedelta(days=VISIT_DAYS)).isoformat(),
            "station": self._title(station).plain(),
        }
        return Reply(200, {"verification": told}).response()

    # -- watches -----------------------------------------------------------------------------------------------------

    async def _watch(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._begin)

    async def _begin(self, wish: Mapping[str, Any]) -> Reply:
        mandal, number = str(wish.get("mandal")), str(wish.get("request") or "")
        try:
            until = date.fromisoformat(str(wish.get("returning")))
        except ValueError:
            return Reply(400, {"error": "returning is not a day"})
        if mandal not in self._stations or not number:
            return Reply(400, {"error": "mandal or request is missing"})
        today = local_date(self._now())
        busy = sum(
            each == mandal and last >= today and seen for each, last, seen in self._watches.values()
        )
        camera = mandal != WITHOUT_CAMERA and busy < CAMERAS
        self._watches[number] = (mandal, until, camera)
        return Reply(201, {"state": "camera" if camera else "beat"})

    async def _end(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["request"]
        return await self._once.reply(request, lambda _: self._over(number))

    async def _over(self, number: str) -> Reply:
        sample = number == "LHW-SAMPLE-1"
        if self._watches.pop(number, None) is None and not sample:
            return Reply(404, {"error": "not_found"})
        return Reply(200, {"state": "ended"})

    def _month(self) -> str:
        return local_date(self._now()).replace(day=1).isoformat()
