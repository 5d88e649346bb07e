"""Which kinds of value go together, and what to call them in front of an officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from engine.domain.types import (
    Choice,
    Choices,
    Date,
    Document,
    Duration,
    Label,
    ListOf,
    Location,
    Moment,
    Money,
    Number,
    Record,
    Secret,
    Text,
    Time,
    Type,
    Word,
    YesNo,
)


@dataclass(frozen=True, slots=True)
class Exact:
    """The outcome of a division or a percentage before rounding: an exact number, or an exact amount of money."""

    money: bool


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time between two moments: it can be compared with hours and days."""


Kind: TypeAlias = Type | Exact | Elapsed
"""What an expression can be on the way; only a Type can be its result."""

_WORDS: dict[type, str] = {
    Text: "a text",
    Word: "a word",
    Label: "words in every language",
    Number: "a number",
    Money: "an amount of money",
    Date: "a date",
    Time: "a time of day",
    Moment: "a moment",
    Duration: "a length of time",
    YesNo: "yes or no",
    Choice: "a choice",
    Choices: "a choice of several",
    Secret: "a secret code",
    Document: "a document",
    Location: "a place on the map",
    Record: "a group of values",
    ListOf: "a list",
    Elapsed: "the time between two moments",
}


def describe(kind: Kind) -> str:
    """Return the kind in an officer's words, with its article."""
    if isinstance(kind, Exact):
        return (
            "an amount that is not rounded yet"
            if kind.money
            else "a number that is not rounded yet"
        )
    return _WORDS[type(kind)]


def is_amount(kind: Kind | None) -> bool:
    """Tell whether one can calculate with it."""
    return isinstance(kind, Number | Money | Exact)


def is_money(kind: Kind | None) -> bool:
    """Tell whether it is an amount of money, rounded or not."""
    return isinstance(kind, Money) or (isinstance(kind, Exact) and kind.money)


def is_ordered(kind: Kind | None) -> bool:
    """Tell whether one value of this kind can come before another."""
    return is_amount(kind) or isinstance(kind, Date | Time | Moment | Elapsed | Duration)


def can_equal(a: Kind, b: Kind) -> bool:
    """Tell whether two values of these kinds may be compared with `is`."""
    if is_amount(a) and is_amount(b):
        return is_money(a) == is_money(b)
    if isinstance(a, Text | Word) and isinstance(b, Text | Word):
        return True
    if isinstance(a, Choice) and isinstance(b, Choice):
        return bool(set(a.options) & set(b.options))
    if isinstance(a, Choice | Word) and isinstance(b, Choice | Word):
        return True
    if isinstance(a, Elapsed | Duration) and isinstance(b, Elapsed | Duration):
        return isinstance(a, Elapsed) or isinstance(b, Elapsed)
    return type(a) is type(b) and not isinstance(
        a, Document | Location | Record | ListOf | Choices | Secret
    )


def fits(kind: Kind, wanted: Type) -> bool:
    """Tell whether a value of the one kind may be given where the other is wanted."""
    match wanted:
        case Choice():
            return isinstance(kind, Choice) and set(kind.options) <= set(wanted.options)
        case Choices():
            return isinstance(kind, Choices) and set(kind.options) <= set(wanted.options)
        case Word():
            return isinstance(kind, Word | Choice)
        case Text():
            return isinstance(kind, Text | Word | Choice)
        case Record():
            return isinstance(kind, Record) and _record_fits(kind, wanted)
        case ListOf():
            return isinstance(kind, ListOf) and _record_fits(kind.item, wanted.item)
    return type(kind) is type(wanted)


def _record_fits(kind: Record, wanted: Record) -> bool:
    for name, field in wanted.fields.items():
        given = kind.fields.get(name)
        if given is None or (name in kind.optional and name not in wanted.optional):
            if given is None and name in wanted.optional:
                continue
            return False
        if not fits(given, field):
            return False
    return True
