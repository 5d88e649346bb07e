"""`type: email`: an e-mail address."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LONGEST = 254
"""RFC 5321, section 4.5.3.1.3, less the angle brackets."""

_ADDRESS = re.compile(
    r"([A-Za-z0-9_%+'\-]+(?:\.[A-Za-z0-9_%+'\-]+)*)@((?:[A-Za-z0-9\-]{1,63}\.)+[A-Za-z]{2,24})"
)
_LOCAL = 64

_HINTS = Hints("email")


class EmailAnswer:
    """An address in ASCII; the part after @ is kept in small letters."""

    name = "email"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_an_email", "too_long")

    def value_type(self) -> Type:
        """Return text as long as an address may be."""
        return Text(LONGEST)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the address."""
        if not given.text:
            return typed(given) or EMPTY
        line = clean_line(given.text).removeprefix("mailto:").rstrip(".")
        if not line:
            return EMPTY
        if len(line) > LONGEST:
            return Reading(problem="too_long")
        address = _ADDRESS.fullmatch(line)
        if address is None or len(address[1]) > _LOCAL:
            return Reading(problem="not_an_email")
        return Reading(f"{address[1]}@{address[2].lower()}")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)


EMAIL = EmailAnswer()
