"""`type: money(0..10 lakh)`: an amount of rupees, typed in digits or in words."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.answers.numerals import read_number
from engine.domain.digits import clean_line
from engine.domain.money import MOST, format_money, rupees
from engine.domain.types import Money, Type

_PLAIN = re.compile(
    r"(?:₹|[Rr][Ss]\.?|రూ\.?)? ?"
    r"([0-9]{1,3}(?:,[0-9]{2,3}){0,4},[0-9]{3}|[0-9]{1,9})(?:\.([0-9]{2}))?(?: ?/-)?"
)

_HINTS = Hints("money")


class MoneyAnswer:
    """An amount in whole paise; bounds are paise. It is always shown back."""

    name = "money"
    parameters: Parameters = "range"
    problems = ("empty", "wrong_media", "not_an_amount", "ambiguous", "too_small", "too_large")

    def value_type(self) -> Type:
        """Return the type of amounts."""
        return Money()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the paise."""
        text = given.text
        if not text:
            return typed(given) or EMPTY
        plain = _PLAIN.fullmatch(text)
        if plain is not None:
            return _within(int(plain[1].replace(",", "")) * 100 + int(plain[2] or 0), bounds)
        line = clean_line(text)
        if not line:
            return EMPTY
        value = read_number(line)
        if isinstance(value, str):
            return Reading(problem="ambiguous" if value == "ambiguous" else "not_an_amount")
        if (value * 100).denominator != 1:
            return Reading(problem="not_an_amount")
        return _within(int(value * 100), bounds)

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with an amount that would do."""
        least, most = _limits(bounds)
        example = min(max(rupees(90_000), least), most)
        return _HINTS.say(
            problem,
            language,
            attempt,
            least=format_money(least),
            most=format_money(most),
            example=format_money(example),
            digits=format_money(example).replace("₹", "").replace(",", ""),
        )


def _limits(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else 0
    most = bounds.most if isinstance(bounds.most, int) else MOST
    return least, most


def _within(paise: int, bounds: Bounds) -> Reading:
    least, most = _limits(bounds)
    if least <= paise <= most:
        return Reading(paise, echo=True)
    return Reading(problem="too_small" if paise < least else "too_large")


MONEY = MoneyAnswer()
