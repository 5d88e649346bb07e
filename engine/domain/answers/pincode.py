"""`type: pincode`: the six digits of a post office."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LENGTH = 6

_CODE = re.compile(
    r"(?:pin ?code|pin|పిన్ ?కోడ్|పిన్)?[ :.\-]*([1-9][0-9]{2})[ \-]?([0-9]{3})\.?", re.IGNORECASE
)

_HINTS = Hints(
    problems={
        "not_a_pincode": {
            "en": "That is not a PIN code.",
            "te": "ఇది సరైన పిన్ కోడ్ కాదు.",
        },
    },
    how={
        "en": (
            "Please type the 6 digits of the PIN code. For example: 522001",
            "A PIN code has 6 digits, does not begin with 0 and stands at the end of a postal "
            "address. Please type it. For example: 522001",
            "Please type only the 6 digits of your PIN code; your post office or any letter that "
            "came by post shows it. For example: 522001",
        ),
        "te": (
            "దయచేసి 6 అంకెల పిన్ కోడ్ టైప్ చేయండి. ఉదాహరణకు: 522001",
            "పిన్ కోడ్‌లో 6 అంకెలు ఉంటాయి, అది 0తో మొదలు కాదు; చిరునామా చివర ఉంటుంది. "
            "దయచేసి దాన్ని టైప్ చేయండి. ఉదాహరణకు: 522001",
            "దయచేసి మీ పిన్ కోడ్‌లోని 6 అంకెలు మాత్రమే టైప్ చేయండి; మీకు పోస్టులో వచ్చిన ఉత్తరంపై అది ఉంటుంది. ఉదాహరణకు: 522001",
        ),
    },
)


class PincodeAnswer:
    """Six digits, not beginning with 0, of any state: people also write from outside Andhra Pradesh."""

    name = "pincode"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_a_pincode")

    def value_type(self) -> Type:
        """Return text of six characters."""
        return Text(LENGTH)

    def bound(self, written: str) -> None:
        """Return None: a PIN code takes no bounds."""

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the six digits."""
        if not given.text:
            return typed(given) or EMPTY
        line = clean_line(given.text)
        code = _CODE.fullmatch(line)
        if code is not None:
            return Reading(code[1] + code[2])
        return Reading(problem="not_a_pincode") if line else EMPTY

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)

    def longest(self, bounds: Bounds) -> int:
        """Return 6."""
        return LENGTH


PINCODE = PincodeAnswer()
