"""Conditions of our language as XLSForm writes them, where it can; None where it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from engine.domain.types import Choice, Choices, Type
from engine.language.expressions import parse_expression, resolve, tree
from engine.language.findings import Finding
from engine.language.source import START

_SIGNS = {"is": "=", "is not": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_FUNCTIONS = {
    "length": "string-length",
    "count": "count-selected",
    "default": "coalesce",
    "min": "min",
    "max": "max",
}
_BINDS = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "div": 5,
}


class _NotSayable(Exception):
    pass


def to_formula(text: str, types: Mapping[str, Type]) -> str | None:
    """Return an expression for a spreadsheet. types: of the names it reads."""
    written = parse_expression(text, START, "")
    if isinstance(written, Finding):
        return None
    try:
        return _Saying(types).part(written.root, 0)
    except _NotSayable:
        return None


class _Saying:
    def __init__(self, types: Mapping[str, Type]) -> None:
        self.types = types

    def part(self, part: tree.Expr, within: int) -> str:
        said = self.single(part)
        if said is not None:
            return said
        match part:
            case tree.Logic():
                said = f" {part.op} ".join(
                    self.part(each, _BINDS[part.op] + 1) for each in part.parts
                )
                return f"({said})" if _BINDS[part.op] < within else said
            case tree.Comparison():
                return self.compared(part, within)
            case tree.Arithmetic():
                sign = "div" if part.op == "/" else part.op
                said = f"{self.part(part.left, _BINDS[sign])} {sign} {self.part(part.right, _BINDS[sign] + 1)}"
                return f"({said})" if _BINDS[sign] < within else said
            case tree.Unary() if part.op == "not":
                return self.negated(part.operand)
            case tree.Call():
                return self.called(part)
        raise _NotSayable

    def single(self, part: tree.Expr) -> str | None:
        """Return a name or a literal; None for what has parts."""
        match part:
            case tree.Name():
                return f"${{{part.dotted}}}"
            case tree.NumberLiteral():
                return _decimal(Fraction(part.value))
            case tree.TextLiteral() if "'" not in part.value:
                return f"'{part.value}'"
            case tree.DateLiteral():
                return f"date('{part.value.isoformat()}')"
            case tree.YesNoLiteral():
                return "true()" if part.value else "false()"
            case tree.Clock():
                return f"{part.word}()"
        return None

    def called(self, part: tree.Call) -> str:
        if part.function == "answered":
            return f"{self.part(part.arguments[0], 0)} != ''"
        if part.function not in _FUNCTIONS:
            raise _NotSayable
        return f"{_FUNCTIONS[part.function]}({', '.join(self.part(each, 0) for each in part.arguments)})"

    def negated(self, part: tree.Expr) -> str:
        if isinstance(part, tree.Call) and part.function == "answered":
            return f"{self.part(part.arguments[0], 0)} = ''"
        return f"not({self.part(part, 0)})"

    def compared(self, part: tree.Comparison, within: int) -> str:
        left, right = part.left, part.right
        if part.op == "contains" and isinstance(left, tree.Name) and isinstance(right, tree.Name):
            return f"selected(${{{left.dotted}}}, '{right.dotted}')"
        if part.op not in _SIGNS:
            raise _NotSayable
        sign = _SIGNS[part.op]
        said = f"{self.side(left, right)} {sign} {self.side(right, left)}"
        return f"({said})" if _BINDS[sign] < within else said

    def side(self, part: tree.Expr, other: tree.Expr) -> str:
        """Return one side of a comparison; a bare option becomes a text in quotes."""
        if isinstance(part, tree.Name) and isinstance(other, tree.Name):
            kind = resolve(self.types, other.dotted)
            if isinstance(kind, Choice | Choices) and part.dotted in kind.options:
                return f"'{part.dotted}'"
        return self.part(part, 4)


def _decimal(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    said = f"{float(value):.6f}".rstrip("0")
    if Fraction(said) != value:
        raise _NotSayable
    return said
