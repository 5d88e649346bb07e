"""Reads one number out of typed words and digits: `1,50,000`, `50k`, `2.5 lakh`, రెండు లక్షల యాభై వేలు."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, NamedTuple

from engine.domain.answers.number_words import (
    AND_A_HALF,
    FILLERS,
    LIMITS,
    MULTIPLIERS,
    OFFSETS,
    UNITS,
    Exact,
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


class _Part(NamedTuple):
    """One numeric word; kind: `digits`, `unit`, `times`, `half_times` (లక్షన్నర) or `offset`."""

    kind: Literal["digits", "unit", "times", "half_times", "offset"]
    value: Exact


class _Twice(Exception):
    """The words hold more than one number, or one that can be understood in two ways."""


def read_number(line: str) -> Exact | NotRead:
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
    touching = before = ""
    end = 0
    for match in _TOKEN.finditer(line):
        token = match.group()
        parts = _parts(token, after_digits=bool(groups[-1]))
        what = _what(token, parts)
        if match.start() == end and {touching, what} == {"digits", "stray"}:
            raise ValueError(token)
        if _is_limit(token, touching) or (parts and _is_bare(groups[-1], parts, before)):
            raise _Twice
        stray = stray or what == "stray"
        before = key(token) if what == "stray" else ""
        touching, end = what, match.end()
        if parts is not None:
            groups[-1] += parts
        elif groups[-1]:
            groups.append([])
    return [group for group in groups if group], stray


def _is_limit(sign: str, touching: str) -> bool:
    """Tell whether this makes a limit of the number: "less than", లోపు, `<`, or a plus behind the digits."""
    return sign in ("<", ">") or (sign == "+" and touching == "digits") or key(sign) in LIMITS


def _is_bare(group: list[_Part], parts: list[_Part], before: str) -> bool:
    """Tell whether a *lakh* or *hazar* without its number follows a word that was probably the number, spelled otherwise."""
    if group or parts[0].kind != "times" or not before:
        return False
    return any(
        before.startswith(unit) or _is_slip(before, unit)
        for unit in UNITS
        if len(unit) > 2 and unit[0] == before[0]
    )


def _is_slip(word: str, meant: str) -> bool:
    """Tell whether one letter more, less or other makes the one word of the other."""
    if len(meant) < 4 or abs(len(word) - len(meant)) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), len(word))
    return any(word[same + a :] == meant[same + b :] for a, b in ((0, 1), (1, 0), (1, 1)))


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
        plain = token.replace(",", "")
        return [_Part("digits", int(plain) if plain.isdigit() else Fraction(plain))]
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
        return _Part("times", MULTIPLIERS[word])
    if word in OFFSETS:
        return _Part("offset", OFFSETS[word])
    for ending in AND_A_HALF:
        stem = word.removesuffix(ending)
        if stem == word:
            continue
        if stem in UNITS:
            return _Part("unit", UNITS[stem] + Fraction(1, 2))
        if stem in MULTIPLIERS:
            return _Part("half_times", MULTIPLIERS[stem])
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


def _value(parts: list[_Part]) -> Exact:
    """Return what the parts add up to; raises _Twice where they are two numbers."""
    total: Exact = 0
    group: Exact | None = None
    offset: Exact = 0
    last = 0
    for part in parts:
        match part.kind:
            case "offset":
                offset = part.value
            case "digits" | "unit":
                group = _joined_to(group, part) + offset
                offset = 0
            case "times" if part.value == 100:
                group = _hundreds(group, offset)
                offset = 0
            case "times" | "half_times":
                size = int(part.value)
                if last and size >= last:
                    raise _Twice
                total += _so_many(group, offset) * size
                total += Fraction(size, 2) if part.kind == "half_times" else 0
                group, offset, last = None, 0, size
    if group is not None and last >= _LAKH and 0 < group < 100:
        raise _Twice  # "1 lakh 20": 1,00,020 or 1,20,000?
    return total + (group or 0)


def _joined_to(group: Exact | None, part: _Part) -> Exact:
    if group is None:
        return part.value
    small = part.value < 100
    if group and group % 100 == 0 and small:
        return group + part.value
    tens = part.kind == "unit" and group % 10 == 0 and group % 100 >= 20
    if (tens and part.value < 10) or (group.denominator == 1 and part.value == Fraction(1, 2)):
        return group + part.value
    raise _Twice


def _hundreds(group: Exact | None, offset: Exact) -> Exact:
    if group is not None and group >= 100:
        raise _Twice
    return _so_many(group, offset) * 100


def _so_many(group: Exact | None, offset: Exact) -> Exact:
    return 1 + offset if group is None else group
