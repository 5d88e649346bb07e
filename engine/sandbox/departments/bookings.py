"""The pretend register of temple bookings: how a booking stands, and its ticket once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from engine.domain.calendar import local_date
from engine.domain.money import format_money
from engine.sandbox.departments.booking_register import (
    KINDS,
    SAMPLE_PHONE,
    SAMPLES,
    Booking,
    Register,
)
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Reply, Sample, body_of

STATES: Mapping[str, Words] = {
    "confirmed": Words("ఖాయమైన బుకింగ్", "A confirmed booking"),
    "cancelled": Words("రద్దయిన బుకింగ్", "A cancelled booking"),
    "unpaid": Words("ఇంకా చెల్లించని బుకింగ్", "A booking that is not paid for"),
    "over": Words("రోజు దాటిన బుకింగ్", "A booking whose day is over"),
}


class Bookings:
    """Answers `/bookings/search` and `/bookings/ticket`; what tells of a person travels in the body."""

    name = "bookings"
    title = Words("ఆలయ బుకింగ్‌ల రిజిస్టర్", "Register of temple bookings")

    def __init__(self, now: Clock, printer: Printer, register: Register) -> None:
        self._now = now
        self._printer = printer
        self._register = register

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.post("/bookings/search", self._search),
            web.post("/bookings/ticket", self._ticket),
        ]

    def reset(self) -> None:
        self._register.forget()

    def samples(self) -> Sequence[Sample]:
        fixed = [Sample(STATES[state], (name, SAMPLE_PHONE)) for name, state in SAMPLES.items()]
        others = [
            Sample(STATES[booking.state], (name, booking.phone))
            for name, booking in self._register.some()
        ]
        return fixed + others

    async def _search(self, request: web.Request) -> web.StreamResponse:
        name, booking = self._asked(body_of(await request.read()) or {})
        if booking is None:
            return Reply(404, {"error": "no_match"}).response()
        told = {
            "number": name,
            "state": booking.state,
            "kind": KINDS[booking.kind].plain(),
            "temple": self._register.temple(booking).plain(),
            "what": booking.what.plain(),
            "day": booking.day.isoformat(),
            "name": booking.name,
            "paid": booking.paid,
        }
        return Reply(200, {"booking": told}).response()

    async def _ticket(self, request: web.Request) -> web.StreamResponse:
        name, booking = self._asked(body_of(await request.read()) or {})
        if booking is None:
            return Reply(404, {"error": "no_match"}).response()
        if booking.state != "confirmed":
            return Reply(409, {"error": "not_confirmed"}).response()
        file = await self._printer.document(
            "booking.pdf", "extract.typ", local_date(self._now()), self._paper(name, booking)
        )
        return Reply(200, {"ticket": file}).response()

    def _asked(self, wish: Mapping[str, Any]) -> tuple[str, Booking | None]:
        name = str(wish.get("number"))
        return name, self._register.find(name, str(wish.get("phone")))

    def _paper(self, name: str, booking: Booking) -> Mapping[str, Any]:
        temple, what = self._register.temple(booking), booking.what
        return {
            "title": KINDS[booking.kind].plain(),
            "number": name,
            "rows": [
                row("దేవస్థానం", "Temple", f"{temple.te}\n{temple.en}"),
                row("వివరం", "For", f"{what.te}\n{what.en}"),
                row("తేదీ", "Date", booking.day.strftime("%d-%m-%Y")),
                row("పేరు", "Name", booking.name),
                row("చెల్లించిన మొత్తం", "Amount paid", format_money(booking.paid)),
            ],
        }
