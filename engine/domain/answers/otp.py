"""`type: otp` or `otp(4..8)`: the code a department has just sent to a phone; kept apart from all that is shown.

The flow asks a department's system to send the code and to check it; this only reads what the citizen types. A code sent by UIDAI
for an Aadhaar number is never asked for: `catalog validate` refuses it.
"""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import (
    EMPTY,
    Bounds,
    Given,
    Parameters,
    Reading,
    typed,
)
from engine.domain.digits import clean_line
from engine.domain.types import Secret, Type

SHORTEST, LONGEST = 4, 8

_RUN = re.compile(r"[0-9](?:[ .\-]?[0-9])*")
_HINTS = Hints("otp")


class OtpAnswer:
    """The digits of a code; bounds are how many."""

    name = "otp"
    parameters: Parameters = "range_or_exact"
    problems = ("empty", "wrong_media", "not_digits", "too_short", "too_long")

    def value_type(self) -> Type:
        """Return the type of what is never shown."""
        return Secret()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the digits, found also in "OTP is 482 913"."""
        if not given.text:
            return typed(given) or EMPTY
        line = clean_line(given.text)
        if not line:
            return EMPTY
        runs = {re.sub(r"\D", "", run) for run in _RUN.findall(line)}
        if len(runs) != 1:
            return Reading(problem="not_digits")
        code = runs.pop()
        least, most = _lengths(bounds)
        if least <= len(code) <= most:
            return Reading(code)
        return Reading(problem="too_short" if len(code) < least else "too_long")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with as many digits as are needed."""
        least, most = _lengths(bounds)
        size = str(most) if least == most else f"{least}-{most}"
        return _HINTS.say(problem, language, attempt, size=size, example="48291357"[:most])


def _lengths(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else SHORTEST
    most = bounds.most if isinstance(bounds.most, int) else LONGEST
    return least, most


OTP = OtpAnswer()
