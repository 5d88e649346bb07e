"""Conditions on fixed values are settled before anything runs: what is always so is left out, what is never so drops its step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.domain.types import YesNo
from engine.language.expressions import Env, Scope, Tree, check, resolve, tree
from engine.language.expressions.tree import Expr

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def fold(written: Tree, scope: Scope, constants: Mapping[str, Any]) -> Tree | bool:
    """Return whether the condition holds where its names are all fixed; otherwise what is left of it."""
    folded = _fold(written, written.root, scope, constants)
    return folded if isinstance(folded, bool) else _part_of(written, folded)


def _fold(written: Tree, part: Expr, scope: Scope, constants: Mapping[str, Any]) -> Expr | bool:
    match part:
        case tree.Unary("not", operand):
            inner = _fold(written, operand, scope, constants)
            return not inner if isinstance(inner, bool) else replace(part, operand=inner)
        case tree.Logic():
            return _logic(written, part, scope, constants)
        case _:
            return _settled(_part_of(written, part), scope, constants)


def _part_of(written: Tree, part: Expr) -> Tree:
    """Return a part of an expression by itself; the expression where it is the whole."""
    if part is written.root:
        return written
    return Tree(part, written.text, written.span, written.path)


def _logic(
    written: Tree, part: tree.Logic, scope: Scope, constants: Mapping[str, Any]
) -> Expr | bool:
    decides = part.op == "or"
    open_parts: list[Expr] = []
    for each in part.parts:
        folded = _fold(written, each, scope, constants)
        if folded is decides:
            return decides
        if not isinstance(folded, bool):
            open_parts.append(folded)
    if not open_parts:
        return not decides
    return open_parts[0] if len(open_parts) == 1 else replace(part, parts=tuple(open_parts))


def _settled(written: Tree, scope: Scope, constants: Mapping[str, Any]) -> Expr | bool:
    if _has_clock(written.root) or _reads_answers(written.root, scope, constants):
        return written.root
    checked = check(written, scope, YesNo())
    names = {read.name.partition(".")[0] for read in checked.reads if not read.row}
    if checked.findings or not names <= constants.keys():
        return written.root
    return bool(checked.run(Env(constants, _NEVER)))


def _has_clock(part: Expr) -> bool:
    return any(isinstance(each, tree.Clock) for each in tree.inside(part))


def _reads_answers(part: Expr, scope: Scope, constants: Mapping[str, Any]) -> bool:
    """Tell whether a part certainly reads an answer: no name in it is of a fixed value, and one is known."""
    names = [each.dotted for each in tree.inside(part) if isinstance(each, tree.Name)]
    if any(name.partition(".")[0] in constants for name in names):
        return False
    return any(resolve(scope, name) is not None for name in names)
