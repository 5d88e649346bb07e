"""Finds which of the options on screen a typed reply means: by number, by label in any language, or by a synonym."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from engine.domain.answers.number_words import UNITS, key
from engine.domain.comparing import fold, fold_label

_SHORTEST_PREFIX = 2
_LONGEST_REPLY = 200
_BEFORE_A_NUMBER = frozenset(
    {"option", "no", "number", "num", "nambar", "నంబరు", "నంబర్", "ఆప్షన్", "నెంబరు"}
)


class Choosable(Protocol):
    """One option as it stands on screen. value: its key; label: what the citizen sees; also: other words that mean it."""

    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def also(self) -> tuple[str, ...]: ...


def match_choice(reply: str, options: Sequence[Choosable]) -> str | None:
    """Return the key of the option the reply means, or None when it means none or more than one.

    options: in the order they were numbered on screen, from 1. A full label wins over a number, a number over other words, and the
    beginning of a label counts only when no other option begins so.
    """
    line = fold(reply[:_LONGEST_REPLY])
    if not line:
        return None
    exact = _only([option for option in options if fold_label(option.label) == line])
    if exact is not None:
        return exact
    number = number_meant(line)
    if number is not None:
        return options[number - 1].value if 1 <= number <= len(options) else None
    named = _only([option for option in options if _means(line, option)])
    if named is not None:
        return named
    head, _, rest = line.partition(" ")
    if rest and head.isdigit():
        return _only([option for option in options if _means(rest, option)])
    if len(line) < _SHORTEST_PREFIX:
        return None
    return _only([option for option in options if _begins(line, option)])


def _only(found: list[Choosable]) -> str | None:
    return found[0].value if len(found) == 1 else None


def number_meant(line: str) -> int | None:
    """Return the number of an option: `2`, `option 2`, `2nd`, రెండు."""
    if line.isascii() and line.isdigit():
        return int(line) if len(line) <= 3 else None
    tokens = [token for token in line.split() if token not in _BEFORE_A_NUMBER]
    if len(tokens) != 1:
        return None
    digits = tokens[0]
    for ending in ("st", "nd", "rd", "th", "వది", "వ"):
        digits = digits.removesuffix(ending)
    if digits.isascii() and digits.isdigit():
        return int(digits) if len(digits) <= 3 else None
    value = UNITS.get(key(tokens[0]))
    return int(value) if value is not None and value.denominator == 1 else None


def _means(line: str, option: Choosable) -> bool:
    words = (option.value, option.label, *option.also)
    return line in map(fold_label, words)


def _begins(line: str, option: Choosable) -> bool:
    return any(fold_label(label).startswith(line) for label in (option.label, *option.also))
