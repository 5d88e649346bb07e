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

_HINTS = Hints(
    problems={
        "not_an_amount": {
            "en": "I could not find an amount in your reply.",
            "te": "ఎన్ని రూపాయలు అనేది అర్థం కాలేదు.",
        },
        "ambiguous": {
            "en": "Your reply can be understood as more than one amount.",
            "te": "మొత్తం ఎంత అనేది స్పష్టంగా తెలియడం లేదు.",
        },
        "too_small": {
            "en": "The least amount that can be given here is {least}.",
            "te": "మొత్తం కనీసం {least} ఉండాలి.",
        },
        "too_large": {
            "en": "The highest amount that can be given here is {most}.",
            "te": "మొత్తం గరిష్ఠంగా {most} వరకే ఉండవచ్చు.",
        },
    },
    how={
        "en": (
            "Please type one amount in rupees. For example: {example}",
            "Please type one amount in rupees, in digits or in words. "
            "For example: {example}, or 1.5 lakh",
            "Please type only the digits of the amount in rupees, nothing else. "
            "For example: {digits} (that is {example})",
        ),
        "te": (
            "దయచేసి మొత్తాన్ని రూపాయల్లో టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి మొత్తాన్ని రూపాయల్లో, అంకెల్లో గానీ మాటల్లో గానీ టైప్ చేయండి. ఉదాహరణకు: {example} లేదా లక్షన్నర",
            "దయచేసి వేరే మాటలు లేకుండా రూపాయల మొత్తాన్ని అంకెల్లో మాత్రమే టైప్ చేయండి. ఉదాహరణకు: {digits} (అంటే {example})",
        ),
    },
)


class MoneyAnswer:
    """An amount in whole paise; bounds are paise. It is always shown back."""

    name = "money"
    parameters: Parameters = "range"
    problems = ("empty", "wrong_media", "not_an_amount", "ambiguous", "too_small", "too_large")

    def value_type(self) -> Type:
        """Return the type of amounts."""
        return Money()

    def bound(self, written: str) -> int | None:
        """Return the paise of an amount written in rupees: `500`, `1,50,000`, `10 lakh`."""
        value = read_number(written)
        if isinstance(value, str) or (value * 100).denominator != 1:
            return None
        return int(value * 100)

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

    def longest(self, bounds: Bounds) -> int:
        """Return the length of the highest amount with paise."""
        return max(len(format_money(limit // 100 * 100 + 1)) for limit in _limits(bounds))


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
