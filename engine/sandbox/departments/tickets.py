"""The pretend corporation's tickets: who travels, what has been cancelled, and what comes back.

A ticket's number is its day and a running number, so every day has thousands of tickets that are the same at every start. Numbers
that begin with 99 are samples: their day is told from today, and the two digits that follow say what is special about them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.people import Words, person
from engine.sandbox.departments.system import Clock
from engine.sandbox.departments.timetable import Bus, Timetable

DIGITS: Final = 10
A_DAY: Final = 6_000
"""Tickets of one day."""

AHEAD = timedelta(days=60)
KEPT = timedelta(days=365)
"""How long before and after its day a ticket is in the books."""

PASSENGERS = {1: 45, 2: 30, 3: 12, 4: 8, 6: 5}
BOUGHT = {"online": 60, "agent": 20, "counter": 20}
FATES = {"booked": 88, "cancelled": 9, "called_off": 3}
"""How many of a hundred tickets are cancelled by the traveller, and by the corporation."""

BANDS: Sequence[tuple[timedelta, int]] = (
    (timedelta(hours=48), 90),
    (timedelta(hours=24), 75),
    (timedelta(hours=4), 50),
)
"""What comes back, in hundredths of the fare, by how long before the bus leaves; later nothing is taken back."""

CHILD, ELDER = 12, 60
REFUND_DAYS, DUE_DAYS = 3, 7
"""After so many days the money is sent; so many are told at most."""

REFUSED_BY_BANK = 20
"""One of so many refunds comes back from the bank."""

FIXED_PHONE = "1234"
SAMPLE = "99"


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is special about sample tickets. days: until they travel; ago: days since they were cancelled; refused: by the bank."""

    days: int = 8
    fate: str = "booked"
    bought: str = "online"
    ago: int = 0
    refused: bool = False


FIXED: Mapping[str, Fixed] = {
    "01": Fixed(),
    "02": Fixed(fate="cancelled"),
    "03": Fixed(fate="cancelled", ago=REFUND_DAYS + 1),
    "04": Fixed(fate="cancelled", ago=REFUND_DAYS + 1, refused=True),
    "05": Fixed(fate="called_off"),
    "06": Fixed(bought="counter"),
    "07": Fixed(fate="cancelled", bought="counter", ago=REFUND_DAYS + 1),
    "08": Fixed(days=2),
    "09": Fixed(days=59),
    "10": Fixed(days=-1),
    "11": Fixed(days=0),
    "12": Fixed(days=-1),
}
"""By the third and fourth digit of a number. 12: somebody has given an opinion on the journey before."""


@dataclass(frozen=True, slots=True)
class Passenger:
    """Somebody on a ticket. code: p1 to p6."""

    code: str
    name: Words
    age: int
    seat: int

    @property
    def hundredths(self) -> int:
        """Return how much of the fare is paid for this one."""
        if self.age < CHILD:
            return 50
        return 75 if self.age >= ELDER else 100


