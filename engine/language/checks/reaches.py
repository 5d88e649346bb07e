"""How little and how much a number or an amount can be, for certain: what cannot be followed may be anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import inf
from typing import NamedTuple

from engine.domain.answers.number import MOST
from engine.language import nodes
from engine.language.checks.ranges import tree_of
from engine.language.compiler.draft import Draft
from engine.language.compiler.once import read_type
from engine.language.compiler.scope import rename_tree
from engine.language.expressions import tree
from engine.language.findings import Finding
from engine.language.steps.repeat import MOST as MOST_RECORDS

Amount = Fraction | float
PAISE = 100


class Reach(NamedTuple):
    """The least and the most; money: in paise; plain: written without a unit, so that beside money it means rupees."""

    least: Amount
    most: Amount
    money: bool = False
    plain: bool = False

    def in_paise(self) -> Reach:
        """Return a number without a unit as an amount of money."""
        return Reach(self.least * PAISE, self.most * PAISE, money=True)


class Reaches:
    """Works out reaches within one service; a family's own values count as unknown, so that what is found holds for each member."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._laid = {each.id: each for each in draft.laid}
        self._under_way: set[str] = set()

    def of(self, part: tree.Expr) -> Reach | None:
        """Return the reach of a part of an expression, nothing where it is no number or nothing is known of it."""
        match part:
            case tree.NumberLiteral(value):
                return Reach(Fraction(value), Fraction(value), plain=True)
            case tree.MoneyLiteral(value):
                return Reach(Fraction(value), Fraction(value), money=True)
            case tree.Name(dotted):
                return self._of_name(dotted)
            case tree.Arithmetic(op, left, right):
                return _worked(op, self.of(left), self.of(right))
            case tree.Call("count", (tree.Name(dotted), *rest)):
                return Reach(0 if rest else self._records(dotted)[0], self._records(dotted)[1])
            case tree.Call("length"):
                return Reach(Fraction(0), inf)
            case _:
                return None

    def _of_name(self, name: str) -> Reach | None:
        laid = self._laid.get(name)
        if laid is None or name in self._under_way or name in self._draft.constants:
            return None
        self._under_way.add(name)
        try:
            if laid.step.verb == "set":
                written = tree_of(laid.step.said, laid.frame)
                return None if written is None else self.of(written.root)
            return self._asked(name) if laid.step.verb == "ask" else None
        finally:
            self._under_way.discard(name)

    def _asked(self, name: str) -> Reach | None:
        """Return what a citizen may answer."""
        laid = self._laid[name]
        kind = laid.step.get("type")
        if not isinstance(kind, nodes.Scalar):
            return None
        notation = read_type(kind.text, kind.span, laid.frame.path)
        if isinstance(notation, Finding) or notation.kind not in _UNBOUNDED:
            return None
        usual = _UNBOUNDED[notation.kind]
        bounds = []
        for written in (notation.least, notation.most):
            found = None
            if written is not None:
                found = self.of(rename_tree(written, laid.frame, frozenset()).root)
            bounds.append(found.in_paise() if found and found.plain and usual.money else found)
        least, most = bounds
        return Reach(
            least.least if least else usual.least if notation.least is None else -inf,
            most.most if most else usual.most if notation.most is None else inf,
            money=usual.money,
        )

    def _records(self, name: str) -> tuple[Amount, Amount]:
        laid = self._laid.get(name)
        count = laid.step.get("count") if laid is not None and laid.step.verb == "repeat" else None
        if not isinstance(count, nodes.Scalar):
            return Fraction(0), inf
        least, dots, most = (part.strip() for part in count.text.partition(".."))
        if dots and least.isdecimal() and most.isdecimal():
            return Fraction(least), Fraction(most)
        return Fraction(0), Fraction(MOST_RECORDS)


_UNBOUNDED: Mapping[str, Reach] = {
    "number": Reach(Fraction(-MOST), Fraction(MOST)),
    "money": Reach(Fraction(0), inf, money=True),
}
"""What a question takes that sets no bounds."""


def alike(left: Reach, right: Reach) -> tuple[Reach, Reach] | None:
    """Return both in the same unit, nothing where they have none in common."""
    if left.money != right.money:
        if left.plain:
            left = left.in_paise()
        elif right.plain:
            right = right.in_paise()
        else:
            return None
    return left, right


def _worked(op: str, left: Reach | None, right: Reach | None) -> Reach | None:
    if left is None or right is None or op not in _OPERATIONS:
        return None
    if op == "*":
        if (left.money and right.money) or min(left.least, right.least) < 0:
            return None
        return Reach(*_OPERATIONS[op](left, right), money=left.money or right.money)
    same = alike(left, right)
    if same is None:
        return None
    return Reach(
        *_OPERATIONS[op](*same), money=same[0].money, plain=same[0].plain and same[1].plain
    )


def _product(left: Reach, right: Reach) -> tuple[Amount, Amount]:
    most: Amount = 0 if 0 in (left.most, right.most) else left.most * right.most
    return left.least * right.least, most


_OPERATIONS: Mapping[str, Callable[[Reach, Reach], tuple[Amount, Amount]]] = {
    "+": lambda left, right: (left.least + right.least, left.most + right.most),
    "-": lambda left, right: (left.least - right.most, left.most - right.least),
    "*": _product,
}
