"""The register in which the pretend temple offices write what is booked: looked into by number and the last digits of a phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from engine.domain.calendar import local_date
from engine.sandbox.departments.chance import Chance
from engine.sandbox.departments.holds import Holds
from engine.sandbox.departments.people import Words, person, read
from engine.sandbox.departments.system import Clock

LETTERS: Final[Mapping[str, str]] = {
    "annavaram": "AVM",
    "dwaraka_tirumala": "DWT",
    "kanipakam": "KPK",
    "simhachalam": "SMC",
    "srikalahasti": "SKH",
    "srisailam": "SSL",
    "vijayawada": "VJA",
}
"""How the numbers of a temple's bookings begin."""

KINDS: Final[Mapping[str, Words]] = {
    "D": Words("దర్శన టికెట్", "Darshan ticket"),
    "S": Words("ఆర్జిత సేవ", "Arjitha seva"),
    "R": Words("వసతి గది", "Room"),
}
OF_EACH = 300
"""Bookings of each kind at each temple that were made at the counter or on a website."""

STATES = {"booked": 88, "cancelled": 12}
BOOKED_AHEAD = 40
ROUND = 60
"""Days after which a number of the counter belongs to another booking."""

SAMPLES: Final[Mapping[str, str]] = {
    "SSL-D-222222": "confirmed",
    "VJA-S-333333": "confirmed",
    "AVM-R-444444": "confirmed",
    "KPK-S-555555": "cancelled",
    "SMC-D-666666": "over",
    "SKH-R-777777": "unpaid",
}
SAMPLE_PHONE = "1234"


@dataclass(frozen=True, slots=True)
class Booking:
    """What somebody has booked.

    kind: D, S or R; what: the slot, seva or room; day: when it is for; phone: the last four digits; paid: paise; state: confirmed, over,
    cancelled or unpaid.
    """

    kind: str
    temple: str
    what: Words
    day: date
    name: str
    phone: str
    paid: int
    state: str = "unpaid"


class Register:
    """All temples' bookings: those made here, as their holds stand, and thousands that were made elsewhere."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._made_here: dict[str, tuple[Booking, Holds]] = {}
        self._temples: Mapping[str, Mapping[str, str]] = read("temples.json")["names"]

    def forget(self) -> None:
        """Forget what was booked here."""
        self._made_here.clear()

    def enter(self, name: str, booking: Booking, holds: Holds) -> None:
        """Write a booking down under its number. holds: those of its office, which know whether it was paid for."""
        self._made_here[name] = (booking, holds)

    def find(self, name: str, phone: str) -> Booking | None:
        """Return a booking as it stands today, None where number and phone do not go together. name: with its dashes or without."""
        bare = name.replace("-", "")
        name = f"{bare[:3]}-{bare[3:4]}-{bare[4:]}"
        booking = self._here(name) or self._elsewhere(name)
        return booking if booking is not None and booking.phone == phone else None

    def temple(self, booking: Booking) -> Words:
        """Return the temple's name."""
        return Words(**self._temples[booking.temple])

    def some(self) -> tuple[tuple[str, Booking], ...]:
        """Return a few bookings of the counters with their numbers."""
        names = sorted(self._counter)[:4]
        return tuple((name, booking) for name in names if (booking := self._elsewhere(name)))

    def _here(self, name: str) -> Booking | None:
        if name not in self._made_here:
            return None
        booking, holds = self._made_here[name]
        if holds.released(name):
            return replace(booking, state="cancelled")
        if not holds.settled(name):
            return replace(booking, state="unpaid") if holds.stands(name) else None
        return replace(booking, state="confirmed" if booking.day >= self._today else "over")

    def _elsewhere(self, name: str) -> Booking | None:
        """Return a booking made at a counter; its day comes round every sixty days, so that there are always some to come."""
        place = self._counter.get(name)
        if place is None:
            return None
        temple, kind = place
        chance = Chance("booked", name)
        who, state = person(chance).marked, chance.weighted(STATES)
        day = self._today - timedelta(days=(self._today.toordinal() + chance.whole(ROUND)) % ROUND)
        booking = Booking(
            kind,
            temple,
            KINDS[kind],
            day + timedelta(days=BOOKED_AHEAD),
            who,
            SAMPLE_PHONE if name in SAMPLES else f"{chance.whole(10_000):04d}",
            chance.between(1, 20) * 100_00,
        )
        if name in SAMPLES:
            return self._sample(booking, SAMPLES[name])
        over = booking.day < self._today
        return replace(booking, state="cancelled" if state == "cancelled" else "over" if over else "confirmed")  # fmt: skip

    def _sample(self, booking: Booking, state: str) -> Booking:
        day = self._today + timedelta(days=-2 if state == "over" else 7)
        return replace(booking, day=day, name="నమూనా భక్తులు", paid=500_00, state=state)

    @property
    def _today(self) -> date:
        return local_date(self._now())

    @cached_property
    def _counter(self) -> Mapping[str, tuple[str, str]]:
        """Return temple and kind of each number of the counters."""
        found = {
            f"{letters}-{kind}-{Chance('counter', temple, kind, place).letters(6)}": (temple, kind)
            for temple, letters in LETTERS.items()
            for kind in KINDS
            for place in range(OF_EACH)
        }
        temples = {letters: temple for temple, letters in LETTERS.items()}
        fixed = {name: (temples[name[:3]], name[4]) for name in SAMPLES}
        return found | fixed


def number(temple: str, kind: str, key: str) -> str:
    """Return the number of a booking that is made now under a key."""
    return f"{LETTERS[temple]}-{kind}-{Chance('hold', temple, kind, key).letters(6)}"


def phone_end(phone: object) -> str:
    """Return the last four digits of a phone number."""
    return "".join(letter for letter in str(phone) if letter.isdecimal())[-4:]
