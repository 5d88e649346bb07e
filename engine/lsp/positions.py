"""Places of a file as editors count them (lines from 0, columns mostly in UTF-16) and as findings do (from 1, in characters)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lsprotocol.types import Position, PositionEncodingKind, Range

from engine.language.source import Span

_BEYOND = 0xFFFF
"""Characters above this take two places in UTF-16."""


def in_utf16(text: str) -> int:
    """Return how many UTF-16 places a text takes."""
    return len(text) if text.isascii() else sum(2 if ord(each) > _BEYOND else 1 for each in text)


def in_utf8(text: str) -> int:
    """Return how many bytes a text takes."""
    return len(text.encode("utf-8", "surrogatepass"))


WIDTHS: Mapping[str, Callable[[str], int]] = {
    PositionEncodingKind.Utf8: in_utf8,
    PositionEncodingKind.Utf16: in_utf16,
    PositionEncodingKind.Utf32: len,
}
"""How a text's columns are counted, by what editor and server agreed on."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file's text for finding places in it. width: how the editor counts columns."""

    text: str
    width: Callable[[str], int] = in_utf16
    lines: list[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", self.text.split("\n"))

    def position(self, line: int, column: int) -> Position:
        """Return an editor's place; line and column count from 1."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return Position(line - 1, self.width(text[: column - 1]))

    def range(self, span: Span) -> Range:
        """Return an editor's stretch."""
        return Range(
            self.position(span.line, span.column), self.position(span.end_line, span.end_column)
        )

    def place(self, position: Position) -> tuple[int, int]:
        """Return line and column from 1; a place behind the end of a line is its end."""
        text = self.lines[position.line] if position.line < len(self.lines) else ""
        left = position.character
        for number, character in enumerate(text):
            if left <= 0:
                return position.line + 1, number + 1
            left -= self.width(character)
        return position.line + 1, len(text) + 1

    def offset(self, position: Position) -> int:
        """Return how many characters of the text stand before a place."""
        line, column = self.place(position)
        return sum(len(each) + 1 for each in self.lines[: line - 1]) + column - 1
