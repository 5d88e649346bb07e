"""`type: digits(13)` or `digits(13..16)`: a number that is an identity, such as a service number on a bill."""

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
    whole_bound,
)
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LONGEST = 30

_GAPS = re.compile(r"[ .\-/\u2010-\u2015]")

_HINTS = Hints(
    problems={
        "not_digits": {
            "en": "Only digits are needed here.",
            "te": "ఇక్కడ అంకెలు మాత్రమే కావాలి.",
        },
        "too_short": {
            "en": "Some digits are missing; {size} digits are needed.",
            "te": "కొన్ని అంకెలు తక్కువగా ఉన్నాయి; మొత్తం {size} అంకెలు ఉండాలి.",
        },
        "too_long": {
            "en": "There are too many digits; {size} digits are needed.",
            "te": "అంకెలు ఎక్కువగా ఉన్నాయి; మొత్తం {size} అంకెలు ఉండాలి.",
        },
    },
    how={
        "en": (
            "Please type the number. For example: {example}",
            "Please look at your bill, card or receipt and type all {size} digits. "
            "For example: {example}",
            "Please type all {size} digits one after another, without letters. "
            "For example: {example}",
        ),
        "te": (
            "దయచేసి నంబర్ టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి మీ బిల్లు, కార్డు లేదా రసీదు చూసి మొత్తం {size} అంకెలు టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి అక్షరాలు లేకుండా మొత్తం {size} అంకెలు వరుసగా టైప్ చేయండి. ఉదాహరణకు: {example}",
        ),
    },
)


class DigitsAnswer:
    """A string of digits, spaces and hyphens dropped; bounds are lengths."""

    name = "digits"
    parameters: Parameters = "range_or_exact"
    problems = ("empty", "wrong_media", "not_digits", "too_short", "too_long")

    def value_type(self) -> Type:
        """Return text: leading zeros count and nobody adds two of these."""
        return Text(LONGEST)

    def bound(self, written: str) -> int | None:
        """Return a length."""
        return whole_bound(written)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the digits."""
        text = given.text
        if not text:
            return typed(given) or EMPTY
        if not (text.isascii() and text.isdigit()):
            text = _GAPS.sub("", clean_line(text))
            if not text:
                return EMPTY
            if not (text.isascii() and text.isdigit()):
                return Reading(problem="not_digits")
        least, most = _lengths(bounds)
        if least <= len(text) <= most:
            return Reading(text)
        return Reading(problem="too_short" if len(text) < least else "too_long")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with as many digits as are needed."""
        least, most = _lengths(bounds)
        size = str(most) if least == most else f"{least}-{most}"
        example = ("1234567890" * 3)[: max(least, min(most, 4))]
        return _HINTS.say(problem, language, attempt, size=size, example=example)

    def longest(self, bounds: Bounds) -> int:
        """Return the most digits allowed."""
        return _lengths(bounds)[1]


def _lengths(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else 1
    most = bounds.most if isinstance(bounds.most, int) else LONGEST
    return least, most


DIGITS = DigitsAnswer()
