"""The fixed list of functions: what each takes, what it gives, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from engine.domain.calendar import days_between, local_date, months_between, years_between
from engine.domain.types import (
    Date,
    Duration,
    ListOf,
    Moment,
    Money,
    Number,
    Text,
    Type,
    Word,
    YesNo,
)
from engine.language.expressions import tree
from engine.language.expressions.env import Env, Run
from engine.language.expressions.kinds import (
    Elapsed,
    Exact,
    Kind,
    can_equal,
    describe,
    fits,
    is_amount,
    is_money,
    is_ordered,
)
from engine.language.expressions.meaning import UNKNOWN, Meaning
from engine.language.expressions.row_calls import tested, total
from engine.language.expressions.scope import finder, resolve
from engine.language.expressions.tree import Expr
from engine.language.expressions.usage import USAGE, Work, misuse
from engine.language.nearest import suggest

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker

_FOREIGN = {
    "len": "length",
    "size": "length",
    "has": "answered",
    "today": "today",
    "now": "now",
    "if": "default",
    "full_years": "years_between",
}


def call(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    """Return the meaning of a call."""
    function = FUNCTIONS.get(part.function)
    if function is None:
        meant = _FOREIGN.get(part.function)
        fix = f'Change it to "{meant}"' if meant else suggest(part.function, FUNCTIONS)
        return checker.wrong(
            part, "EXPR-412", f'There is no function called "{part.function}"', fix
        )
    least, most, work = function
    if not least <= len(part.arguments) <= most:
        return checker.wrong(
            part,
            "EXPR-413",
            _taken(part.function, least, most, len(part.arguments)),
            f"Write it as: {USAGE[part.function]}",
        )
    return work(checker, part, wanted)


def _taken(name: str, least: int, most: int, given: int) -> str:
    """Return how many values a function takes and how many it is given."""
    amount = (
        f"{least}" if least == most else f"{least} or more" if given < least else f"at most {most}"
    )
    unit = "value" if amount in ("1", "at most 1") else "values"
    return f'"{name}" takes {amount} {unit}, and here {"is" if given == 1 else "are"} {given}'


def _named(
    checker: Checker, part: tree.Call
) -> tuple[tree.Name, Meaning, Callable[[Env], Any]] | None:
    """Return the name a call is about; such a read is guarded."""
    name = part.arguments[0]
    if not isinstance(name, tree.Name):
        checker.wrong(
            name,
            "EXPR-414",
            f'"{part.function}" needs the name of an answer',
            f"Write it as: {USAGE[part.function]}",
        )
        return None
    outside, checker.sure = checker.sure, checker.sure | {name.dotted}
    meaning = checker.find(name)
    checker.sure = outside
    if meaning is None:
        checker.unknown(name)
        return None
    rows = range(len(checker.rows) - 1, -1, -1)
    level = next((n for n in rows if resolve(checker.rows[n][1].fields, name.dotted)), None)
    return name, meaning, finder(name.dotted, level)


def _answered(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    named = _named(checker, part)
    if named is None:
        return UNKNOWN
    find = named[2]
    return Meaning(YesNo(), lambda env: find(env) is not None)


def _default(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    named = _named(checker, part)
    if named is None:
        checker.walk(part.arguments[1], wanted)
        return UNKNOWN
    _, first, find = named
    second = checker.beside(first, part.arguments[1])
    if first.kind is None or second.kind is None or isinstance(first.kind, Exact | Elapsed):
        return UNKNOWN
    kind = _wider(first.kind, second.kind)
    if kind is None:
        return checker.wrong(
            part.arguments[1],
            "EXPR-414",
            f'"{checker.quote(part.arguments[0])}" is {describe(first.kind)}, and in its place stands {describe(second.kind)}',
            "Give a value of the same type",
        )
    given, instead = first.run, second.run
    return Meaning(kind, lambda env: instead(env) if find(env) is None else given(env))


def _wider(first: Type, second: Kind) -> Type | None:
    if isinstance(first, Text) and isinstance(second, Text):
        return Text(max(first.longest, second.longest))
    if isinstance(second, Exact | Elapsed) or not (fits(second, first) or first == second):
        return None
    return first


def _length(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    of = checker.walk(part.arguments[0])
    if not isinstance(of.kind, Text | Word | ListOf):
        return misuse(checker, part, part.arguments[0], of.kind)
    run = of.run
    return Meaning(Number(), lambda env: len(run(env)))


def _day(checker: Checker, part: tree.Call, argument: Expr) -> Run | None:
    """Return how to find the day an argument means; a moment means its day in India."""
    meaning = checker.walk(argument)
    run = meaning.run
    if isinstance(meaning.kind, Date):
        return run
    if isinstance(meaning.kind, Moment):
        return lambda env: local_date(run(env))
    misuse(checker, part, argument, meaning.kind)
    return None


def _age(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    days = [_day(checker, part, argument) for argument in part.arguments]
    born = days[0]
    on = days[1] if len(days) > 1 else (lambda env: local_date(env.now))
    if born is None or on is None:
        return UNKNOWN
    return Meaning(Number(), lambda env: years_between(born(env), on(env)))


def _between(count: Callable[[date, date], int]) -> Work:
    def work(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
        first, last = (_day(checker, part, argument) for argument in part.arguments)
        if first is None or last is None:
            return UNKNOWN
        return Meaning(Number(), lambda env: count(first(env), last(env)))

    return work


def _extreme(choose: Callable[[Any], Any]) -> Work:
    """Return the work of `min` and `max`."""

    def work(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
        leading = next(
            (a for a in part.arguments if not isinstance(a, tree.NumberLiteral)), part.arguments[0]
        )
        lead = checker.walk(leading)
        meanings = [lead if a is leading else checker.beside(lead, a) for a in part.arguments]
        for argument, meaning in zip(part.arguments, meanings, strict=True):
            if meaning.kind is None or lead.kind is None:
                return UNKNOWN
            sized = isinstance(meaning.kind, Duration | Elapsed)
            if sized or not is_ordered(meaning.kind) or not can_equal(lead.kind, meaning.kind):
                return misuse(checker, part, argument, meaning.kind)
        runs = [meaning.run for meaning in meanings]
        exact = next((m.kind for m in meanings if isinstance(m.kind, Exact)), lead.kind)
        return Meaning(
            exact, lambda env: choose(run(env) for run in runs), all(m.fixed for m in meanings)
        )

    return work


def _round(checker: Checker, part: tree.Call, wanted: Kind | None) -> Meaning:
    amount = checker.walk(part.arguments[0], wanted)
    if not is_amount(amount.kind):
        return misuse(checker, part, part.arguments[0], amount.kind)
    money = is_money(amount.kind)
    unit = 1
    if len(part.arguments) == 2:
        to = part.arguments[1]
        if not money or not isinstance(to, tree.MoneyLiteral) or to.value <= 0:
            return checker.wrong(
                to,
                "EXPR-414",
                '"round" to a unit needs an amount written out',
                "Write it as: round(amount, 1 rupee)",
            )
        unit = to.value
    run = amount.run
    return Meaning(
        Money() if money else Number(), lambda env: half_up(Fraction(run(env)) / unit) * unit
    )


def half_up(value: Fraction) -> int:
    """Return the nearest whole number; a half goes away from zero."""
    low, rest = divmod(abs(value.numerator), value.denominator)
    size = low + (2 * rest >= value.denominator)
    return -size if value < 0 else size


_MANY = 20

FUNCTIONS: Mapping[str, tuple[int, int, Work]] = {
    "answered": (1, 1, _answered),
    "default": (2, 2, _default),
    "length": (1, 1, _length),
    "age": (1, 2, _age),
    "years_between": (2, 2, _between(years_between)),
    "months_between": (2, 2, _between(months_between)),
    "days_between": (2, 2, _between(days_between)),
    "count": (1, 2, tested(sum, Number())),
    "sum": (2, 2, total),
    "any": (2, 2, tested(any, YesNo())),
    "all": (2, 2, tested(all, YesNo())),
    "min": (2, _MANY, _extreme(min)),
    "max": (2, _MANY, _extreme(max)),
    "round": (1, 2, _round),
}
"""Name to: fewest and most values it takes, and its work."""
