"""Conditions that are settled before a citizen says a word: never so, or always so, by the bounds of questions and by the way one came.

Only what is certain is said. The way one came settles a condition where every way to it has settled another with the same or an
excluding value; that a condition is so anyhow on such a way is no finding, since a step may well repeat the condition of its answers.
Conditions inside fragments are left out, because each service may settle them otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.language import nodes
from engine.language.assignment.certain import certain_of
from engine.language.assignment.literals import Literal, Stated, single
from engine.language.assignment.state import State
from engine.language.assignment.uses import ENTRY
from engine.language.checks.ranges import tree_of
from engine.language.checks.reaches import Reaches, alike
from engine.language.compiler.draft import Draft
from engine.language.compiler.layout import Laid
from engine.language.expressions import Tree, tree
from engine.language.findings import Finding, error, warning
from engine.language.model.names import entries_at, items_at
from engine.language.program import Program

_ORDERED = ("<", "<=", ">", ">=")


class Place(NamedTuple):
    """A condition in its file. slot: under which it is remembered; before: further conditions that did not hold."""

    node: nodes.Scalar
    slot: str
    before: tuple[str, ...] = ()


def check_settled(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield conditions that are the same whatever a citizen answers."""
    if program is None:
        return
    reaches = Reaches(draft)
    for laid in draft.laid:
        if laid.role != "step" or laid.frame.fragment:
            continue
        for place in _places(laid):
            written = tree_of(place.node, laid.frame)
            if written is not None:
                yield from _judged(draft, program, laid, place, written, reaches)


def _places(laid: Laid) -> Iterator[Place]:
    """Yield the conditions of a step."""
    step = laid.step
    single_ones = ((ENTRY, step.get("only_if")), ("optional", step.get("optional")))
    for slot, node in single_ones:
        if isinstance(node, nodes.Scalar) and isinstance(node.value, str):
            yield Place(node, slot)
    for key in ("when", "refuse"):
        before: list[str] = []
        for place, item in enumerate(items_at(step.node, key)):
            node = item.get("if") if isinstance(item, nodes.Mapping) else None
            if isinstance(node, nodes.Scalar):
                yield Place(node, f"{key} {place}", tuple(before) if key == "when" else ())
                before.append(f"{key} {place}")
    for name, option in entries_at(step.node, "options"):
        node = option.get("only_if") if isinstance(option, nodes.Mapping) else None
        if isinstance(node, nodes.Scalar):
            yield Place(node, f"option {name.text}")


def _judged(
    draft: Draft, program: Program, laid: Laid, place: Place, written: Tree, reaches: Reaches
) -> Iterator[Finding]:
    by_bounds = _Judge(reaches).of(written.root)
    path, quoted = laid.frame.path, f'"{place.node.text}"'
    if by_bounds:
        yield warning(
            path,
            place.node.span,
            "EXPR-452",
            f"{quoted} is always so, whatever a citizen answers",
            "The condition decides nothing, and was probably meant to",
            "Compare with a value that an answer can fall short of, or leave the condition out",
        )
    elif by_bounds is False or _is_excluded(draft, program, laid, place):
        yield error(
            path,
            place.node.span,
            "EXPR-451",
            f"{quoted} is never so{'' if by_bounds is False else ' where it stands'}, whatever a citizen answers",
            "What depends on it would never be done",
            "Compare with a value that an answer can have, or delete what depends on it",
        )


def _is_excluded(draft: Draft, program: Program, laid: Laid, place: Place) -> bool:
    """Tell whether every way to a condition has settled that it does not hold."""
    stated = draft.conditions.get((laid.id, place.slot))
    if stated is None or draft.constants or place.slot.startswith(("refuse", "optional")):
        return False
    ways, found = certain_of(draft, program)
    step, state = program.by_id[laid.id], found.get(laid.id)
    if state is not None and place.slot != ENTRY:
        state = ways.inside(step, state)
    for slot in place.before:
        state = ways.assuming(state, laid.id, slot, holds=False) if state is not None else None
    return state is not None and _Judge(None, stated, state, ways.moving).of(stated.root) is False


class _Judge:
    """Settles a condition part by part: yes, no, or nothing known."""

    def __init__(
        self,
        reaches: Reaches | None,
        stated: Stated | None = None,
        state: State | None = None,
        moving: frozenset[str] = frozenset(),
    ) -> None:
        self.reaches, self.stated, self.moving = reaches, stated, moving
        self.settled = state.settled() if state is not None else frozenset()

    def of(self, part: tree.Expr) -> bool | None:
        """Return how a part is settled, nothing where it may be so or not."""
        match part:
            case tree.Unary("not", operand):
                found = self.of(operand)
                return None if found is None else not found
            case tree.Logic(op, parts):
                return _joined(op, [self.of(each) for each in parts])
            case tree.Comparison(op, _, left, right) if self.reaches is not None:
                return self._compared(op, left, right)
            case _:
                return self._known(part)

    def _compared(self, op: str, left: tree.Expr, right: tree.Expr) -> bool | None:
        assert self.reaches is not None  # noqa: S101 (told apart by the caller)
        one, other = self.reaches.of(left), self.reaches.of(right)
        same = alike(one, other) if one is not None and other is not None else None
        if same is None:
            return None
        low, high = same
        if op in ("is", "is not"):
            if low.most < high.least or high.most < low.least:
                return op == "is not"
            only_one = low.least == low.most == high.least == high.most
            return (op == "is") if only_one else None
        if op not in _ORDERED:
            return None
        if op in (">", ">="):
            low, high, op = high, low, {">": "<", ">=": "<="}[op]
        if low.most < high.least or (op == "<=" and low.most <= high.least):
            return True
        if low.least > high.most or (op == "<" and low.least >= high.most):
            return False
        return None

    def _known(self, part: tree.Expr) -> bool | None:
        """Return what the way one came says of a condition."""
        if self.stated is None:
            return None
        literal = single(self.stated._replace(root=part), holds=True, moving=self.moving)
        if literal is None:
            return None
        if literal in self.settled:
            return True
        if literal.opposite in self.settled or self._is_other(part, literal):
            return False
        return None

    def _is_other(self, part: tree.Expr, literal: Literal) -> bool:
        """Tell whether a choice is known to be another option than the one compared with."""
        if not isinstance(part, tree.Comparison) or not isinstance(part.right, tree.Name):
            return False
        if self.stated is None or part.right.start in self.stated.read or not literal.holds:
            return False
        begins = literal.key[: literal.key.rfind(" is ") + 4]
        return any(
            each.holds and each.key != literal.key and each.key.startswith(begins)
            and each.names == literal.names
            for each in self.settled
        )  # fmt: skip


def _joined(op: str, parts: list[bool | None]) -> bool | None:
    decisive = op == "or"
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive
