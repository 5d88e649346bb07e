"""Comparing: which kinds of value may stand beside each other, and what to write where they may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.types import Choice, Date, Duration, Moment, Text, Time, Word, YesNo
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

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker


def comparison(checker: Checker, part: tree.Comparison, wanted: Kind | None) -> Meaning:
    """Return the meaning of `a is b` and its kin."""
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
