"""The pretend examinations office: candidates by roll number and birth date, their centres, papers and photographs."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from aiohttp import web

from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, person, towns
from engine.sandbox.departments.portraits import portrait
from engine.sandbox.departments.power import COMPANIES
from engine.sandbox.departments.system import Reply, Sample, body_of

SCHOOLS, SEATS = 80, 40
STATES = {"eligible": 94, "withheld": 2, "not_printed": 4}
"""How many of a hundred candidates stand so."""

WITHOUT_PHOTOGRAPH = 2
"""Of a hundred candidates so many have given none yet."""

BIRTH_YEARS = {2010: 10, 2011: 75, 2012: 15}
SUBJECTS = (
    Words("మొదటి భాష (తెలుగు)", "First language (Telugu)"),
    Words("రెండవ భాష (హిందీ)", "Second language (Hindi)"),
    Words("మూడవ భాష (ఇంగ్లిష్)", "Third language (English)"),
    Words("గణితం", "Mathematics"),
    Words("భౌతిక శాస్త్రం", "Physical science"),
    Words("జీవ శాస్త్రం", "Biological science"),
    Words("సాంఘిక శాస్త్రం", "Social studies"),
)
EXAMINATION = Words("పదో తరగతి పబ్లిక్ పరీక్షలు, మార్చి 2027", "SSC Public Examinations, March 2027")
FIRST_PAPER = date(2027, 3, 15)
HOURS = "09:30 - 12:45"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sample student. state: one of STATES; ref: what the hall ticket is asked by; photographed: whether the office has a picture."""

    roll: str
    born: str
    name: str
    town: Words
    state: str
    ref: str
    photographed: bool = True


_TOWN = Words("తెనాలి", "Tenali")
_NAME = "నమూనా విద్యార్థి"
FIXED: Mapping[str, Candidate] = {
    each.roll: each
    for each in (
        Candidate("2712345678", "2011-08-15", _NAME, _TOWN, "eligible", "C-SAMPLE"),
        Candidate("2712345679", "2011-08-15", _NAME, _TOWN, "withheld", "C-HELD"),
        Candidate("2712345680", "2011-08-15", _NAME, _TOWN, "not_printed", "C-NOT-YET"),
        Candidate(
            "2712345681", "2011-08-15", _NAME, _TOWN, "eligible", "C-FACELESS", photographed=False
        ),
    )
}


class Ssc:
    """Answers `POST /candidates/search`, `GET /hall-tickets/<ref>` and `GET /photographs/<ref>`."""

    name = "ssc"
    title = Words("పదో తరగతి పరీక్షల విభాగం", "SSC examinations office")

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/candidates/search", self._search),
            web.get("/hall-tickets/{ref}", self._ticket),
            web.get("/photographs/{ref}", self._photograph),
        ]

    def reset(self) -> None:
        """Nothing is ever written here."""

    def samples(self) -> Sequence[Sample]:
        what = {
            "eligible": Words("హాల్ టికెట్ సిద్ధం", "Hall ticket is ready"),
            "withheld": Words("హాల్ టికెట్ నిలిపివేశారు", "Hall ticket is withheld"),
            "not_printed": Words("ఇంకా సిద్ధం కాలేదు", "Not ready yet"),
        }
        others = [candidate(school, 1) for school in range(4)]
        return [
            Sample(
                what[each.state]
                if each.photographed
                else Words("ఫొటో లేని హాల్ టికెట్", "Without a photograph"),
                (each.roll, date.fromisoformat(each.born).strftime("%d-%m-%Y")),
            )
            for each in (*FIXED.values(), *others)
        ]

    @cached_property
    def _places(self) -> Mapping[str, tuple[int, int]]:
        """Which school and seat a reference means."""
        return {
            _ref(roll_number(school, seat)): (school, seat)
            for school in range(SCHOOLS)
            for seat in range(1, SEATS + 1)
        }

    async def _search(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read())
        if wish is None:
            return Reply(400, {"error": "the body is not a JSON object"}).response()
        found = _find(str(wish.get("roll")))
        if found is None or found.born != wish.get("born"):
            return Reply(404, {"error": "no_match"}).response()
        if found.state == "withheld":
            return Reply(200, {"state": "withheld"}).response()
        told = {"ref": found.ref, "name": found.name}
        return Reply(200, {"state": "eligible", "candidate": told}).response()

    async def _ticket(self, request: web.Request) -> web.StreamResponse:
        found = self._by_ref(request.match_info["ref"])
        if found is None or found.state != "eligible":
            return Reply(404, {"error": "not_ready"}).response()
        return Reply(200, {"ticket": _ticket_of(found)}).response()

    async def _photograph(self, request: web.Request) -> web.StreamResponse:
        found = self._by_ref(request.match_info["ref"])
        if found is None or not found.photographed:
            return Reply(404, {"error": "none"}).response()
        content = base64.b64encode(portrait(found.roll)).decode()
        file = {"name": "photograph.jpg", "mime": "image/jpeg", "content": content}
        return Reply(200, {"photograph": file}).response()

    def _by_ref(self, ref: str) -> Candidate | None:
        fixed = next((each for each in FIXED.values() if each.ref == ref), None)
        if fixed is not None or ref not in self._places:
            return fixed
        return candidate(*self._places[ref])


