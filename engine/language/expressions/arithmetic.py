"""Calculating with numbers, money, dates and moments: which kinds go together, and what comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.types import Date, Duration, Moment, Money, Number
from engine.language.expressions import operators, tree
from engine.language.expressions.kinds import Elapsed, Exact, Kind, describe, is_amount, is_money
from engine.language.expressions.meaning import UNKNOWN, Meaning

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker

_TOO_SHORT = ("minutes", "hours", "working_hours")


def negative(checker: Checker, part: tree.Unary) -> Meaning:
    """Return the meaning of `-x`."""
    inner = checker.walk(part.operand)
    if inner.kind is None:
        return UNKNOWN
    if not is_amount(inner.kind):
        return checker.wrong(
            part,
            "EXPR-422",
            f"A minus cannot stand before {describe(inner.kind)}",
            "Delete the minus",
        )
    run = inner.run
    return Meaning(inner.kind, lambda env: -run(env), inner.fixed, inner.plain)


def meaning(checker: Checker, part: tree.Arithmetic, wanted: Kind | None) -> Meaning:
    """Return the meaning of `a + b`, `a - b`, `a * b`, `a / b`."""
    left, right = checker.walk(part.left), checker.walk(part.right)
    if left.kind is None or right.kind is None:
        return UNKNOWN
    if isinstance(left.kind, Date | Moment):
        return _moved(checker, part, left, right)
    if not is_amount(left.kind) or not is_amount(right.kind):
        return _misfit(checker, part, left.kind, right.kind)
    kind = _amount(part.op, left.kind, right.kind)
    if kind is None:
        return _misfit(checker, part, left.kind, right.kind)
    if part.op == "/" and not _never_zero(part.right):
        return checker.wrong(
            part.right,
            "EXPR-424",
            f'"{checker.quote(part.right)}" could be 0, and nothing can be divided by 0',
            f"Write max(1, {checker.quote(part.right)}), or a number",
            "A citizen's 0 would stop the conversation here",
        )
    run = operators.calculate(part.op, left.run, right.run)
    return Meaning(kind, run, left.fixed and right.fixed, left.plain and right.plain)


def _amount(op: str, left: Kind, right: Kind) -> Kind | None:
    """Return the kind of an amount calculated from two, or nothing where they do not go together."""
    one, other = is_money(left), is_money(right)
    exact = op == "/" or isinstance(left, Exact) or isinstance(right, Exact)
    if op in "+-":
        if one != other:
            return None
        money = one
    elif op == "*":
        if one and other:
            return None
        money = one or other
    else:
        if other and not one:
            return None
        money = one and not other
    if exact:
        return Exact(money)
    return Money() if money else Number()


def _moved(checker: Checker, part: tree.Arithmetic, left: Meaning, right: Meaning) -> Meaning:
    if part.op == "-" and isinstance(left.kind, Moment) and isinstance(right.kind, Moment):
        first, second = left.run, right.run
        return Meaning(Elapsed(), lambda env: first(env) - second(env))
    if part.op == "-" and isinstance(left.kind, Date) and isinstance(right.kind, Date):
        return checker.wrong(
            part,
            "EXPR-422",
            "One date cannot be taken from another with a minus",
            f"Write days_between({checker.quote(part.right)}, {checker.quote(part.left)})",
        )
    if (
        part.op not in "+-"
        or not isinstance(right.kind, Duration)
        or left.kind is None
        or right.kind is None
    ):
        return _misfit(checker, part, left.kind or Date(), right.kind or Date())
    unit = part.right.value.unit if isinstance(part.right, tree.DurationLiteral) else "days"
    if isinstance(left.kind, Date) and unit in _TOO_SHORT:
        return checker.wrong(
            part.right,
            "EXPR-422",
            "Hours and minutes do not move a date",
            "Write days, weeks, months or years",
        )
    if part.op == "-" and unit == "working_hours":
        return checker.wrong(
            part.right,
            "EXPR-422",
            "Working hours cannot be counted backwards",
            "Write hours or working days",
        )
    return Meaning(left.kind, operators.moved(left.run, right.run, 1 if part.op == "+" else -1))


def _misfit(checker: Checker, part: tree.Arithmetic, left: Kind, right: Kind) -> Meaning:
    verb = {
        "+": "be added to",
        "-": "be taken from",
        "*": "be multiplied by",
        "/": "be divided by",
    }[part.op]
    first, second = (right, left) if part.op in "+-" else (left, right)
    fix = "Calculate with values of the same type"
    if (
        part.op in "+-"
        and is_money(left) != is_money(right)
        and is_amount(left)
        and is_amount(right)
    ):
        fix = "Write the amount with its unit, as in: 10 rupees"
    elif isinstance(left, Date | Moment):
        fix = "Add a length of time, as in: today + 30 days"
    return checker.wrong(
        part, "EXPR-422", f"{describe(first).capitalize()} cannot {verb} {describe(second)}", fix
    )


def _never_zero(part: tree.Expr) -> bool:
    """Tell whether a divisor is certainly not 0: a number written out, or `max` with a number above 0."""
    match part:
        case tree.NumberLiteral(value) | tree.PercentLiteral(value):
            return value != 0
        case tree.MoneyLiteral(paise):
            return paise != 0
        case tree.Unary("-", operand):
            return _never_zero(operand)
        case tree.Call("max", arguments):
            return any(
                isinstance(each, tree.NumberLiteral | tree.MoneyLiteral) and each.value > 0
                for each in arguments
            )
    return False
