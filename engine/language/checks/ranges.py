"""How little and how much a number or an amount in a flow may be, as far as citizens choose it within the bounds of their questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from engine.domain.answers.number import MOST
from engine.language import nodes
from engine.language.compiler.dependents import owner_of
from engine.language.compiler.draft import Draft
from engine.language.compiler.layout import Laid
from engine.language.compiler.once import read_expression, read_type
from engine.language.compiler.scope import Frame, rename_tree
from engine.language.expressions import Tree, tree
from engine.language.findings import Finding
from engine.language.model.names import entries_at

Amount = Fraction | float
"""Exact, or without end (`inf`)."""


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most a value may be. told: a table or a department decides, so that it is no citizen's doing."""

    least: Amount
    most: Amount
    told: bool = False


TOLD = Range(Fraction(1), inf, told=True)
"""What tables and departments say is taken for more than nothing."""


def tree_of(node: nodes.Node | None, frame: Frame) -> Tree | None:
    """Return the expression of a line with the program's names, nothing where it is none."""
    if not isinstance(node, nodes.Scalar):
        return None
    written = read_expression(node.text, node.span, frame.path)
    return None if isinstance(written, Finding) else rename_tree(written, frame, frozenset())


class Ranges:
    """Works ranges out within one service; what it cannot follow (a row, a count of people) counts as told."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._laid = {each.id: each for each in draft.laid}
        self._ids = frozenset(self._laid)
        self._times = {
            f"fees.{name.text}": tree_of(node.get("times"), draft.top)
            for name, node in entries_at(draft.flow.node, "fees")
            if isinstance(node, nodes.Mapping) and node.get("plus") is None
        }
        self._under_way: set[str] = set()

    def of(self, part: tree.Expr) -> Range:
        """Return the range of a part of an expression."""
        match part:
            case tree.NumberLiteral() | tree.PercentLiteral() | tree.MoneyLiteral():
                return Range(Fraction(part.value), Fraction(part.value))
            case tree.Name():
                return self._of_name(part.dotted)
            case tree.Unary(op="-"):
                found = self.of(part.operand)
                return Range(-found.most, -found.least)
            case tree.Arithmetic():
                return _WORKED[part.op](self.of(part.left), self.of(part.right))
            case tree.Call():
                return self._of_call(part)
            case _:
                return TOLD

    def _of_call(self, call: tree.Call) -> Range:
        found = [self.of(each) for each in call.arguments]
        if call.function == "round" and found:
            return found[0]
        if call.function not in _CHOSEN or not found:
            return TOLD
        least, most = _CHOSEN[call.function]
        told = all(each.told for each in found)
        return Range(least(each.least for each in found), most(each.most for each in found), told)

    def _of_name(self, name: str) -> Range:
        if name in self._under_way:
            return TOLD
        self._under_way.add(name)
        try:
            return self._looked_up(name)
        finally:
            self._under_way.discard(name)

    def _looked_up(self, name: str) -> Range:
        fixed = self._draft.constants.get(name)
        if isinstance(fixed, int):
            return Range(Fraction(fixed), Fraction(fixed))
        times = self._times.get(name)
        if times is not None:
            return _product(TOLD, self.of(times.root))
        laid = self._laid.get(owner_of(name, self._ids))
        if laid is None:
            return TOLD
        if laid.step.verb == "set":
            value = tree_of(laid.step.said, laid.frame)
            return TOLD if value is None else self.of(value.root)
        return self._answered(laid) if laid.step.verb == "ask" else TOLD

    def _answered(self, laid: Laid) -> Range:
        """Return what a citizen may answer."""
        kind = laid.step.get("type")
        if not isinstance(kind, nodes.Scalar):
            return TOLD
        notation = read_type(kind.text, kind.span, laid.frame.path)
        if isinstance(notation, Finding) or notation.kind not in _UNBOUNDED:
            return TOLD
        least, most = _UNBOUNDED[notation.kind]
        if notation.least is not None:
            least = self.of(rename_tree(notation.least, laid.frame, frozenset()).root).least
        if notation.most is not None:
            most = self.of(rename_tree(notation.most, laid.frame, frozenset()).root).most
        return Range(least, most)


_UNBOUNDED: Mapping[str, tuple[Amount, Amount]] = {
    "number": (Fraction(-MOST), Fraction(MOST)),
    "money": (Fraction(0), inf),
}
"""What a question takes that sets no bounds."""

_CHOSEN: Mapping[str, tuple[Any, Any]] = {
    "min": (min, min),
    "max": (max, max),
    "default": (min, max),
}
"""How the least and the most of these functions come of those of their values."""


def _sum(left: Range, right: Range) -> Range:
    return Range(left.least + right.least, left.most + right.most, left.told and right.told)


def _difference(left: Range, right: Range) -> Range:
    """Return what is left; where a department says how much there is, it is trusted to be enough."""
    if left.told or right.told:
        return TOLD
    return Range(left.least - right.most, left.most - right.least)


def _product(left: Range, right: Range) -> Range:
    told = left.told and right.told
    if left.least < 0 or right.least < 0:
        return Range(-inf, inf, told)
    most = 0 if 0 in (left.most, right.most) else left.most * right.most
    return Range(left.least * right.least, most, told)


def _quotient(left: Range, right: Range) -> Range:
    """Return the share; only its sign is followed."""
    told = left.told and right.told
    if left.least < 0 or right.least < 0:
        return Range(-inf, inf, told)
    return Range(left.least, inf, told)


_WORKED = {"+": _sum, "-": _difference, "*": _product, "/": _quotient}
