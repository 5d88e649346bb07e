"""How each function is written, for whoever used it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from engine.language.expressions.kinds import Kind, describe
from engine.language.expressions.meaning import UNKNOWN, Meaning
from engine.language.expressions.tree import Call, Expr

if TYPE_CHECKING:
    from engine.language.expressions.walk import Checker

Work: TypeAlias = "Callable[[Checker, Call, Kind | None], Meaning]"

USAGE: Mapping[str, str] = {
    "answered": "answered(reason)",
    "default": 'default(reason, "none")',
    "length": "length(number)",
    "age": "age(born) or age(born, on)",
    "years_between": "years_between(first, last)",
    "months_between": "months_between(first, last)",
    "days_between": "days_between(first, last)",
    "count": "count(members) or count(members, age is at least 18)",
    "sum": "sum(members, income)",
    "any": "any(members, age is less than 18)",
    "all": "all(members, age is at least 18)",
    "min": "min(first, second)",
    "max": "max(first, second)",
    "round": "round(amount) or round(amount, 1 rupee)",
}


def misuse(checker: Checker, part: Call, argument: Expr, kind: Kind | None) -> Meaning:
    """Note that a function was given a kind of value it cannot work with, unless a finding about the value stands already."""
    if kind is None:
        return UNKNOWN
    message = f'"{part.function}" cannot be used with {describe(kind)}'
    return checker.wrong(argument, "EXPR-414", message, f"Write it as: {USAGE[part.function]}")
