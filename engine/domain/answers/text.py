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
    whole_bound,
)
from engine.domain.digits import clean
from engine.domain.types import Text, Type

LONGEST = 300

_HINTS = Hints(
    problems={
        "too_short": {
            "en": "That is too short; at least {least} characters are needed.",
            "te": "మీ సమాధానం చాలా చిన్నదిగా ఉంది; కనీసం {least} అక్షరాలు రాయండి.",
        },
        "too_long": {
            "en": "That is too long; there is room for {most} characters.",
            "te": "మీ సమాధానం చాలా పొడవుగా ఉంది; గరిష్ఠంగా {most} అక్షరాలు మాత్రమే రాయవచ్చు.",
        },
    },
    how={
        "en": (
            "Please type your reply in words. For example: The street light near the school is off.",
            "Please type your reply as one message of {least} to {most} characters. "
            "For example: The street light near the school is off.",
            "Please write only the main point, as one message of {least} to {most} characters, "
            "without photos or voice notes. For example: The street light near the school is off.",
        ),
        "te": (
            "దయచేసి మీ సమాధానాన్ని టైప్ చేయండి. ఉదాహరణకు: బడి దగ్గర వీధి దీపం వెలగడం లేదు.",
            "దయచేసి మీ సమాధానాన్ని ఒకే సందేశంలో టైప్ చేయండి ({least} నుంచి {most} వరకు అక్షరాలు). "
            "ఉదాహరణకు: బడి దగ్గర వీధి దీపం వెలగడం లేదు.",
            "దయచేసి ముఖ్యమైన విషయం మాత్రమే ఒకే సందేశంలో టైప్ చేయండి ({least} నుంచి {most} వరకు "
            "అక్షరాలు); ఫోటో, వాయిస్ సందేశం వద్దు. ఉదాహరణకు: బడి దగ్గర వీధి దీపం వెలగడం లేదు.",
        ),
    },
)


class TextAnswer:
    """Words of any language; bounds are lengths in code points."""

    name = "text"
    parameters: Parameters = "range"
    problems = ("empty", "wrong_media", "too_short", "too_long")

    def value_type(self) -> Type:
        """Return text of the usual length; the bounds of an answer may say otherwise."""
        return Text(LONGEST)

    def bound(self, written: str) -> int | None:
        """Return a length."""
        return whole_bound(written)

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

    def longest(self, bounds: Bounds) -> int:
        """Return the most characters allowed."""
        return _lengths(bounds)[1]


def _lengths(bounds: Bounds) -> tuple[int, int]:
    least = bounds.least if isinstance(bounds.least, int) else 1
    most = bounds.most if isinstance(bounds.most, int) else LONGEST
    return least, most


TEXT = TextAnswer()
