"""`type: digits(13)` or `digits(13..16)`: a number that is an identity, such as a service number on a bill."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.aadhaar import was_masked
from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import (
    EMPTY,
    MASKED,
    Bounds,
    Given,
    Parameters,
    Reading,
    typed,
)
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LONGEST = 30

_GAPS = re.compile(r"[ .\-/\u2010-\u2015]")
_RUN = re.compile(r"(?<![^\W_])[0-9](?:[ .\-/\u2010-\u2015]?[0-9])*(?![^\W_])")

_HINTS = Hints("digits")


class DigitsAnswer:
    """A string of digits, spaces and hyphens dropped; bounds are lengths."""

    name = "digits"
    parameters: Parameters = "range_or_exact"
    problems = ("empty", "wrong_media", "not_digits", "too_short", "too_long", "masked")

    def value_type(self) -> Type:
        """Return text: leading zeros count and nobody adds two of these."""
        return Text(LONGEST)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the digits."""
        text = given.text
        if not text:
            return typed(given) or EMPTY
        if not (text.isascii() and text.isdigit()):
            line = clean_line(text)
            text = _GAPS.sub("", line)
            if not text:
                return EMPTY
            if not (text.isascii() and text.isdigit()):
                return MASKED if was_masked(line) else _among_words(line, bounds)
        return _measured(text, bounds)

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with as many digits as are needed."""
        least, most = _lengths(bounds)
        size = str(most) if least == most else f"{least}-{most}"
        example = ("1234567890" * 3)[: max(least, min(most, 4))]
        return _HINTS.say(problem, language, attempt, size=size, example=example)


def _among_words(line: str, bounds: Bounds) -> Reading:
    """Return the one number of a right length that stands among words, as in "my card no is 1234567890"."""
    runs = {_GAPS.sub("", run) for run in _RUN.findall(line)}
    readings = [_measured(run, bounds) for run in runs]
    good = [reading for reading in readings if not reading.problem]
    if len(good) == 1:
        return good[0]
    return readings[0] if len(readings) == 1 else Reading(problem="not_digits")


def _measured(digits: str, bounds: Bounds) -> Reading:
    least, most = _lengths(bounds)
    if least <= len(digits) <= most:
        return Reading(digits)
    return Reading(problem="too_short" if len(digits) < least else "too_long")


def _lengths(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else 1
    most = bounds.most if isinstance(bounds.most, int) else LONGEST
    return least, most


DIGITS = DigitsAnswer()
