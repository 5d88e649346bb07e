"""Where a service reads an answer: noted while it is compiled, looked at once all its ways are known."""

from __future__ import annotations

from typing import NamedTuple

from engine.language.assignment.literals import Stated
from engine.language.expressions import Tree
from engine.language.source import Span, within

ENTRY = "if"
"""Before a step's own condition is settled."""
INSIDE = "in"
"""While the step is carried out."""
DONE = "own"
"""When the step has its own answer."""
BEFORE_ALL = "?"
"""Stands for a step: what is said of the season, before anything was asked."""
TITLE = "title"
"""What an answer is called; officers' questions call it so too."""
PART, LINE = "part ", "line"
"""Begins the slots of a question for each record; where a record is written in a line."""
OUT = "out:"
"""Begins the slot of an outcome's words."""


class Inside(NamedTuple):
    """A stretch of an expression, by its offsets."""

    written: Tree
    start: int
    end: int


class Use(NamedTuple):
    """One read of an answer.

    name: as the program calls it; place: in the file at `path`; slot: when in the step's life it is read; whole: the expression around
    it, if it stands in one; under: conditions that are settled when it is read; row: it is a field of the rows at hand.
    """

    name: str
    path: str
    place: Span | Inside
    slot: str
    whole: Stated | None = None
    under: tuple[tuple[Stated, bool], ...] = ()
    row: bool = False

    @property
    def span(self) -> Span:
        """Return the place in the file."""
        if isinstance(self.place, Span):
            return self.place
        written, start, end = self.place
        return within(written.span, written.text, start, end)