def roll_number(school: int, seat: int) -> str:
    """Return ten digits: 27, the school, the seat."""
    return f"27{101 + school:03d}{seat:05d}"


def candidate(school: int, seat: int) -> Candidate:
    """Return the candidate of one seat. school: from 0; seat: from 1."""
    roll = roll_number(school, seat)
    chance = Chance("candidate", roll)
    born = date(chance.weighted(BIRTH_YEARS), 1, 1) + timedelta(days=chance.whole(365))
    town = Chance("school", school).one_of([town for name in COMPANIES for town in towns(name)])
    state = chance.weighted(STATES)
    photographed = Chance("photographed", roll).whole(100) >= WITHOUT_PHOTOGRAPH
    name = person(chance).marked
    return Candidate(roll, born.isoformat(), name, town, state, _ref(roll), photographed)


def _find(roll: str) -> Candidate | None:
    if roll in FIXED:
        return FIXED[roll]
    if len(roll) != 10 or not roll.isdecimal() or not roll.startswith("27"):
        return None
    school, seat = int(roll[2:5]) - 101, int(roll[5:])
    return candidate(school, seat) if 0 <= school < SCHOOLS and 1 <= seat <= SEATS else None


def _ref(roll: str) -> str:
    return f"C-{Chance('hall ticket', roll).letters(8)}"


def _ticket_of(found: Candidate) -> Mapping[str, Any]:
    """Return what stands on a hall ticket; the candidates of a school sit in the school itself."""
    town = found.town
    school = Words(f"జిల్లా పరిషత్ ఉన్నత పాఠశాల, {town.te} (నమూనా)", f"ZP High School, {town.en} (sample)")
    address = Words(f"పాఠశాల వీధి, {town.te} (నమూనా)", f"School Street, {town.en} (sample)")
    return {
        "examination": EXAMINATION.plain(),
        "school": school.plain(),
        "centre": {"code": found.roll[:5], "name": school.plain(), "address": address.plain()},
        "papers": [
            {"name": subject.plain(), "date": day.isoformat(), "time": HOURS}
            for subject, day in zip(SUBJECTS, _exam_days(), strict=True)
        ],
    }


def _exam_days() -> list[date]:
    """Return a day for each subject: every other day, never a Sunday."""
    days = [FIRST_PAPER]
    while len(days) < len(SUBJECTS):
        following = days[-1] + timedelta(days=2)
        days.append(following + timedelta(days=following.isoweekday() == 7))
    return days
