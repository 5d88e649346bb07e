"""The functions that look at every row of a list: `count`, `sum`, `any`, `all`; the only repetition there is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engine.domain.types import Choices, ListOf, Number, Record, Type, YesNo
from engine.language.expressions import tree
from engine.language.expressions.env import Run
from engine.language.expressions.kinds import Kind, is_amount
from engine.language.expressions.meaning import UNKNOWN, Meaning
from engine.language.expressions.usage import Work, misuse

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker


def _rows(checker: Checker, part: tree.Call) -> tuple[Meaning, str, Record] | None:
    listed = checker.walk(part.arguments[0])
    if not isinstance(listed.kind, ListOf):
        misuse(checker, part, part.arguments[0], listed.kind)
        return None
    return listed, checker.quote(part.arguments[0]), listed.kind.item


def _over_rows(checker: Checker, part: tree.Call) -> tuple[Run, Meaning] | None:
    """Return the list, and the meaning of the second argument for one of its rows."""
    found = _rows(checker, part)
    if found is None:
        return None
    listed, name, item = found
    checker.rows.append((name, item))
    each = checker.walk(part.arguments[1])
    checker.rows.pop()
    return None if each.kind is None else (listed.run, each)


def tested(gather: Callable[[Any], Any], kind: Type) -> Work:
    """Return the work of `count`, `any` or `all`: a yes or no for each row, gathered."""

    def work(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
        if len(part.arguments) == 1:
            return _all_rows(checker, part)
        found = _over_rows(checker, part)
        if found is None:
            return UNKNOWN
        rows, each = found
        if not isinstance(each.kind, YesNo):
            return misuse(checker, part, part.arguments[1], each.kind)
        test = each.run
        return Meaning(kind, lambda env: gather(test(env.looking_at(row)) for row in rows(env)))

    return work


def _all_rows(checker: Checker, part: tree.Call) -> Meaning:
    listed = checker.walk(part.arguments[0])
    if not isinstance(listed.kind, ListOf | Choices):
        return misuse(checker, part, part.arguments[0], listed.kind)
    rows = listed.run
    return Meaning(Number(), lambda env: len(rows(env)))


def total(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    """Return the meaning of `sum`: a number or an amount for each row, added up."""
    found = _over_rows(checker, part)
    if found is None:
        return UNKNOWN
    rows, each = found
    if not is_amount(each.kind):
        return misuse(checker, part, part.arguments[1], each.kind)
    amount = each.run
    return Meaning(each.kind, lambda env: sum(amount(env.looking_at(row)) for row in rows(env)))
