"""`type: text(3..300)`: free words, such as an address or a complaint."""

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
from engine.domain.digits import clean
from engine.domain.types import Text, Type

LONGEST = 300

_HINTS = Hints("text")


class TextAnswer:
    """Words of any language; bounds are lengths in code points."""

    name = "text"
    parameters: Parameters = "range"
    problems = ("empty", "wrong_media", "too_short", "too_long")

    def value_type(self) -> Type:
        """Return text of the usual length; the bounds of an answer may say otherwise."""
        return Text(LONGEST)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the cleaned words."""
        if not given.text:
            return typed(given) or EMPTY
        text = clean(given.text)
        size = len(text)
        least, most = _lengths(bounds)
        if least <= size <= most:
            return Reading(text)
        if not size:
            return EMPTY
        return Reading(problem="too_short" if size < least else "too_long")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint that names the two lengths."""
        least, most = _lengths(bounds)
        return _HINTS.say(problem, language, attempt, least=str(least), most=str(most))


def _lengths(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else 1
    most = bounds.most if isinstance(bounds.most, int) else LONGEST
    return least, most


TEXT = TextAnswer()
