"""The parts of a condition after reading and before any meaning: literals, names, operators and calls, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import TypeAlias

from engine.domain.duration import Duration
from engine.language.source import Span, within


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number without a unit; a whole one, or a decimal kept exactly."""

    value: int | Fraction
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PercentLiteral:
    """`10 percent`; value: the share of one."""

    value: Fraction
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MoneyLiteral:
    """`50 rupees`, `1 lakh rupees`; value: paise."""

    value: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DurationLiteral:
    """`7 working days`."""

    value: Duration
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """`2026-04-01`."""

    value: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TimeLiteral:
    """`06:00`."""

    value: time
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextLiteral:
    """Words in quotes."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class YesNoLiteral:
    """`yes` or `no`."""

    value: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clock:
    """`today` or `now`."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name, perhaps with dots; or, beside a choice, one of its options."""

    dotted: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x` or `-x`; op: `not`, `-`."""

    op: str
    operand: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Logic:
    """Parts joined by the same word; op: `and`, `or`."""

    op: str
    parts: tuple[Expr, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """op: `is`, `is not`, `<`, `<=`, `>`, `>=`, `contains`; said: the words the writer used."""

    op: str
    said: str
    left: Expr
    right: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Membership:
    """`x is one of [a, b]`, or its opposite."""

    negated: bool
    left: Expr
    options: tuple[Expr, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """op: `+`, `-`, `*`, `/`."""

    op: str
    left: Expr
    right: Expr
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the fixed list with its arguments."""

    function: str
    arguments: tuple[Expr, ...]
    start: int
    end: int


Literal: TypeAlias = (
    NumberLiteral
    | PercentLiteral
    | MoneyLiteral
    | DurationLiteral
    | DateLiteral
    | TimeLiteral
    | TextLiteral
    | YesNoLiteral
    | Clock
)
Expr: TypeAlias = Literal | Name | Unary | Logic | Comparison | Membership | Arithmetic | Call


PARTS: Mapping[type, tuple[str, ...]] = {
    Unary: ("operand",),
    Logic: ("parts",),
    Comparison: ("left", "right"),
    Membership: ("left", "options"),
    Arithmetic: ("left", "right"),
    Call: ("arguments",),
}
"""Where the parts of an expression lie, from left to right."""


def inside(whole: Expr) -> Iterator[Expr]:
    """Yield an expression and everything it is made of, from left to right."""
    waiting: list[Expr] = [whole]
    while waiting:
        part = waiting.pop()
        yield part
        for name in reversed(PARTS.get(part.__class__, ())):
            held = getattr(part, name)
            if held.__class__ is tuple:
                waiting += held[::-1]
            else:
                waiting.append(held)


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole expression and where it was written."""

    root: Expr
    text: str
    span: Span
    path: str

    def place(self, part: Expr) -> Span:
        """Return the place of a part in its file."""
        return within(self.span, self.text, part.start, part.end)

    def quote(self, part: Expr) -> str:
        """Return a part as it was written."""
        return self.text[part.start : part.end]
