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

_HINTS = Hints(
    problems={
        "not_an_email": {
            "en": "That is not a complete e-mail address.",
            "te": "ఇది పూర్తి ఈ-మెయిల్ చిరునామా కాదు.",
        },
        "too_long": {
            "en": "That is too long for an e-mail address.",
            "te": "ఈ-మెయిల్ చిరునామా చాలా పొడవుగా ఉంది.",
        },
    },
    how={
        "en": (
            "Please type your e-mail address. For example: name@example.com",
            "An e-mail address has @ in the middle and no spaces. Please type it in English "
            "letters. For example: name@example.com",
            "Please type only the e-mail address, in English letters: a name, then @, then the "
            "mail company, with dots and not commas. For example: name@example.com",
        ),
        "te": (
            "దయచేసి మీ ఈ-మెయిల్ చిరునామా టైప్ చేయండి. ఉదాహరణకు: name@example.com",
            "ఈ-మెయిల్ చిరునామా మధ్యలో @ ఉంటుంది, ఖాళీలు ఉండవు. దయచేసి ఇంగ్లీషు అక్షరాల్లో టైప్ చేయండి. "
            "ఉదాహరణకు: name@example.com",
            "దయచేసి ఈ-మెయిల్ చిరునామా మాత్రమే ఇంగ్లీషు అక్షరాల్లో టైప్ చేయండి: ముందు పేరు, తర్వాత @, "
            "ఆ తర్వాత మెయిల్ సంస్థ పేరు; కామాలు కాకుండా చుక్కలు పెట్టండి. ఉదాహరణకు: name@example.com",
        ),
    },
)


class EmailAnswer:
    """An address in ASCII; the part after @ is kept in small letters."""

    name = "email"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_an_email", "too_long")

    def value_type(self) -> Type:
        """Return text as long as an address may be."""
        return Text(LONGEST)

    def bound(self, written: str) -> None:
        """Return None: an address takes no bounds."""

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

    def longest(self, bounds: Bounds) -> int:
        """Return the longest address."""
        return LONGEST


EMAIL = EmailAnswer()
