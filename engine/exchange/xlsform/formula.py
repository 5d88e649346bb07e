"""XLSForm's expressions (`${age} >= 18 and selected(${wants}, 'water')`) read into a small tree.

The functions are those of https://docs.getodk.org/form-operators-functions/ ; only what our language can say is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*[A-Za-z_][\w.-]*\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>\d+(?:\.\d+)?)
    |(?P<word>[A-Za-z_][\w-]*)|(?P<sign><=|>=|!=|\.\.|[=<>()+*,.\-])|(?P<other>\S))""",
    re.VERBOSE,
)
LONGEST = 2_000
DEEPEST = 40


class NotSayable(Exception):
    """Our language cannot say this; the reason names the part, the fix says what to do instead."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(f"{reason}. {fix}.")


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}`, or `.` for the question itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A bare word: in a choice_filter, a column of the choices."""

    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Words in quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two parts with a sign or word between them."""

    sign: str
    left: Part
    right: Part


Part: TypeAlias = Ref | Column | Text | Number | Call | Binary

_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)


class _Token(NamedTuple):
    kind: str
    text: str


def parse(text: str) -> Part:
    """Return the tree of an expression. Raises NotSayable."""
    if len(text) > LONGEST:
        raise NotSayable("The expression is too long", "Cut it into two questions")
    tokens = [
        _Token(found.lastgroup or "", found[found.lastgroup or 0])
        for found in _TOKEN.finditer(text)
        if found.lastgroup
    ]
    reader = _Reader([*tokens, _Token("end", "")])
    part = reader.level(0)
    if reader.now.kind != "end":
        raise NotSayable(f'"{reader.now.text}" is not understood here', "Write the expression anew")
    return part


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.place, self.depth = tokens, 0, 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.now
        self.place += 1
        return token

    def level(self, number: int) -> Part:
        self.depth += 1
        if self.depth > DEEPEST * len(_LEVELS):
            raise NotSayable("The expression has too many brackets", "Cut it into two questions")
        part = self.level(number + 1) if number + 1 < len(_LEVELS) else self.single()
        while self.now.kind in ("sign", "word") and self.now.text in _LEVELS[number]:
            sign = self.take().text
            part = Binary(
                sign, part, self.level(number + 1) if number + 1 < len(_LEVELS) else self.single()
            )
        self.depth -= 1
        return part

    def single(self) -> Part:
        token = self.take()
        if token.kind == "name":
            return Ref(token.text[2:-1].strip())
        if token.kind == "text":
            return Text(token.text[1:-1])
        if token.kind == "number":
            return Number(token.text)
        if token.text == ".":
            return Ref(".")
        if token.text == "-":
            return Binary("-", Number("0"), self.single())
        if token.text == "(":
            part = self.level(0)
            self.expect(")")
            return part
        if token.kind == "word":
            return self.call(token.text) if self.now.text == "(" else Column(token.text)
        raise NotSayable(
            f'"{token.text}" is not understood', "Write ${name}, a number, or words in quotes"
        )

    def call(self, name: str) -> Part:
        self.expect("(")
        arguments: list[Part] = []
        while self.now.text != ")":
            arguments.append(self.level(0))
            if self.now.text != ")":
                self.expect(",")
        self.expect(")")
        return Call(name, tuple(arguments))

    def expect(self, sign: str) -> None:
        if self.take().text != sign:
            raise NotSayable(f'A "{sign}" is missing', "Look at the brackets and commas")


def filled(part: Part, columns: Mapping[str, str]) -> Part:
    """Return a choice_filter with what one choice has in its columns put in."""
    if isinstance(part, Column):
        if part.name not in columns:
            raise NotSayable(
                f'The choices have no column "{part.name}"', "Add the column, or write ${name}"
            )
        return Text(columns[part.name])
    if isinstance(part, Binary):
        return Binary(part.sign, filled(part.left, columns), filled(part.right, columns))
    if isinstance(part, Call):
        return Call(part.name, tuple(filled(each, columns) for each in part.arguments))
    return part
