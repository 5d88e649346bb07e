"""What numbers with letters have in common, such as a PAN or a vehicle's number: one shape, found among other words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from engine.domain.answers.aadhaar import was_masked
from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, MASKED, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.types import Text, Type

NOT_THIS = "not_this"
_MARK = r"[ .\-\u2010-\u2015]"
GAP = _MARK + "{0,3}"
"""What people put between the parts of such a number."""

_GAPS = re.compile(_MARK)
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """A number kept in capital letters without gaps.

    shape: what it looks like in capitals, with GAP where there may be one; spelled: words people write for letters, and the
    letters, such as the names of letters in Telugu; between: what joins the shape's groups, where it has groups.
    """

    name: str
    shape: str
    longest_code: int
    spelled: Mapping[str, str] = field(default_factory=dict, hash=False)
    between: str = ""
    parameters: Parameters = "none"
    problems: tuple[str, ...] = ("empty", "wrong_media", NOT_THIS, "ambiguous", "masked")

    def value_type(self) -> Type:
        """Return text as long as the number."""
        return Text(self.longest_code)

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the number."""
        if not given.text:
            return typed(given) or EMPTY
        line = clean_line(given.text)[:_LONGEST_LINE].upper()
        if not line:
            return EMPTY
        for word, letters in self.spelled.items():
            line = line.replace(word, letters)
        codes = {self._code(each) for each in _finder(self.shape).finditer(line)}
        if len(codes) == 1:
            return Reading(codes.pop())
        if codes:
            return Reading(problem="ambiguous")
        return MASKED if was_masked(line) else Reading(problem=NOT_THIS)

    def _code(self, found: re.Match[str]) -> str:
        if self.between:
            return self.between.join(found.groups())
        return _GAPS.sub("", found.group())

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint."""
        return Hints(self.name).say(problem, language, attempt)


@cache
def _finder(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Z0-9]){shape}(?![A-Z0-9])")
