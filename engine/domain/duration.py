"""Lengths of time as people say them: `15 minutes`, `7 working days`, `2 months`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Unit = Literal[
    "minutes", "hours", "working_hours", "days", "working_days", "weeks", "months", "years"
]

UNITS: tuple[Unit, ...] = (
    "minutes",
    "hours",
    "working_hours",
    "days",
    "working_days",
    "weeks",
    "months",
    "years",
)

EXACT_SECONDS: Mapping[Unit, int] = {
    "minutes": 60,
    "hours": 3_600,
    "days": 86_400,
    "weeks": 604_800,
}
"""Seconds in the units that always last equally long; Asia/Kolkata has no summer time."""

_WRITTEN = re.compile(
    r"(\d{1,5})\s+(?:(working|office)\s+)?(minute|hour|day|week|month|year)s?", re.IGNORECASE
)

_WORDS: Mapping[str, Mapping[Unit, tuple[str, str]]] = {
    "en": {
        "minutes": ("minute", "minutes"),
        "hours": ("hour", "hours"),
        "working_hours": ("working hour", "working hours"),
        "days": ("day", "days"),
        "working_days": ("working day", "working days"),
        "weeks": ("week", "weeks"),
        "months": ("month", "months"),
        "years": ("year", "years"),
    },
    "te": {
        "minutes": ("నిమిషం", "నిమిషాలు"),
        "hours": ("గంట", "గంటలు"),
        "working_hours": ("పని గంట", "పని గంటలు"),
        "days": ("రోజు", "రోజులు"),
        "working_days": ("పని దినం", "పని దినాలు"),
        "weeks": ("వారం", "వారాలు"),
        "months": ("నెల", "నెలలు"),
        "years": ("సంవత్సరం", "సంవత్సరాలు"),
    },
}


@dataclass(frozen=True, slots=True)
class Duration:
    """So many of one unit; `working_days` and `working_hours` need a calendar to be placed."""

    amount: int
    unit: Unit

    @property
    def seconds(self) -> int | None:
        """Return its length where that is always the same; None for months, years and office time."""
        each = EXACT_SECONDS.get(self.unit)
        return None if each is None else each * self.amount

    def __str__(self) -> str:
        """Return it as it is written in a flow file."""
        return render(self, "en")


@lru_cache(maxsize=1024)
def parse_duration(written: str) -> Duration | None:
    """Return the length of time written in English words, or None: `7 working days`, `1 month`."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    amount, office, word = match.groups()
    unit = f"working_{word.lower()}s" if office else f"{word.lower()}s"
    return Duration(int(amount), unit) if unit in UNITS else None


def render(duration: Duration, language: str) -> str:
    """Return the length of time in words; languages without words of their own get English."""
    words = _WORDS.get(language, _WORDS["en"])
    one, many = words[duration.unit]
    return f"{duration.amount} {one if duration.amount == 1 else many}"