FAMILY: Sequence[Passenger] = (
    Passenger("p1", Words("సీత", "Sita"), 52, 12),
    Passenger("p2", Words("రాము", "Ramu"), 30, 13),
    Passenger("p3", Words("సాయి", "Sai"), 9, 14),
)
"""Who travels with a sample ticket; only the first where it was bought at a counter."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket.

    fate: booked, cancelled or called_off (the bus does not run); cancelled_on: the day of the one or the other; refused: the bank
    does not take the money; sample: it goes with the telephone number of samples.
    """

    number: str
    day: date
    bus: Bus
    people: Sequence[Passenger]
    bought: str
    fate: str
    cancelled_on: date
    refused: bool
    sample: bool = False

    @property
    def leaves_at(self) -> datetime:
        """Return when the bus leaves."""
        return self.bus.leaves_at(self.day)

    def fare(self, who: Sequence[str]) -> int:
        """Return what these passengers paid, in paise, rounded to rupees."""
        parts = sum(each.hundredths for each in self.people if each.code in who)
        return (self.bus.fare * parts // 100 + 50) // 100 * 100


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back. state: asked, sent, failed or counter; on: the day of that state; due: when it is there at last."""

    state: str
    amount: int
    on: date
    due: date


class Tickets:
    """The corporation's book of tickets."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self.timetable = Timetable()
        self._gone: dict[str, dict[str, date]] = {}
        self._back: dict[str, int] = {}

    def forget(self) -> None:
        """Forget what was cancelled here."""
        self._gone.clear()
        self._back.clear()

    def found(self, number: str) -> Ticket | None:
        """Return the ticket of a number, None where there is none."""
        if len(number) != DIGITS or not number.isascii() or not number.isdecimal():
            return None
        if number.startswith(SAMPLE):
            return self._sample(number)
        day, serial = _day(number), int(number[-4:])
        today = local_date(self._now())
        if day is None or not 1 <= serial <= A_DAY or not today - KEPT <= day <= today + AHEAD:
            return None
        chance = Chance("ticket", number)
        fate, bought = chance.weighted(FATES), chance.weighted(BOUGHT)
        bus = self._bus(chance)
        gone_on = day if fate == "called_off" else day - timedelta(days=chance.between(1, 20))
        refused = not chance.whole(REFUSED_BY_BANK)
        people = _travellers(chance, bus)
        return Ticket(number, day, bus, people, bought, fate, gone_on, refused)

    def _sample(self, number: str) -> Ticket | None:
        fixed = FIXED.get(number[2:4])
        if fixed is None:
            return None
        today = local_date(self._now())
        people = FAMILY[:1] if fixed.bought == "counter" else FAMILY
        return Ticket(
            number=number,
            day=today + timedelta(days=fixed.days),
            bus=self.timetable.between("guntur", "ongole")[0],
            people=people,
            bought=fixed.bought,
            fate=fixed.fate,
            cancelled_on=today - timedelta(days=fixed.ago),
            refused=fixed.refused,
            sample=True,
        )

    def known(self, number: str, phone: str) -> Ticket | None:
        """Return a ticket for its number and the end of the telephone number that goes with it."""
        ticket = self.found(number)
        own = ticket and (FIXED_PHONE if ticket.sample else end_of_phone(number))
        return ticket if ticket and phone == own else None

    def standing(self, ticket: Ticket) -> Sequence[str]:
        """Return the passengers who still travel."""
        if self.is_over(ticket):
            return ()
        gone = self._gone.get(ticket.number, {})
        return tuple(each.code for each in ticket.people if each.code not in gone)

    def is_over(self, ticket: Ticket) -> bool:
        """Tell whether the whole ticket was cancelled elsewhere, by the traveller or the corporation."""
        if ticket.fate == "called_off":
            return True
        return ticket.fate == "cancelled" and ticket.cancelled_on <= local_date(self._now())

    def state(self, ticket: Ticket) -> str:
        """Return booked, cancelled, called_off or travelled."""
        if ticket.fate == "called_off":
            return "called_off"
        if not self.standing(ticket):
            return "cancelled"
        return "booked" if self._now() < ticket.leaves_at else "travelled"

    def share(self, ticket: Ticket) -> int:
        """Return the hundredths that come back now; 0 when it is too late."""
        left = ticket.leaves_at - self._now()
        return next((percent for least, percent in BANDS if left >= least), 0)

    def back(self, ticket: Ticket, who: Sequence[str]) -> int:
        """Return what comes back for these passengers now, in whole rupees, as paise."""
        return ticket.fare(who) * self.share(ticket) // 100 // 100 * 100

    def only_children(self, ticket: Ticket, who: Sequence[str]) -> bool:
        """Tell whether, without these passengers, only children would travel."""
        staying = [
            each for each in ticket.people if each.code in set(self.standing(ticket)) - set(who)
        ]
        return bool(staying) and all(each.age < CHILD for each in staying)

    def cancel(self, ticket: Ticket, who: Sequence[str]) -> int:
        """Take these passengers off; return what comes back, in paise."""
        amount = self.back(ticket, who)
        today = local_date(self._now())
        self._gone.setdefault(ticket.number, {}).update(dict.fromkeys(who, today))
        self._back[ticket.number] = self._back.get(ticket.number, 0) + amount
        return amount

    def refund(self, ticket: Ticket) -> Refund | None:
        """Return how the money of a cancelled ticket stands, None where nothing is to come back."""
        gone, today = self._gone.get(ticket.number), local_date(self._now())
        everybody = tuple(each.code for each in ticket.people)
        if gone:
            asked_on, amount = max(gone.values()), self._back[ticket.number]
        elif self.is_over(ticket):
            share = 100 if ticket.fate == "called_off" else BANDS[0][1]
            asked_on = min(ticket.cancelled_on, today)
            amount = ticket.fare(everybody) * share // 100 // 100 * 100
        else:
            return None
        due = asked_on + timedelta(days=DUE_DAYS)
        sent_on = asked_on + timedelta(days=REFUND_DAYS)
        if ticket.bought == "counter":
            return Refund("counter", amount, asked_on, due)
        if today < sent_on:
            return Refund("asked", amount, asked_on, due)
        return Refund("failed" if ticket.refused else "sent", amount, sent_on, due)

    def _bus(self, chance: Chance) -> Bus:
        stations = tuple(self.timetable.stations)
        while True:
            buses = self.timetable.between(chance.one_of(stations), chance.one_of(stations))
            if buses:
                return chance.one_of(buses)


def end_of_phone(number: str) -> str:
    """Return the last four digits of the telephone number of a ticket."""
    return f"{Chance('ticket phone', number).whole(10_000):04d}"


def _day(number: str) -> date | None:
    try:
        return date(2000 + int(number[4:6]), int(number[2:4]), int(number[:2]))
    except ValueError:
        return None


def _travellers(chance: Chance, bus: Bus) -> Sequence[Passenger]:
    count = chance.weighted(PASSENGERS)
    first = chance.between(1, bus.seats - count)
    ages = [chance.between(18, 80), *(chance.between(5, 80) for _ in range(count - 1))]
    return tuple(
        Passenger(f"p{place + 1}", person(chance), age, first + place)
        for place, age in enumerate(ages)
    )
