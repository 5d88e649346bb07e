"""`type: phone`: an Indian mobile number."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.aadhaar import was_masked
from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, MASKED, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LENGTH = len("+919876543210")
_DIGITS = 10

_PLAIN = re.compile(r"(?:\+?91|0)?[ \-]?([6-9][0-9]{9})")
_RUN = re.compile(r"\+?\(?[0-9](?:[ ().\-\u2010-\u2015]{0,3}[0-9])*")
_MOBILE = re.compile(r"(?:0{0,2}91|0)?0?([6-9][0-9]{9})")
_LANDLINE = re.compile(r"(?:\+?91[ \-]?)?\(?0[1-8][0-9]{1,3}\)?[ \-]+[2-9][0-9]{5,7}")

_HINTS = Hints("phone")


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
        "masked",
    )

    def value_type(self) -> Type:
        """Return text as long as a number with its country code."""
        return Text(LENGTH)

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
        if len(runs) == 1 and not was_masked(line):
            return _read_run(runs[0])
        mobiles = [reading for reading in map(_read_run, runs) if not reading.problem]
        if len(set(mobiles)) == 1:
            return mobiles[0]
        if mobiles:
            return Reading(problem="ambiguous")
        return MASKED if was_masked(line) else Reading(problem="not_a_phone")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return _HINTS.say(problem, language, attempt)


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
