"""Comparing: which kinds of value may stand beside each other, and what to write where they may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.types import Choice, Choices, Date, Duration, Moment, Text, Time, Word, YesNo
from engine.language.expressions import operators, tree
from engine.language.expressions.kinds import (
    Elapsed,
    Kind,
    can_equal,
    describe,
    is_money,
    is_ordered,
)
from engine.language.expressions.meaning import UNKNOWN, Meaning
from engine.language.expressions.scope import resolve

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker


def comparison(checker: Checker, part: tree.Comparison, wanted: Kind | None) -> Meaning:
    """Return the meaning of `a is b` and its kin."""
    if part.op == "contains":
        return _containment(checker, part)
    if _is_several(checker, part.left):
        return _use_contains(checker, part)
    left, right = checker.pair(part.left, part.right)
    if left.kind is None or right.kind is None:
        return UNKNOWN
    if not can_equal(left.kind, right.kind):
        return _differ(checker, part, left.kind, right.kind)
    if part.op not in ("is", "is not") and not is_ordered(left.kind):
        return checker.wrong(
            part,
            "EXPR-421",
            f'"{part.said}" needs numbers, amounts, dates or times, and "{checker.quote(part.left)}" is {describe(left.kind)}',
            'Write "is", "is not" or "is one of"',
        )
    if part.said in ("is before", "is after") and not isinstance(left.kind, Date | Time | Moment):
        return checker.wrong(
            part,
            "EXPR-421",
            f'"{part.said}" is for dates and times, and "{checker.quote(part.left)}" is {describe(left.kind)}',
            'Write "is less than" or "is more than"',
        )
    if isinstance(left.kind, Elapsed) or isinstance(right.kind, Elapsed):
        return _lengths(checker, part, left, right)
    return Meaning(YesNo(), operators.compare(part.op, left.run, right.run, right.fixed))


def _is_several(checker: Checker, part: tree.Expr) -> bool:
    return isinstance(part, tree.Name) and isinstance(resolve(checker.scope, part.dotted), Choices)


def _use_contains(checker: Checker, part: tree.Comparison | tree.Membership) -> Meaning:
    name = checker.quote(part.left)
    return checker.wrong(
        part,
        "EXPR-420",
        f'"{name}" is {describe(Choices(()))}, which is never equal to one option',
        f"Write {name} contains, then the option",
    )


def _containment(checker: Checker, part: tree.Comparison) -> Meaning:
    """Return the meaning of `needs contains water`."""
    several = checker.walk(part.left)
    if several.kind is None:
        return UNKNOWN
    if not isinstance(several.kind, Choices):
        return checker.wrong(
            part,
            "EXPR-421",
            f'"contains" is for a choice of several, and "{checker.quote(part.left)}" is {describe(several.kind)}',
            'Write "is" or "is one of"',
        )
    option = checker.walk(part.right, Choice(several.kind.options, several.kind.labels))
    if option.kind is None:
        return UNKNOWN
    if not isinstance(option.kind, Choice) or not set(option.kind.options) & set(
        several.kind.options
    ):
        return checker.wrong(
            part.right,
            "EXPR-420",
            f'"{checker.quote(part.right)}" is {describe(option.kind)}, not one of the options',
            "Name one of the options",
        )
    chosen, wanted = several.run, option.run
    return Meaning(YesNo(), lambda env: wanted(env) in chosen(env))


def _differ(checker: Checker, part: tree.Comparison, left: Kind, right: Kind) -> Meaning:
    fix = "Compare values of the same type"
    if {type(left), type(right)} == {Date, Moment}:
        fix = 'Write "today" in place of "now", or compare two moments'
    elif isinstance(left, Duration) and isinstance(right, Duration):
        return checker.wrong(
            part,
            "EXPR-420",
            "Two lengths of time are compared that never change",
            "Compare the time between two moments",
        )
    elif isinstance(left, Choice) and isinstance(right, Choice):
        return checker.wrong(
            part,
            "EXPR-420",
            "These two choices have no option in common",
            "Compare two choices with the same options",
            "This would never be so",
        )
    elif isinstance(left, Text | Word) and isinstance(part.right, tree.NumberLiteral):
        fix = f'Put the number in quotes: "{checker.quote(part.right)}"'
    elif is_money(left) != is_money(right):
        fix = "Write the amount with its unit, as in: 50 rupees"
    return checker.wrong(
        part,
        "EXPR-420",
        f'"{checker.quote(part.left)}" is {describe(left)}, "{checker.quote(part.right)}" is {describe(right)}',
        fix,
    )


def _lengths(checker: Checker, part: tree.Comparison, left: Meaning, right: Meaning) -> Meaning:
    for side, meaning in ((part.left, left), (part.right, right)):
        if isinstance(meaning.kind, Elapsed):
            continue
        if not isinstance(side, tree.DurationLiteral) or side.value.seconds is None:
            return checker.wrong(
                side,
                "EXPR-420",
                f'"{checker.quote(side)}" is not always equally long',
                "Write hours, days or weeks",
            )
    runs = operators.length_of(left.run), operators.length_of(right.run)
    return Meaning(YesNo(), operators.compare(part.op, *runs, fixed=right.fixed))


def membership(checker: Checker, part: tree.Membership, wanted: Kind | None) -> Meaning:
    """Return the meaning of `a is one of [b, c]`."""
    if _is_several(checker, part.left):
        return _use_contains(checker, part)
    left = checker.walk(part.left)
    options = [checker.beside(left, option) for option in part.options]
    if left.kind is None or any(option.kind is None for option in options):
        return UNKNOWN
    for written, option in zip(part.options, options, strict=True):
        if option.kind and (
            isinstance(left.kind, Elapsed) or not can_equal(left.kind, option.kind)
        ):
            return checker.wrong(
                written,
                "EXPR-420",
                f'"{checker.quote(part.left)}" is {describe(left.kind)}, "{checker.quote(written)}" is {describe(option.kind)}',
                "Put values of the same type in the list",
            )
    settled = all(option.fixed for option in options)
    runs = [option.run for option in options]
    return Meaning(YesNo(), operators.member(left.run, runs, settled, part.negated))
