"""The short notation after `type:`, as in `text(3..80)`, `money(bill.least .. bill.due)`, `document(pdf|jpeg, 5 MB)`.

::

    type  = kind [ "(" inside ")" ] | range
    inside = range | expression | word { ( "," | "|" ) word } [ "," number ( "kB" | "MB" ) ]
    range = [ expression ] ".." [ expression ]
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.language.expressions.lexer import Token, tokens_of
from engine.language.expressions.parser import parse_part
from engine.language.expressions.tree import Tree
from engine.language.findings import Finding, error
from engine.language.nearest import Fix
from engine.language.source import Span, within

LONGEST = 200
"""Characters of a type."""

_TWO_DOTS = (
    "Between the least and the most stand two dots",
    Fix("Write two dots, as in: 1 .. 15", "", " .."),
)
_BYTES = {"kb": 1_000, "mb": 1_000_000}


@dataclass(frozen=True, slots=True)
class TypeNotation:
    """A type as it was written.

    kind: `number` for a bare range; least, most: expressions, each or both may be missing; a single value is both.
    options: the bare words, as in `document(pdf|jpeg)`; a single bare word, as in `date(past)` or `number(persons)`, is given both ways.
    most_bytes: 0 where no size is given; kind_span: the place of the kind's name.
    """

    kind: str
    least: Tree | None
    most: Tree | None
    options: tuple[str, ...]
    most_bytes: int
    kind_span: Span
    span: Span


def parse_type(text: str, span: Span, path: str) -> TypeNotation | Finding:
    """Return the parts of a type that stands at `span`, or the one finding that says why it cannot be read. Never raises."""
    if len(text) > LONGEST:
        return error(
            path,
            span,
            "EXPR-405",
            f"The type has {len(text)} characters; at most {LONGEST} can be read",
        )
    return _Notation(text, span, path).read()


class _Notation:
    def __init__(self, text: str, span: Span, path: str) -> None:
        self.text = text
        self.span = span
        self.path = path
        self.tokens = tokens_of(text)

    def read(self) -> TypeNotation | Finding:
        tokens = self.tokens
        first, second = tokens[0], tokens[min(1, len(tokens) - 1)]
        if first.kind == "end":
            return self.wrong(first, "Here a type is missing", "Write a type, as in: text(3..80)")
        if first.kind == "name" and second.text == "(":
            return self.inside(first, tokens[2:-1])
        if any(token.text == ".." for token in tokens):
            return self.bounds("number", self.span, tokens[:-1])
        if first.kind != "name":
            message = f'A type cannot begin with "{first.text}"'
            return self.wrong(first, message, "Begin with the kind, as in: text(3..80)")
        if second.kind != "end":
            message = f'After "{first.text}" only brackets can follow'
            return self.wrong(second, message, f"Write it as: {first.text}( … )")
        place = within(self.span, self.text, first.start, first.end)
        return TypeNotation(first.text, None, None, (), 0, place, self.span)

    def inside(self, kind: Token, tokens: list[Token]) -> TypeNotation | Finding:
        """Read what stands in the brackets, the closing one included."""
        place = within(self.span, self.text, kind.start, kind.end)
        opening = self.tokens[1]
        if not tokens or tokens[-1].text != ")":
            message = 'The bracket "(" opened here is never closed'
            return self.wrong(opening, message, 'Write ")" at the end')
        tokens = tokens[:-1]
        if not tokens:
            message = "There is nothing between the brackets"
            return self.wrong(opening, message, f"Write {kind.text} alone, or its limits")
        if _are_words(tokens) and len(tokens) > 1:
            return self.words(kind.text, place, tokens)
        return self.bounds(kind.text, place, tokens)

    def words(self, kind: str, place: Span, inside: list[Token]) -> TypeNotation | Finding:
        size = 0
        if len(inside) >= 2 and inside[-2].kind == "number":
            size = round(float(inside[-2].text) * _BYTES[inside[-1].text.casefold()])
            inside = inside[:-3]
        options = tuple(t.text for t in inside if t.kind == "name")
        twice = next(
            (t for n, t in enumerate(inside) if t.kind == "name" and t.text in options[: n // 2]),
            None,
        )
        if twice:
            return self.wrong(twice, f'"{twice.text}" stands here twice', "Keep one of the two")
        return TypeNotation(kind, None, None, options, size, place, self.span)

    def bounds(self, kind: str, place: Span, inside: list[Token]) -> TypeNotation | Finding:
        at = next((n for n, token in enumerate(inside) if token.text == ".."), None)
        slip = self.other_dots(inside, at)
        if slip:
            return slip
        if at is None:
            value = self.part(inside)
            if isinstance(value, Finding):
                return value
            word = (inside[0].text,) if _are_words(inside) else ()
            return TypeNotation(kind, value, value, word, 0, place, self.span)
        if len(inside) == 1:
            return self.wrong(
                inside[0], "The range has neither a least nor a most", "Write it as: 1..15"
            )
        least = self.part(inside[:at])
        most = self.part(inside[at + 1 :])
        for side in (least, most):
            if isinstance(side, Finding):
                return side
        assert not isinstance(least, Finding) and not isinstance(most, Finding)  # noqa: S101, PT018
        return TypeNotation(kind, least, most, (), 0, place, self.span)

    def other_dots(self, inside: list[Token], at: int | None) -> Finding | None:
        """Return the finding for what stands in place of the two dots between a least and a most. at: where two dots are."""
        if at is not None:
            third = next(iter(inside[at + 1 :]), None)
            return self.wrong(third, *_TWO_DOTS) if third and third.text == "." else None
        for n, token in enumerate(inside[1:-1], 1):
            glued = token.start == inside[n - 1].end and token.end == inside[n + 1].start
            if token.text in ("to", "until", "…") or (token.text == "," and not glued):
                return self.wrong(token, *_TWO_DOTS)
        return None

    def part(self, tokens: list[Token]) -> Tree | Finding | None:
        if not tokens:
            return None
        end = tokens[-1].end
        return parse_part([*tokens, Token("end", "", end, end)], self.text, self.span, self.path)

    def wrong(self, token: Token, message: str, fix: str) -> Finding:
        place = within(self.span, self.text, token.start, token.end)
        return error(self.path, place, "EXPR-405", message, "", fix)


def _are_words(inside: list[Token]) -> bool:
    """Tell words between commas or bars, perhaps with a size at the end, from limits that are expressions."""
    if len(inside) >= 4 and inside[-2].kind == "number" and inside[-1].text.casefold() in _BYTES:
        if inside[-3].text != ",":
            return False
        inside = inside[:-3]
    names, marks = inside[::2], inside[1::2]
    plain = all(
        t.kind == "name" and t.text not in ("today", "now") and "." not in t.text for t in names
    )
    return plain and len(names) == len(marks) + 1 and all(t.text in (",", "|") for t in marks)
