"""Finds which of the options on screen a typed reply means: by number, by label in any language, or by a synonym."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from engine.domain.answers.number_words import UNITS, key
from engine.domain.digits import clean_line

_SHORTEST_PREFIX = 2
_LONGEST_REPLY = 200
_BEFORE_A_NUMBER = frozenset(
    {"option", "no", "number", "num", "nambar", "నంబరు", "నంబర్", "ఆప్షన్", "నెంబరు"}
)
_NOTHING: Mapping[str, Sequence[str]] = {}

Labels = Mapping[str, Mapping[str, str]]
"""What the citizen sees: by option, then by language."""


def match_choice(
    reply: str,
    options: Sequence[str],
    labels: Labels,
    synonyms: Mapping[str, Sequence[str]] = _NOTHING,
) -> str | None:
    """Return the key of the option the reply means, or None when it means none or more than one.

    options: keys in the order they were numbered on screen, from 1. A full label wins over a number, a number
    over a synonym, and the beginning of a label counts only when no other option begins so.
    """
    line = fold(reply[:_LONGEST_REPLY])
    if not line:
        return None
    exact = _labelled(line, options, labels)
    if exact is not None:
        return exact
    number = _number(line)
    if number is not None:
        return options[number - 1] if 1 <= number <= len(options) else None
    named = [option for option in options if _named(line, option, synonyms)]
    if len(named) == 1:
        return named[0]
    head, _, rest = line.partition(" ")
    if rest and head.isdigit():
        return _labelled(rest, options, labels)
    return _by_beginning(line, options, labels)


@lru_cache(maxsize=16_384)
def fold_label(label: str) -> str:
    """Return `fold(label)`, remembered: labels come from programs, so there are only so many."""
    return fold(label)


def fold(text: str) -> str:
    """Return the text for comparing: one case, one set of digits, no marks, spaces or emoji around words."""
    line = clean_line(text).casefold()
    if line.isalnum():
        return line
    kept = "".join(sign if _is_word(sign) else " " for sign in line)
    return " ".join(kept.split())


def _is_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _spoken(labels: Mapping[str, str] | None) -> tuple[str, ...]:
    return tuple(fold_label(label) for label in labels.values()) if labels else ()


def _labelled(line: str, options: Sequence[str], labels: Labels) -> str | None:
    found = [option for option in options if line in _spoken(labels.get(option))]
    return found[0] if len(found) == 1 else None


def _number(line: str) -> int | None:
    """Return the number of an option: `2`, `option 2`, `2nd`, రెండు."""
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


def _named(line: str, option: str, synonyms: Mapping[str, Sequence[str]]) -> bool:
    return line == fold_label(option) or line in map(fold_label, synonyms.get(option, ()))


def _by_beginning(line: str, options: Sequence[str], labels: Labels) -> str | None:
    if len(line) < _SHORTEST_PREFIX:
        return None
    found = [
        option
        for option in options
        if any(label.startswith(line) for label in _spoken(labels.get(option)))
    ]
    return found[0] if len(found) == 1 else None
