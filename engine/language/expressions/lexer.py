"""From the characters of a condition to its words, numbers and signs."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST = 300
"""Characters of an expression; what needs more is better said in two steps."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    |(?P<date>\d{4}-\d\d?-\d\d?(?!\w))
    |(?P<other_date>\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\w))
    |(?P<time>\d{1,2}:\d\d(?!\w))
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<text>'[^'\n]*'|"[^"\n]*")
    |(?P<sign>\.\.|<=|>=|<>|==|!=|&&|\|\||\{\{|\}\}|[^\x00-\x7f]+|\S))""",
    re.VERBOSE | re.ASCII,
)


class Token(NamedTuple):
    """kind: date, other_date, time, number, text, name, sign, end; start and end are offsets in the text."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of the text without its spaces, closed by one of kind `end`. Any text has tokens."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        start, end = match.span(kind)
        found.append(Token(kind, text[start:end], start, end))
    found.append(Token("end", "", len(text), len(text)))
    return found
