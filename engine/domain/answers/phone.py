"""`type: phone`: an Indian mobile number."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LENGTH = len("+919876543210")
_DIGITS = 10

_PLAIN = re.compile(r"(?:\+?91|0)?[ \-]?([6-9][0-9]{9})")
_RUN = re.compile(r"\+?\(?[0-9](?:[ ().\-\u2010-\u2015]{0,3}[0-9])*")
_MOBILE = re.compile(r"(?:0{0,2}91|0)?0?([6-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:\+?91[ \-]?)?\(?0[1-8][0-9]{1,3}\)?[ \-]+[2-9][0-9]{5,7}")

_HINTS = Hints(
    problems={
        "not_a_phone": {
            "en": "I could not find a mobile number in your reply.",
            "te": "మీ సమాధానంలో మొబైల్ నంబర్ కనిపించలేదు.",
        },
        "too_short": {
            "en": "Some digits of the mobile number are missing.",
            "te": "మొబైల్ నంబర్‌లో కొన్ని అంకెలు తక్కువగా ఉన్నాయి.",
        },
        "too_long": {
            "en": "There are too many digits for a mobile number.",
            "te": "మొబైల్ నంబర్‌లో అంకెలు ఎక్కువగా ఉన్నాయి.",
        },
        "landline": {
            "en": "That is a landline number; a mobile number is needed.",
            "te": "ఇది ల్యాండ్‌లైన్ నంబర్; మొబైల్ నంబర్ కావాలి.",
        },
        "ambiguous": {
            "en": "I found more than one number; just one is needed.",
            "te": "ఒకటి కంటే ఎక్కువ నంబర్లు ఉన్నాయి; ఒకటే కావాలి.",
        },
    },
    how={
        "en": (
            "Please type a 10-digit mobile number. For example: 98765 43210",
            "A mobile number in India has 10 digits and begins with 6, 7, 8 or 9. "
            "Please type it. For example: 98765 43210",
            "Please type only the 10 digits of one mobile number, without +91 or 0 in front. "
            "For example: 9876543210",
        ),
        "te": (
            "దయచేసి 10 అంకెల మొబైల్ నంబర్ టైప్ చేయండి. ఉదాహరణకు: 98765 43210",
            "మొబైల్ నంబర్‌లో 10 అంకెలు ఉంటాయి; అది 6, 7, 8 లేదా 9తో మొదలవుతుంది. "
            "దయచేసి దాన్ని టైప్ చేయండి. ఉదాహరణకు: 98765 43210",
            "దయచేసి ముందు +91 లేదా 0 లేకుండా, ఒకే మొబైల్ నంబర్‌లోని 10 అంకెలు మాత్రమే టైప్ చేయండి. ఉదాహరణకు: 9876543210",
        ),
    },
)


class PhoneAnswer:
    """A mobile number, kept as `+91` and ten digits.

    Mobile numbers in India have ten digits and begin with 6 to 9 (National Numbering Plan 2003, Department of
    Telecommunications, https://dot.gov.in/numbering-plan).
    """

    name = "phone"
    parameters: Parameters = "none"
    problems = (
        "empty",
        "wrong_media",
        "not_a_phone",
        "too_short",
        "too_long",
        "landline",
        "ambiguous",
    )

    def value_type(self) -> Type:
        """Return text as long as a number with its country code."""
        return Text(LENGTH)

    def bound(self, written: str) -> None:
        """Return None: a phone number takes no bounds."""

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the number with its country code."""
        if not given.text:
            return typed(given) or EMPTY
        plain = _PLAIN.fullmatch(given.text)
        if plain is not None:
            return Reading("+91" + plain[1])
        line = clean_line(given.text)
        if not line:
            return EMPTY
        runs = _RUN.findall(line)
        if len(runs) == 1:
            return _read_run(runs[0])
        mobiles = [reading for reading in map(_read_run, runs) if not reading.problem]
        if len(mobiles) == 1:
            return mobiles[0]
        return Reading(problem="ambiguous" if mobiles else "not_a_phone")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)

    def longest(self, bounds: Bounds) -> int:
        """Return 13."""
        return LENGTH


def _read_run(run: str) -> Reading:
    if _LANDLINE.fullmatch(run):
        return Reading(problem="landline")
    digits = re.sub(r"\D", "", run)
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None and (not run.startswith("+") or digits.startswith("91")):
        return Reading("+91" + mobile[1])
    if run.startswith("+") and not digits.startswith("91"):
        return Reading(problem="not_a_phone")
    if len(digits) == _DIGITS:
        return Reading(problem="landline")
    return Reading(problem="too_short" if len(digits) < _DIGITS else "too_long")


PHONE = PhoneAnswer()
