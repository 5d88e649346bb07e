"""Reads one number out of typed words and digits: `1,50,000`, `50k`, `2.5 lakh`, రెండు లక్షల యాభై వేలు."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from engine.domain.answers.number_words import (
    AND_A_HALF,
    FILLERS,
    MULTIPLIERS,
    OFFSETS,
    UNITS,
    key,
)

NotRead = Literal["not_a_number", "ambiguous"]

_LONGEST = 120
_TOKEN = re.compile(
    r"\d[\d,.]*|[a-z]+|[\u0c00-\u0c7f]+|[\u0900-\u097f]+|[\u0600-\u06ff]+|\S", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})(?:\.\d+)?")
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")
_FOREIGN_MARKS = str.maketrans({"\u066c": ",", "\u066b": ".", "\u060c": ",", "\u2212": "-"})
_LAKH = 100_000
_SHORT = frozenset({"k", "l", "cr"})
"""Multipliers that count only right after digits."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One numeric word; kind: `digits`, `unit`, `times`, `half_times` (లక్షన్నర) or `offset`."""

    kind: Literal["digits", "unit", "times", "half_times", "offset"]
    value: Fraction


class _Twice(Exception):
    """The words hold more than one number, or one that can be understood in two ways."""


def read_number(line: str) -> Fraction | NotRead:
    """Return the one number in a cleaned line, exactly, or why there is none.

    Words around it are allowed where the number has digits or a word such as *lakh*; "no one" is no 1.
    """
    line = line.translate(_FOREIGN_MARKS).lower().strip()
    if not line or len(line) > _LONGEST:
        return "not_a_number"
    negative = line[0] == "-"
    try:
        groups, stray = _groups(_BETWEEN_WORDS.sub(" ", line[negative:]))
        values = {_value(group) for group in groups}
        if len(values) != 1:
            return "ambiguous" if values else "not_a_number"
        if stray and all(part.kind == "unit" for group in groups for part in group):
            return "not_a_number"
        value = values.pop()
    except _Twice:
        return "ambiguous"
    except ValueError:
        return "not_a_number"
    return -value if negative else value


def _groups(line: str) -> tuple[list[list[_Part]], bool]:
    """Return runs of numeric words, and whether other words stand around them."""
    groups: list[list[_Part]] = [[]]
    stray = False
    touching = ""
    end = 0
    for match in _TOKEN.finditer(line):
        token = match.group()
        parts = _parts(token, after_digits=bool(groups[-1]))
        what = _what(token, parts)
        if match.start() == end and {touching, what} == {"digits", "stray"}:
            raise ValueError(token)
        stray = stray or what == "stray"
        touching, end = what, match.end()
        if parts is not None:
            groups[-1] += parts
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group], stray


def _what(token: str, parts: list[_Part] | None) -> str:
    """Return `digits`, `word` (of a number, or beside one), `stray` for any other word, `mark` for a sign."""
    if token[0].isdigit():
        return "digits"
    if parts is not None:
        return "word"
    return "stray" if token[0].isalpha() else "mark"


def _parts(token: str, *, after_digits: bool) -> list[_Part] | None:
    """Return the numeric parts of one word, [] for a filler, None for any other word or mark."""
    if token[0].isdigit():
        token = token.rstrip(".,")
        if _DIGITS.fullmatch(token) is None:
            raise ValueError(token)
        return [_Part("digits", Fraction(token.replace(",", "")))]
    word = key(token)
    if word in _SHORT and not after_digits:
        return None
    if word in FILLERS:
        return []
    part = _part(word)
    return [part] if part is not None else _joined(word)


def _part(word: str) -> _Part | None:
    if word in UNITS:
        return _Part("unit", UNITS[word])
    if word in MULTIPLIERS:
        return _Part("times", Fraction(MULTIPLIERS[word]))
    if word in OFFSETS:
        return _Part("offset", OFFSETS[word])
    for ending in AND_A_HALF:
        stem = word.removesuffix(ending)
        if stem == word:
            continue
        if stem in UNITS:
            return _Part("unit", UNITS[stem] + Fraction(1, 2))
        if stem in MULTIPLIERS:
            return _Part("half_times", Fraction(MULTIPLIERS[stem]))
    return None


def _joined(word: str) -> list[_Part] | None:
    """Return the parts of numbers written as one word, as రెండువేలు is; longest first part wins."""
    for cut in range(min(len(word) - 2, 12), 1, -1):
        first = _part(word[:cut]) if word[:cut] not in _SHORT else None
        if first is None:
            continue
        rest = _part(word[cut:])
        more = [rest] if rest is not None else _joined(word[cut:])
        if more is not None:
            return [first, *more]
    return None


def _value(parts: list[_Part]) -> Fraction:
    """Return what the parts add up to; raises _Twice where they are two numbers."""
    total = Fraction(0)
    group: Fraction | None = None
    offset = Fraction(0)
    last = 0
    for part in parts:
        match part.kind:
            case "offset":
                offset = part.value
            case "digits" | "unit":
                group = _joined_to(group, part) + offset
                offset = Fraction(0)
            case "times" if part.value == 100:
                group = _hundreds(group, offset)
                offset = Fraction(0)
            case "times" | "half_times":
                size = int(part.value)
                if last and size >= last:
                    raise _Twice
                total += _so_many(group, offset) * size
                total += Fraction(size, 2) if part.kind == "half_times" else 0
                group, offset, last = None, Fraction(0), size
    if group is not None and last >= _LAKH and 0 < group < 100:
        raise _Twice  # "1 lakh 20": 1,00,020 or 1,20,000?
    return total + (group or 0)


def _joined_to(group: Fraction | None, part: _Part) -> Fraction:
    if group is None:
        return part.value
    small = part.value < 100
    if group and group % 100 == 0 and small:
        return group + part.value
    tens = part.kind == "unit" and group % 10 == 0 and group % 100 >= 20
    if (tens and part.value < 10) or (group.denominator == 1 and part.value == Fraction(1, 2)):
        return group + part.value
    raise _Twice


def _hundreds(group: Fraction | None, offset: Fraction) -> Fraction:
    if group is not None and group >= 100:
        raise _Twice
    return _so_many(group, offset) * 100


def _so_many(group: Fraction | None, offset: Fraction) -> Fraction:
    return (Fraction(1) if group is None else group) + (offset if group is None else 0)
