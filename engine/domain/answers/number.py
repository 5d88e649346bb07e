"""`type: number(0..110)`: a whole number, typed in digits or in words."""

from __future__ import annotations

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
from engine.domain.answers.numerals import read_number
from engine.domain.digits import clean_line
from engine.domain.types import Number, Type

MOST = 999_999_999_999
"""The largest number we take, either side of zero."""

_PLAIN = 9

_HINTS = Hints(
    problems={
        "not_a_number": {
            "en": "I could not find a number in your reply.",
            "te": "మీ సమాధానంలో సంఖ్య కనిపించలేదు.",
        },
        "not_whole": {
            "en": "A whole number is needed here, without a fraction.",
            "te": "ఇక్కడ పూర్తి సంఖ్య మాత్రమే కావాలి; సగం, పావు వంటివి వద్దు.",
        },
        "ambiguous": {
            "en": "I found more than one number in your reply.",
            "te": "మీ సమాధానంలో ఒకటి కంటే ఎక్కువ సంఖ్యలు ఉన్నాయి.",
        },
        "too_small": {
            "en": "The smallest number that can be given here is {least}.",
            "te": "సంఖ్య కనీసం {least} ఉండాలి.",
        },
        "too_large": {
            "en": "The largest number that can be given here is {most}.",
            "te": "సంఖ్య గరిష్ఠంగా {most} వరకే ఉండవచ్చు.",
        },
    },
    how={
        "en": (
            "Please type one number. For example: {example}",
            "Please type one number in digits, nothing else. For example: {example}",
            "Please type only the digits and send them, without any other word. "
            "For example: {example}",
        ),
        "te": (
            "దయచేసి ఒక సంఖ్య టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి ఒకే సంఖ్యను అంకెల్లో టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి వేరే మాటలు లేకుండా అంకెలు మాత్రమే టైప్ చేసి పంపండి. ఉదాహరణకు: {example}",
        ),
    },
)


class NumberAnswer:
    """A whole number; bounds are numbers."""

    name = "number"
    parameters: Parameters = "range"
    problems = (
        "empty",
        "wrong_media",
        "not_a_number",
        "not_whole",
        "ambiguous",
        "too_small",
        "too_large",
    )

    def value_type(self) -> Type:
        """Return the type of whole numbers."""
        return Number()

    def bound(self, written: str) -> int | None:
        """Return a whole number."""
        return whole_bound(written)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the number."""
        text = given.text
        if not text:
            return typed(given) or EMPTY
        if text.isascii() and text.isdigit() and len(text) <= _PLAIN:
            return _within(int(text), bounds)
        line = clean_line(text)
        if not line:
            return EMPTY
        value = read_number(line)
        if isinstance(value, str):
            return Reading(problem=value)
        if value.denominator != 1:
            return Reading(problem="not_whole")
        return _within(value.numerator, bounds)

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with a number that would do."""
        least, most = _limits(bounds)
        example = min(max(2, least), most)
        return _HINTS.say(
            problem, language, attempt, least=str(least), most=str(most), example=str(example)
        )

    def longest(self, bounds: Bounds) -> int:
        """Return the length of the longer bound."""
        return max(len(str(limit)) for limit in _limits(bounds))


def _limits(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else -MOST
    most = bounds.most if isinstance(bounds.most, int) else MOST
    return least, most


def _within(value: int, bounds: Bounds) -> Reading:
    least, most = _limits(bounds)
    if least <= value <= most:
        return Reading(value)
    return Reading(problem="too_small" if value < least else "too_large")


NUMBER = NumberAnswer()
