"""The pretend document locker: five thousand lockers of papers, a page on which a citizen lets us in, and certificates filed by us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person, read
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of
from engine.sandbox.pages import Pages, languages_of, refuse_strangers

DATA = read("locker.json")
LOCKERS: int = DATA["lockers"]
KINDS: Sequence[Mapping[str, Any]] = DATA["kinds"]
"""`of_a_hundred`: lockers that hold such a paper; `asked_as`: what it will do as."""

WAYS = ("allow", "refuse")
HOLDER = "నమూనా పౌరుడు"


@dataclass(slots=True)
class Request:
    """What was asked of a citizen. state: waiting, open, refused; locker: whose, once it is open; filed: certificates by number."""

    paper: str
    state: str = "waiting"
    locker: int = 0
    filed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in a locker."""

    number: str
    kind: Mapping[str, Any]
    holder: str

    def plain(self) -> dict[str, Any]:
        """Return it as a list of papers shows it."""
        return {
            "number": self.number,
            "kind": self.kind["name"],
            "holder": self.holder,
            "issuer": self.kind["issuer"],
        }


class Locker:
    """Answers `POST /requests`, `/papers/search`, `/papers/copy` and `/certificates`; `/consents/<request>` is the citizen's page."""

    name = "locker"
    title = Words("పత్రాల లాకర్", "Document locker")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._requests = _samples()
        self._pages = Pages(Path(__file__).parent / "pages")

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/requests", self._ask),
            web.post("/papers/search", self._search),
            web.post("/papers/copy", self._copy),
            web.post("/certificates", self._certificate),
            web.get("/consents/{request}", self._show),
            web.post("/consents/{request}", self._answer),
            web.get("/locker.css", self._pages.style("locker.css")),
        ]

    def reset(self) -> None:
        self._requests = _samples()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {1: Words("గుర్తింపు కార్డులు ఉన్న లాకర్", "A locker with identity cards")}
        empty = next(number for number in range(2, LOCKERS) if not papers_of(number, "identity"))
        what[empty] = Words("గుర్తింపు కార్డు లేని లాకర్", "A locker without an identity card")
        return [Sample(words, (str(number),)) for number, words in what.items()]

    # -- the business ------------------------------------------------------------------------------------------------

    async def _ask(self, request: web.Request) -> web.StreamResponse:
        place = f"{request.url.origin()}{request.path.removesuffix('/requests')}"
        key = request.headers.get("Idempotency-Key", "")
        return await self._once.reply(request, lambda wish: self._open(wish, key, place))

    async def _open(self, wish: Mapping[str, Any], key: str, place: str) -> Reply:
        paper = str(wish.get("paper"))
        if paper not in {kind["asked_as"] for kind in KINDS}:
            return Reply(400, {"error": "no such paper"})
        name = f"LR-{Chance('locker request', key).letters(16)}"
        self._requests[name] = Request(paper)
        return Reply(201, {"request": name, "link": f"{place}/consents/{name}"})

    async def _search(self, request: web.Request) -> web.StreamResponse:
        asked = self._asked(body_of(await request.read()) or {})
        if asked is None:
            return Reply(404, {"error": "no such request"}).response()
        if asked.state != "open":
            return Reply(200, {"state": asked.state}).response()
        told = [paper.plain() for paper in papers_of(asked.locker, asked.paper)]
        return Reply(200, {"state": "open", "papers": told}).response()

    async def _copy(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        asked = self._asked(wish)
        held = papers_of(asked.locker, asked.paper) if asked and asked.state == "open" else ()
        found = next((each for each in held if each.number == wish.get("number")), None)
        if found is None:
            return Reply(404, {"error": "gone"}).response()
        return Reply(200, {"paper": await self._paper(found)}).response()

    async def _certificate(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._file)

    async def _file(self, wish: Mapping[str, Any]) -> Reply:
        asked = self._asked(wish)
        if asked is None or asked.state != "open":
            return Reply(403, {"error": "closed"})
        asked.filed[str(wish.get("number"))] = str(wish.get("url"))
        return Reply(201, {"filed": True})

    def _asked(self, wish: Mapping[str, Any]) -> Request | None:
        return self._requests.get(str(wish.get("request")))

    async def _paper(self, paper: Paper) -> dict[str, str]:
        kind = paper.kind
        issuer = kind["issuer"]
        printed = {
            "title": kind["name"],
            "number": paper.number,
            "rows": [
                row("పేరు", "Name", paper.holder),
                row("జారీ చేసినవారు", "Issued by", f"{issuer['te']} · {issuer['en']}"),
            ],
        }
        today = local_date(self._now())
        return await self._printer.document(kind["file"], "extract.typ", today, printed)

    # -- the citizen's page ------------------------------------------------------------------------------------------

    async def _show(self, request: web.Request) -> web.StreamResponse:
        asked = self._named(request)
        kinds = [kind["name"] for kind in KINDS if kind["asked_as"] == asked.paper]
        return self._pages.show(
            "locker.html",
            state=asked.state,
            kinds=kinds,
            samples=self.samples(),
            filed=list(asked.filed),
            languages=languages_of(request),
        )

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        refuse_strangers(request)
        asked = self._named(request)
        form = await request.post()
        way, locker = str(form.get("way", "")), str(form.get("locker", "1"))
        if way not in WAYS or not locker.isdecimal() or not 1 <= int(locker) <= LOCKERS:
            raise web.HTTPBadRequest(text=f"way is one of {', '.join(WAYS)}, locker 1 to {LOCKERS}")
        asked.state = "open" if way == "allow" else "refused"
        asked.locker = int(locker) if way == "allow" else 0
        raise web.HTTPSeeOther(request.rel_url)

    def _named(self, request: web.Request) -> Request:
        asked = self._requests.get(request.match_info["request"])
        if asked is None:
            raise web.HTTPNotFound(text="no such request")
        return asked


def papers_of(locker: int, asked: str) -> Sequence[Paper]:
    """Return the papers of a locker that will do as what was asked for. The first locker holds all but a PAN card."""
    holder = HOLDER if locker == 1 else person(Chance("locker holder", locker)).marked
    return [
        Paper(f"{kind['code']}-{locker:04d}", kind, holder)
        for kind in KINDS
        if kind["asked_as"] == asked and _holds(locker, kind)
    ]


def _holds(locker: int, kind: Mapping[str, Any]) -> bool:
    if locker == 1:
        return str(kind["id"]) != "pan"
    return Chance("locker paper", locker, kind["id"]).whole(100) < int(kind["of_a_hundred"])


def _samples() -> dict[str, Request]:
    """Return the requests that are always there, one for each way a citizen can answer."""
    empty = next(number for number in range(2, LOCKERS) if not papers_of(number, "identity"))
    return {
        "LR-SAMPLE": Request("identity", "open", 1),
        "LR-EMPTY": Request("identity", "open", empty),
        "LR-WAITING": Request("identity"),
        "LR-REFUSED": Request("identity", "refused"),
    }
