"""The pretend office for tickets already bought: what a ticket is worth, cancelling, refunds, copies, and times for a reminder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from aiohttp import web

from engine.domain.calendar import INDIA, at, format_moment, local_date
from engine.domain.money import format_money
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.papers import Printer
from engine.sandbox.departments.people import Words
from engine.sandbox.departments.power import row
from engine.sandbox.departments.system import Clock, Once, Reply, Sample, body_of
from engine.sandbox.departments.tickets import FIXED_PHONE, SAMPLE, Passenger, Ticket, Tickets

CODE = "123456"
"""The code that every sample phone gets."""

DAY_BEGINS, DAY_ENDS, EVENING = time(8), time(21), time(19)
"""Nobody is reminded at night."""

SOON = timedelta(minutes=10)
LATE = {0: 70, 15: 20, 40: 10}
"""Minutes a bus is late at its start, by how many of a hundred."""

PLATFORMS = 20


class TicketOffice:
    """Answers what `catalog/apsrtc/_connectors.yaml` describes under `tickets`; numbers travel in the body."""

    name = "tickets"
    title = Words("ఆర్టీసీ టికెట్లు", "Bus tickets")

    def __init__(self, now: Clock, printer: Printer) -> None:
        self._now = now
        self._printer = printer
        self._once = Once()
        self._tickets = Tickets(now)
        self._sent: set[str] = set()

    def routes(self) -> Sequence[web.RouteDef]:
        reads = {
            "search": self._told,
            "quote": self._quote,
            "refund": self._refund,
            "reminders": self._reminders,
            "boarding": self._boarding,
        }
        return [
            *(web.post(f"/tickets/{name}", self._reading(work)) for name, work in reads.items()),
            web.post("/tickets/paper", self._paper),
            web.post("/codes", self._code),
            web.post("/cancellations", self._cancel),
        ]

    def reset(self) -> None:
        self._tickets.forget()
        self._sent.clear()
        self._once.forget()

    def samples(self) -> Sequence[Sample]:
        what = {
            "01": Words("ముగ్గురి టికెట్; రద్దు కోడ్ 123456", "Three passengers; the code is 123456"),
            "02": Words("రద్దయింది, డబ్బు రావాల్సి ఉంది", "Cancelled, the money is to come"),
            "03": Words("రద్దయింది, డబ్బు పంపారు", "Cancelled, the money is sent"),
            "04": Words("బ్యాంకు డబ్బు తీసుకోలేదు", "The bank did not take the money"),
            "05": Words("ఆర్టీసీ బస్సు రద్దు చేసింది", "The corporation cancelled the bus"),
            "06": Words("కౌంటర్‌లో కొన్న టికెట్", "Bought at a counter"),
        }
        return [Sample(said, (f"{SAMPLE}{kind}000001", FIXED_PHONE)) for kind, said in what.items()]

    def _reading(self, work: Callable[[Ticket, Mapping[str, Any]], Reply]) -> Any:
        """Return the answer to a question about one ticket, which nobody gets without the end of its telephone number."""

        async def read(request: web.Request) -> web.StreamResponse:
            wish = body_of(await request.read()) or {}
            ticket = self._known(wish)
            reply = work(ticket, wish) if ticket else Reply(404, {"error": "no_match"})
            return reply.response()

        return read

    def _known(self, wish: Mapping[str, Any]) -> Ticket | None:
        return self._tickets.known(str(wish.get("number")), str(wish.get("phone")))

    # -- reading -----------------------------------------------------------------------------------------------------

    def _told(self, ticket: Ticket, wish: Mapping[str, Any]) -> Reply:
        book = self._tickets
        standing = book.standing(ticket)
        told = {
            "state": book.state(ticket),
            "start": book.timetable.name(ticket.bus.start).plain(),
            "goal": book.timetable.name(ticket.bus.goal).plain(),
            "date": ticket.day.isoformat(),
            "leaves": f"{ticket.bus.leaves:%H:%M}",
            "leaves_at": format_moment(ticket.leaves_at),
            "service": ticket.bus.number,
            "people": _listed(ticket, standing).plain(),
            "standing": list(standing),
            "bought": ticket.bought,
        }
        return Reply(200, {"ticket": told})

    def _quote(self, ticket: Ticket, wish: Mapping[str, Any]) -> Reply:
        book, who = self._tickets, _who(wish)
        if not who or not set(who) <= set(book.standing(ticket)):
            return Reply(400, {"error": "who is not right"})
        if not book.share(ticket):
            return Reply(200, {"state": "closed"})
        if book.only_children(ticket, who):
            return Reply(200, {"state": "children"})
        back = book.back(ticket, who)
        told = {"back": back, "kept": ticket.fare(who) - back, "percent": book.share(ticket)}
        return Reply(200, {"state": "open", "quote": told})

    def _refund(self, ticket: Ticket, wish: Mapping[str, Any]) -> Reply:
        refund = self._tickets.refund(ticket)
        if refund is None:
            return Reply(200, {"state": "none"})
        told = {
            "state": refund.state,
            "amount": refund.amount,
            "on": refund.on.isoformat(),
            "due": refund.due.isoformat(),
            "reference": f"RF{ticket.number}",
        }
        return Reply(200, {"state": "some", "refund": told})

    def _reminders(self, ticket: Ticket, wish: Mapping[str, Any]) -> Reply:
        """Tell the times at which a reminder still makes sense: by day, and neither over nor just about to be."""
        eve = at(ticket.day - timedelta(days=1), EVENING)
        times = {
            "eve": (Words("ముందు రోజు సాయంత్రం", "The evening before"), eve),
            "morning": (Words("ఆ రోజు ఉదయం", "That morning"), at(ticket.day, DAY_BEGINS)),
            "three_hours": (Words("3 గంటల ముందు", "3 hours before"), _before(ticket, 3)),
            "one_hour": (Words("1 గంట ముందు", "1 hour before"), _before(ticket, 1)),
        }
        latest, earliest = _before(ticket, 1), self._now() + SOON
        offered = [
            {
                "code": code,
                "name": name.plain(),
                "when": _clock(moment),
                "at": format_moment(moment),
            }
            for code, (name, moment) in times.items()
            if earliest < moment <= latest and _by_day(moment)
        ]
        return Reply(200, {"times": offered})

    def _boarding(self, ticket: Ticket, wish: Mapping[str, Any]) -> Reply:
        state = self._tickets.state(ticket)
        if state in ("called_off", "cancelled"):
            return Reply(200, {"state": state})
        chance = Chance("boarding", ticket.bus.code, ticket.day.isoformat())
        told = {
            "platform": str(chance.between(1, PLATFORMS)),
            "vehicle": f"AP39Z{chance.between(1000, 9999)}",
            "late": chance.weighted(LATE),
        }
        return Reply(200, {"state": "runs", "boarding": told})

    # -- papers and cancelling ---------------------------------------------------------------------------------------

    async def _paper(self, request: web.Request) -> web.StreamResponse:
        ticket = self._known(body_of(await request.read()) or {})
        if ticket is None:
            return Reply(404, {"error": "no_match"}).response()
        standing = self._tickets.standing(ticket)
        if not standing:
            return Reply(409, {"error": "cancelled"}).response()
        title = Words("ఆర్టీసీ బస్సు టికెట్", "Bus ticket")
        paper = self._page(title, ticket, standing, ticket.fare(standing))
        today = local_date(self._now())
        file = await self._printer.document("ticket.pdf", "ticket.typ", today, paper)
        return Reply(200, {"paper": file}).response()

    async def _code(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._send)

    async def _send(self, wish: Mapping[str, Any]) -> Reply:
        ticket = self._known(wish)
        if ticket is None:
            return Reply(404, {"error": "no_match"})
        self._sent.add(ticket.number)
        return Reply(201, {"state": "sent"})

    async def _cancel(self, request: web.Request) -> web.StreamResponse:
        return await self._once.reply(request, self._take_back)

    async def _take_back(self, wish: Mapping[str, Any]) -> Reply:
        """Cancel passengers: with the code that was sent, and for the amount the traveller was told."""
        book, ticket, who = self._tickets, self._known(wish), _who(wish)
        if ticket is None or not self._may(ticket) or wish.get("code") != CODE:
            return Reply(403, {"error": "wrong"})
        if not who or not set(who) <= set(book.standing(ticket)) or not book.share(ticket):
            return Reply(410, {"error": "closed"})
        if wish.get("back") != book.back(ticket, who):
            return Reply(409, {"error": "changed"})
        amount = book.cancel(ticket, who)
        title = Words("టికెట్ రద్దు పత్రం", "Cancellation slip")
        paper = self._page(title, ticket, who, amount)
        paper["rows"].append(row("తిరిగి వచ్చే మొత్తం", "Amount to be returned", paper["amount"]))
        today = local_date(self._now())
        file = await self._printer.document("cancelled.pdf", "extract.typ", today, paper)
        told = {"back": amount, "reference": f"RF{ticket.number}", "slip": file}
        return Reply(201, {"cancelled": told})

    def _may(self, ticket: Ticket) -> bool:
        """Tell whether a code was sent; to the telephone of a sample it always was."""
        return ticket.sample or ticket.number in self._sent

    def _page(
        self, title: Words, ticket: Ticket, who: Sequence[str], amount: int
    ) -> dict[str, Any]:
        start = self._tickets.timetable.name(ticket.bus.start)
        goal = self._tickets.timetable.name(ticket.bus.goal)
        names = "\n".join(_line(each).te for each in ticket.people if each.code in who)
        return {
            "title": title.plain(),
            "number": ticket.number,
            "amount": format_money(amount),
            "rows": [
                row("ప్రయాణం", "Journey", f"{start.te} - {goal.te}\n{start.en} - {goal.en}"),
                row("తేదీ, సమయం", "Day, time", f"{ticket.day:%d-%m-%Y}, {ticket.bus.leaves:%H:%M}"),
                row("సర్వీసు నంబర్", "Service", ticket.bus.number),
                row("ప్రయాణికులు", "Passengers", names),
            ],
        }


def _who(wish: Mapping[str, Any]) -> Sequence[str]:
    who = wish.get("who")
    return [str(each) for each in who] if isinstance(who, list) else []


def _line(each: Passenger) -> Words:
    return Words(
        f"{each.name.te} (నమూనా), వయసు {each.age}, సీటు {each.seat}",
        f"{each.name.en} (sample), age {each.age}, seat {each.seat}",
    )


def _listed(ticket: Ticket, standing: Sequence[str]) -> Words:
    """Return the passengers, one a line, numbered; who no longer travels is marked."""
    te, en = [], []
    for number, each in enumerate(ticket.people, 1):
        line, gone = _line(each), each.code not in standing
        te.append(f"{number}. {line.te}{' (రద్దు)' if gone else ''}")
        en.append(f"{number}. {line.en}{' (cancelled)' if gone else ''}")
    return Words("\n".join(te), "\n".join(en))


def _before(ticket: Ticket, hours: int) -> datetime:
    return ticket.leaves_at - timedelta(hours=hours)


def _by_day(moment: datetime) -> bool:
    return DAY_BEGINS <= moment.astimezone(INDIA).time() < DAY_ENDS


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(INDIA):%d-%m-%Y, %H:%M}"
