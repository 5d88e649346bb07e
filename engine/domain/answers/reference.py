"""`type: reference`: the number on a receipt, a form or a card, of the shape its question names with `pattern:`."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.aadhaar import was_masked
from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, MASKED, Bounds, Given, Parameters, Reading, typed
from engine.domain.answers.patterns import fits
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

LONGEST = 40

_LETTERS = 3

_ANY = re.compile(r"[A-Z0-9](?:[A-Z0-9/.\-]*[A-Z0-9])?", re.ASCII)
_GAPS = re.compile(r"[ .\-\u2010-\u2015]")
_EXAMPLE = "AB123456"
_HINTS = Hints("reference")


class ReferenceAnswer:
    """Letters and digits; bounds bring a pattern and an example of it. Without a pattern, whatever holds a digit and no spaces."""

    name = "reference"
    parameters: Parameters = "none"
    problems = ("empty", "wrong_media", "not_this", "ambiguous", "masked")

    def value_type(self) -> Type:
        """Return text as long as such a number may be."""
        return Text(LONGEST)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the number as its pattern has it: as typed, in capitals, without gaps, or as one of several words."""
        if not given.text:
            return typed(given) or EMPTY
        line = clean_line(given.text)
        if not line:
            return EMPTY
        if was_masked(line):
            return MASKED
        whole = line.upper()
        for way in (
            line,
            whole,
            *([_GAPS.sub("", whole)] if bounds.pattern or _is_split(whole) else []),
        ):
            if _is_one(way, bounds.pattern):
                return Reading(way)
        words = {word.strip(".,;:()#") for word in line.upper().split()[:30]}
        found = {word for word in words if _is_one(word, bounds.pattern)}
        if len(found) == 1:
            return Reading(found.pop())
        return Reading(problem="ambiguous" if found else "not_this")

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with the officer's own example."""
        return _HINTS.say(problem, language, attempt, example=bounds.example or _EXAMPLE)


def _is_split(line: str) -> bool:
    """Tell whether a line without a pattern is one number with gaps in it: `AB 12 34`, not "my bill 1234"."""
    words = [word for word in line.split() if not any(sign.isdigit() for sign in word)]
    return sum(map(len, words)) <= _LETTERS


def _is_one(text: str, pattern: str) -> bool:
    if not 0 < len(text) <= LONGEST:
        return False
    if pattern:
        return fits(pattern, text)
    return _ANY.fullmatch(text) is not None and any(sign.isdigit() for sign in text)


REFERENCE = ReferenceAnswer()
