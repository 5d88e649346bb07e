"""What comparisons and arithmetic do to values whose kinds were already found to go together."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from engine.domain.calendar import add, add_to_date
from engine.domain.duration import Duration
from engine.language.expressions.env import Env, Run

_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "is not": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": Fraction,
}
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, tzinfo=UTC)


def constant(value: Any) -> Run:
    """Return what always gives this value."""
    return lambda env: value


def compare(op: str, left: Run, right: Run, fixed: bool) -> Run:
    """Return the comparison; fixed: the right side needs no surroundings."""
    test = _TESTS[op]
    if fixed:
        value = right(NOTHING)
        return lambda env: test(left(env), value)
    return lambda env: test(left(env), right(env))


def member(left: Run, options: Sequence[Run], fixed: bool, negated: bool) -> Run:
    """Return whether the left value is among the others."""
    if fixed:
        known = frozenset(option(NOTHING) for option in options)
        if negated:
            return lambda env: left(env) not in known
        return lambda env: left(env) in known

    def among(env: Env) -> bool:
        value = left(env)
        return any(value == option(env) for option in options) is not negated

    return among


def conjunction(parts: Sequence[Run]) -> Run:
    """Return whether all are so, looked at from the left and no further than needed."""
    if len(parts) == 2:
        first, second = parts
        return lambda env: first(env) and second(env)
    return lambda env: all(part(env) for part in parts)


def disjunction(parts: Sequence[Run]) -> Run:
    """Return whether any is so, looked at from the left and no further than needed."""
    if len(parts) == 2:
        first, second = parts
        return lambda env: first(env) or second(env)
    return lambda env: any(part(env) for part in parts)


def calculate(op: str, left: Run, right: Run) -> Run:
    """Return the sum, difference, product or exact quotient of two numbers or amounts."""
    if op == "/":
        return lambda env: Fraction(left(env)) / right(env)
    work = _SUMS[op]
    return lambda env: work(left(env), right(env))


def moved(left: Run, length: Run, sign: int) -> Run:
    """Return a date or a moment, later or earlier by a length of time; beyond the calendar, its first or last day."""

    def move(env: Env) -> date | datetime:
        start, by = left(env), length(env)
        by = Duration(by.amount * sign, by.unit)
        try:
            if isinstance(start, datetime):
                return add(start, by, env.holidays)
            return add_to_date(start, by, env.holidays)
        except (ValueError, OverflowError):
            if isinstance(start, datetime):
                return _LAST if by.amount > 0 else _FIRST
            return date.max if by.amount > 0 else date.min

    return move


def length_of(run: Run) -> Run:
    """Return a length of time, known to be exact, as the difference between two moments."""

    def measure(env: Env) -> timedelta:
        value = run(env)
        return value if isinstance(value, timedelta) else timedelta(seconds=value.seconds)

    return measure


class _Nothing(Env):
    """Surroundings for what needs none."""


NOTHING = _Nothing({}, _FIRST)
