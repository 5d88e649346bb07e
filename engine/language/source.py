"""A file as it was written, and places in it, so that every remark can point at the exact words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

WIDEST = 120
"""Terminal cells of a source line shown in a report; longer lines are cut around the place."""

_ESCAPED = ("", '\n"\\\t', "'")
"""Characters that take two places in a file: within double quotes, and within single quotes."""

_LINE_END = re.compile(r"\r\n|\n|\r")

_UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
"""Characters a terminal would obey instead of showing: controls, directions, invisible spaces."""


class Span(NamedTuple):
    """A stretch of a file: lines and columns count from 1, in code points; the end column is the first one after."""

    line: int
    column: int
    end_line: int
    end_column: int


def covers(whole: Span, part: Span) -> bool:
    """Tell whether one stretch of a file lies within another."""
    begins, ends = (part.line, part.column), (part.end_line, part.end_column)
    return (whole.line, whole.column) <= begins and ends <= (whole.end_line, whole.end_column)


START = Span(1, 1, 1, 1)
"""The place of a remark about a whole file."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of one file, line by line."""

    path: str
    text: str
    lines: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(_LINE_END.split(self.text)))

    def line(self, number: int) -> str:
        """Return line `number` (from 1) without its end, or nothing where the file is shorter."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


def source_of(path: str, content: bytes) -> SourceFile:
    """Return the file for showing: bytes that are not UTF-8 appear as replacement characters."""
    return SourceFile(path, content.decode("utf-8", "replace").removeprefix("\ufeff"))


def cells(text: str) -> int:
    """Return how many terminal cells the text takes.

    Marks that sit on a letter and joiners take none, East Asian wide characters two; spacing vowel signs (category Mc, as in Telugu)
    take one, which is what the C library's wcwidth says and terminals follow.
    """
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def snippet(source: SourceFile, span: Span) -> tuple[str, str]:
    """Return the source line of the span and a line of carets under it; both empty where there is no such line."""
    line = _UNSHOWN.sub("\ufffd", source.line(span.line).expandtabs(1))
    if not line.strip():
        return "", ""
    start = min(span.column - 1, len(line))
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    end = max(start + 1, min(end, len(line)))
    line, start, end = _window(line, start, end)
    carets = "^" * max(1, cells(line[start:end]))
    return line, " " * cells(line[:start]) + carets


def within(span: Span, written: str, start: int, end: int) -> Span:
    """Return the place of `written[start:end]`, where `written` is the text of a YAML value that stands at `span`.

    Exact for text on one line, quoted or not, with the usual escapes; otherwise the whole value's place.
    """
    if span.line != span.end_line:
        return span
    extra = span.end_column - span.column - len(written)
    if extra == 0:
        return Span(span.line, span.column + start, span.line, span.column + max(end, start + 1))
    escaped = next((each for each in _ESCAPED if _count(written, each) == extra - 2), None)
    if escaped is None:
        return span
    first = span.column + 1 + start + _count(written[:start], escaped)
    width = end - start + _count(written[start:end], escaped)
    return Span(span.line, first, span.line, first + max(width, 1))


def _count(written: str, escaped: str) -> int:
    return sum(map(written.count, escaped))


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(line: str, start: int, end: int) -> tuple[str, int, int]:
    """Cut a long line to a stretch that holds the place, with an ellipsis where something was left out."""
    if cells(line) <= WIDEST:
        return line, start, end
    first = max(0, start - WIDEST // 3)
    last = min(len(line), first + WIDEST)
    end = min(end, last)
    head = "…" if first else ""
    tail = "…" if last < len(line) else ""
    moved = len(head) - first
    return head + line[first:last] + tail, start + moved, end + moved
