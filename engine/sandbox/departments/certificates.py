"""The pretend register of revenue certificates: applications on their way, codes to a phone, certificates and how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words, person
from engine.sandbox.departments.power import row
from engine.sandbox.departments.revenue_applications import (
    FIXED_ISSUED,
    FIXED_PHONE,
    NO_PHONE,
    OBC,
    TAHSILDAR,
    phone_of,
    stand_of,
)
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of

NOBODY = "9"
"""No household has a ration card that begins so."""

HELD = {True: 5, False: 95}
"""Of a hundred people so many hold a valid certificate of a kind already."""

HOLDS_NONE, HOLDS_ALL = "2812345678", "2812345679"
"""Cards of sample households: nobody holds a certificate, everybody holds every one."""

CANCELLED = {True: 2, False: 98}
"""Of a hundred certificates so many were cancelled."""

YEAR = 365

CODE = "123456"
"""The code that every sample phone gets."""

FIXED_CERTIFICATES = {
    "CR24110001": ("expired", date(2024, 11, 1), date(2025, 11, 1)),
    "CR26100007": ("cancelled", date(2026, 10, 1), date(2026, 11, 10)),
}
"""Certificates of samples: how each stands, when it was issued, and its last day or that of cancelling."""


class Certificates:
    """Answers what `catalog/revenue/_connectors.yaml` says under `certificates`; what tells of a person travels in the body."""

    name = "certificates"
    title = Words("రెవెన్యూ దరఖాస్తులు, పత్రాల రిజిస్టర్", "Register of revenue certificates")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._sent: set[str] = {"RV26110003"}

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/certificates/search", self._held),
            web.post("/certificates/standing", self._standing),
            web.post("/applications/search", self._application),
            web.post("/codes", self._code),
            web.post("/papers", self._paper),
        ]

    def reset(self) -> None:
        self._sent = {"RV26110003"}
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        stands = {
            "RV26110001": Words("తహసీల్దార్ వద్ద ఉన్న దరఖాస్తు", "An application with the Tahsildar"),
            "RV26110002": Words("వివరాలు అడిగిన దరఖాస్తు", "An application asked back"),
            "RV26110004": Words("ఆమోదం పొందని దరఖాస్తు", "An application not approved"),
            "RV26110005": Words("గడువు దాటిన దరఖాస్తు", "An application past its time"),
        }
        papers = {
            "CR26110003": Words("చెల్లుబాటులో ఉన్న పత్రం", "A valid certificate"),
            "CR24110001": Words("గడువు ముగిసిన పత్రం", "A certificate that has run out"),
            "CR26100007": Words("రద్దయిన పత్రం", "A cancelled certificate"),
        }
        days = (FIXED_ISSUED, *(day for _, day, _ in FIXED_CERTIFICATES.values()))
        return [
            Sample(Words("ఇప్పటికే పత్రం ఉన్న రేషన్ కార్డు", "Ration card: holds a certificate already"), (HOLDS_ALL,)),
            *(Sample(words, (number, FIXED_PHONE)) for number, words in stands.items()),
            Sample(Words("జారీ అయిన పత్రం, కోడ్", "An issued certificate, with the code"), ("RV26110003", CODE)),
            *(
                Sample(words, (number, day.strftime("%d-%m-%Y")))
                for (number, words), day in zip(papers.items(), days, strict=True)
            ),
        ]  # fmt: skip

    def _today(self) -> date:
        return local_date(self._now())

    # -- certificates ------------------------------------------------------------------------------------------------

    async def _held(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        card = str(wish.get("card", ""))
        if not card or card.startswith(NOBODY):
            return Reply(404, {"error": "not_found"}).response()
        about = ("held", wish.get("paper"), card, wish.get("born"))
        chance = Chance(*about)
        number, until = "CR26110003", FIXED_ISSUED + timedelta(days=YEAR)
        if card != HOLDS_ALL:
            if card == HOLDS_NONE or not chance.weighted(HELD):
                return Reply(200, {"state": "none"}).response()
            until = self._today() + timedelta(days=chance.between(1, 360))
            number = f"CR{until.year - 2001}11{chance.whole(10_000):04d}"
        told = {"number": number, "until": until.isoformat()}
        return Reply(200, {"state": "valid", "certificate": told}).response()

    async def _standing(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        told = self._known(str(wish.get("number", "")), str(wish.get("issued", "")))
        if told is None:
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"certificate": told}).response()

    def _known(self, number: str, issued: str) -> dict[str, Any] | None:
        """Return how a certificate stands, None where number and day do not go together."""
        fixed = FIXED_CERTIFICATES.get(number)
        if fixed is not None:
            state, day, until = fixed
            told = {"state": state, "paper": OBC.plain(), "name": "నమూనా దరఖాస్తుదారు"}
            return {**told, "until": until.isoformat()} if issued == day.isoformat() else None
        stand = stand_of(f"RV{number.removeprefix('CR')}", self._today())
        if stand is None or stand.decided is None or issued != stand.decided.isoformat():
            return None
        chance, today = Chance("certificate", number), self._today()
        until = stand.decided + timedelta(days=YEAR * stand.years)
        state = "valid" if today <= until else "expired"
        if chance.weighted(CANCELLED):
            state = "cancelled"
            until = min(today, stand.decided + timedelta(days=chance.between(5, 90)))
        return {
            "state": state,
            "paper": stand.paper.plain(),
            "name": person(chance).marked,
            "until": until.isoformat(),
        }

    # -- applications ------------------------------------------------------------------------------------------------

    async def _application(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number = str(wish.get("number", ""))
        stand = stand_of(number, self._today())
        if stand is None or wish.get("phone") != phone_of(number):
            return Reply(404, {"error": "no_match"}).response()
        return Reply(200, {"application": stand.plain()}).response()

    async def _code(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._send)

    async def _send(self, wish: Mapping[str, Any]) -> Reply:
        number = str(wish.get("number", ""))
        stand = stand_of(number, self._today())
        if stand is None:
            return Reply(404, {"error": "not_found"})
        if number == NO_PHONE:
            return Reply(409, {"error": "no_phone"})
        if stand.state != "approved":
            return Reply(409, {"error": "not_issued"})
        self._sent.add(number)
        return Reply(201, {"ends_in": phone_of(number)})

    async def _paper(self, request: web.Request) -> web.StreamResponse:
        wish = body_of(await request.read()) or {}
        number = str(wish.get("number", ""))
        stand = stand_of(number, self._today())
        if stand is None or number not in self._sent or wish.get("code") != CODE:
            return Reply(403, {"error": "wrong"}).response()
        certificate = f"CR{number.removeprefix('RV')}"
        paper = {
            "title": stand.paper.plain(),
            "number": certificate,
            "rows": [
                row("పేరు", "Name", person(Chance("certificate", certificate)).marked),
                row("దరఖాస్తు నంబర్", "Application No.", number),
                row("జారీ తేదీ", "Issued on", stand.on.strftime("%d-%m-%Y")),
                row("జారీ చేసినవారు", "Issued by", f"{TAHSILDAR.te}\n{TAHSILDAR.en}"),
            ],
        }
        today = self._today()
        file = await self._printer.document("certificate.pdf", "extract.typ", today, paper)
        told = {"title": stand.paper.plain(), "certificate": certificate, "file": file}
        return Reply(200, {"paper": told}).response()
