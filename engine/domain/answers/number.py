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
)
from engine.domain.answers.numerals import read_number
from engine.domain.digits import clean_line
from engine.domain.types import Number, Type

MOST = 999_999_999_999
"""The largest number we take, either side of zero."""

_PLAIN = 9

_HINTS = Hints("number")


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
