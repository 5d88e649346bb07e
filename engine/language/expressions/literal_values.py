"""What a value written out means; beside a choice, a word or a number can be the key of one of its options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.domain.calendar import local_date
from engine.domain.types import (
    Choice,
    Date,
    Duration,
    Moment,
    Money,
    Number,
    Text,
    Time,
    Type,
    Word,
    YesNo,
)
from engine.language.expressions import operators, tree
from engine.language.expressions.kinds import Exact, Kind
from engine.language.expressions.meaning import Meaning, fixed

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker

_KINDS: dict[type, Type | Exact] = {
    tree.PercentLiteral: Exact(money=False),
    tree.MoneyLiteral: Money(),
    tree.DurationLiteral: Duration(),
    tree.DateLiteral: Date(),
    tree.TimeLiteral: Time(),
}

Unambiguous = (
    tree.PercentLiteral
    | tree.MoneyLiteral
    | tree.DurationLiteral
    | tree.DateLiteral
    | tree.TimeLiteral
)


def unambiguous(checker: Checker, part: Unambiguous, wanted: Kind | None) -> Meaning:
    """Return the meaning of a value that reads the same everywhere."""
    return fixed(_KINDS[type(part)], part.value)


def number(checker: Checker, part: tree.NumberLiteral, wanted: Kind | None) -> Meaning:
    """Return the meaning of a number without a unit; beside a choice, the option written so."""
    if isinstance(wanted, Choice) and checker.quote(part) in wanted.options:
        return fixed(wanted, checker.quote(part))
    if part.value.denominator == 1:
        return Meaning(Number(), operators.constant(int(part.value)), fixed=True, plain=True)
    return Meaning(Exact(money=False), operators.constant(part.value), fixed=True, plain=True)


def text(checker: Checker, part: tree.TextLiteral, wanted: Kind | None) -> Meaning:
    """Return the meaning of words in quotes; beside a choice, the option written so."""
    if isinstance(wanted, Choice):
        known = part.value in wanted.options
        return fixed(wanted, part.value) if known else checker.no_option(part, part.value, wanted)
    return fixed(wanted if isinstance(wanted, Word) else Text(len(part.value)), part.value)


def yes_no(checker: Checker, part: tree.YesNoLiteral, wanted: Kind | None) -> Meaning:
    """Return the meaning of `yes` or `no`; beside a choice, the option written so."""
    word = "yes" if part.value else "no"
    if isinstance(wanted, Choice):
        return (
            fixed(wanted, word) if word in wanted.options else checker.no_option(part, word, wanted)
        )
    return fixed(YesNo(), part.value)


def clock(checker: Checker, part: tree.Clock, wanted: Kind | None) -> Meaning:
    """Return the meaning of `today` or `now`."""
    if part.word == "today":
        return Meaning(Date(), lambda env: local_date(env.now))
    return Meaning(Moment(), lambda env: env.now)
