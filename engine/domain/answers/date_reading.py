"""Finds one day in a typed line: `15-08-1990`, `15 ఆగస్టు 1990`, రేపు, next Monday, `3 rojula tarvata`.

The day always comes before the month, as people here write it; `08/15/1990` is no date at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from engine.domain.answers import date_words as words
from engine.domain.answers.number_words import UNITS, key

EARLIEST = "1850-01-01"
LATEST = "2199-12-31"

_NUMERIC = re.compile(
    r"(?<![0-9])(?:"
    r"([0-9]{4}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{1,2})"
    r"|([0-9]{1,2}) ?[-/., _] ?([0-9]{1,2}) ?[-/., _'] ?([0-9]{4}|[0-9]{2})"
    r"|([0-9]{2})([0-9]{2})([0-9]{4}))(?![0-9])"
)
_WITHOUT_YEAR = re.compile(r"([0-9]{1,2}) ?[-/.] ?([0-9]{1,2})")
_WORD = re.compile(r"[0-9]+|[a-z]+|[\u0c00-\u0c7f]+|[\u0900-\u097f]+|[\u0600-\u06ff]+")
_DIRECTIONS = {**dict.fromkeys(words.LATER, 1), **dict.fromkeys(words.EARLIER, -1)}
_UNITS = {**dict.fromkeys(words.DAY_UNITS, 1), **dict.fromkeys(words.WEEK_UNITS, 7)}
_COUNTS = {word: int(value) for word, value in UNITS.items() if value.denominator == 1 and value}
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-"))
_LONGEST = 100
_FAR = 50
"""Years ahead beyond which a year of two digits is one of the last century."""

_SOON = 31
"""Days within which a day of the month alone names one day."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that would do, in stored form, both ends included, and the day it is."""

    least: str
    most: str
    today: date

    @property
    def days(self) -> int:
        """Return how many days it has, less one."""
        return (date.fromisoformat(self.most) - date.fromisoformat(self.least)).days

    def holds(self, day: str) -> bool:
        """Say whether the day lies within."""
        return self.least <= day <= self.most


@dataclass(frozen=True, slots=True)
class NoDay:
    """Why there is no day; `either`: the two days it can be, the later one first."""

    problem: str
    either: tuple[str, ...] = ()


_NOT_A_DATE = NoDay("not_a_date")
_NO_SUCH_DATE = NoDay("no_such_date")


def read_day(line: str, span: Span) -> str | NoDay:
    """Return the day in a cleaned line in stored form; it may lie outside the span."""
    line = line.lower().translate(_DASHES)
    if len(line) > _LONGEST:
        return _NOT_A_DATE
    head, said_twice, again = line.partition("(")
    if said_twice and head.strip():
        day = read_day(head, span)
        if isinstance(day, str) and _is_weekday_of(again, day):
            return day
        return day if day == read_day(again, span) else _NOT_A_DATE
    numeric = _NUMERIC.search(line)
    if numeric is not None:
        rest = line[: numeric.start()] + line[numeric.end() :]
        return _NOT_A_DATE if re.search("[0-9]", rest) else _from_numbers(numeric, span)
    short = _WITHOUT_YEAR.fullmatch(line.strip(". "))
    if short is not None:
        return _year_supplied(int(short[1]), int(short[2]), span)
    tokens = [key(token) for token in _WORD.findall(line)]
    months = [words.MONTHS[token] for token in tokens if token in words.MONTHS]
    if months:
        return _from_month_name(months, tokens, span)
    if _names_day_of_month(tokens, span):
        return _this_month_or_next(next(int(token) for token in tokens if token.isdigit()), span)
    return _from_words(line, tokens, span)


def _is_weekday_of(written: str, day: str) -> bool:
    """Tell whether this is nothing but the right name of the day's weekday."""
    names = [key(token) for token in _WORD.findall(written)]
    weekday = date.fromisoformat(day).weekday()
    return bool(names) and all(words.WEEKDAYS.get(name) == weekday for name in names)


def _names_day_of_month(tokens: list[str], span: Span) -> bool:
    """Tell whether "20th", "20 తేదీ" or, where only a few weeks would do, "20" stands alone."""
    numbers = [token for token in tokens if token.isdigit()]
    others = [token for token in tokens if not token.isdigit()]
    if len(numbers) != 1 or len(numbers[0]) > 2 or not words.FILLERS.issuperset(others):
        return False
    return bool(others) or span.days <= _SOON


def _this_month_or_next(day: int, span: Span) -> str | NoDay:
    """Return the one such day within the span and the weeks about today; a month is missing where there is none or more."""
    if not 1 <= day <= _SOON:
        return _NO_SUCH_DATE
    near = (span.today + timedelta(days=away) for away in range(-_SOON, _SOON + 1))
    found = [each.isoformat() for each in near if each.day == day and span.holds(each.isoformat())]
    return found[0] if len(found) == 1 else NoDay("month_missing")


def civil(year: int, month: int, day: int) -> str | NoDay:
    """Return the stored form of this day, or that there is no such date."""
    try:
        stored = date(year, month, day).isoformat()
    except ValueError:
        return _NO_SUCH_DATE
    return stored if EARLIEST <= stored <= LATEST else _NO_SUCH_DATE


def _from_numbers(found: re.Match[str], span: Span) -> str | NoDay:
    if found[1]:
        return civil(int(found[1]), int(found[2]), int(found[3]))
    if found[4]:
        return _with_year(int(found[4]), int(found[5]), found[6], span)
    return civil(int(found[9]), int(found[8]), int(found[7]))


def _with_year(day: int, month: int, written: str, span: Span) -> str | NoDay:
    """Return the day; of the two centuries that `90` can mean, the one within the span, else the usual one."""
    year = int(written)
    if len(written) != 2:
        return civil(year, month, day)
    both = [civil(century + year, month, day) for century in (2000, 1900)]
    latest = f"{span.today.year + _FAR}"
    fitting = [
        found for found in both if isinstance(found, str) and span.holds(found) and found < latest
    ]
    if len(fitting) == 1:
        return fitting[0]
    return both[0] if year <= span.today.year % 100 + 10 else both[1]


def _year_supplied(day: int, month: int, span: Span) -> str | NoDay:
    """Return a day given without its year only where the span leaves a single sensible year."""
    if isinstance(civil(2000, month, day), NoDay):
        return _NO_SUCH_DATE
    this_year = span.today.year
    days = [civil(year, month, day) for year in (this_year - 1, this_year, this_year + 1)]
    fitting = [found for found in days if isinstance(found, str) and span.holds(found)]
    ahead = span.least >= span.today.isoformat()
    if fitting and (ahead or (len(fitting) == 1 and span.least > EARLIEST)):
        return fitting[0]
    return NoDay("year_missing")


def _from_month_name(months: list[int], tokens: list[str], span: Span) -> str | NoDay:
    numbers = [token for token in tokens if token.isdigit()]
    if len(numbers) < 2:
        numbers = [
            str(_COUNTS.get(word, word)) for word in tokens if word.isdigit() or word in _COUNTS
        ]
    if len(set(months)) > 1 or len(numbers) > 2:
        return _NOT_A_DATE
    if not numbers:
        return NoDay("day_missing")
    if len(numbers) == 1:
        if len(numbers[0]) > 2:
            return NoDay("day_missing")
        return _year_supplied(int(numbers[0]), months[0], span)
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    if len(day) > 2 or len(year) not in (2, 4):
        return _NO_SUCH_DATE
    return _with_year(int(day), months[0], year, span)


def _from_words(line: str, tokens: list[str], span: Span) -> str | NoDay:
    for phrase, away in words.PHRASES:
        if phrase in line:
            return _away(away, span)
    counted = _counted(tokens)
    if counted is not None:
        return _away(counted, span)
    named = [token for token in tokens if token not in words.FILLERS and token not in words.LAST]
    if len(named) != 1:
        return _NOT_A_DATE
    word = named[0]
    if word in words.DAYS_AWAY:
        return _away(words.DAYS_AWAY[word], span)
    if word in words.BOTH_WAYS:
        return _either(words.BOTH_WAYS[word], span)
    if word in words.WEEKDAYS:
        last = any(token in words.LAST for token in tokens)
        return _weekday(words.WEEKDAYS[word], span, last=last)
    return _NOT_A_DATE


def _counted(tokens: list[str]) -> int | None:
    """Return how many days ahead "3 rojula tarvata" or "2 weeks ago" is, or None."""
    counts: list[int] = []
    directions: list[int] = []
    units: list[int] = []
    for token in tokens:
        if token in _DIRECTIONS:
            directions.append(_DIRECTIONS[token])
        elif token in _UNITS:
            units.append(_UNITS[token])
        elif (token.isdigit() and len(token) <= 4) or token in _COUNTS:
            counts.append(_COUNTS.get(token) or int(token))
        elif token not in words.FILLERS:
            return None
    if len(directions) != 1 or len(units) != 1 or len(counts) > 1 or (units == [1] and not counts):
        return None
    return directions[0] * units[0] * (counts[0] if counts else 1)


def _weekday(weekday: int, span: Span, *, last: bool) -> str | NoDay:
    ahead = (weekday - span.today.weekday() - 1) % 7 + 1
    back = ahead - 7 or -7
    if last:
        return _away(back, span)
    coming = _away(ahead, span)
    gone = _away(back, span)
    only_gone = isinstance(gone, str) and span.holds(gone) and span.most < str(coming)
    return gone if only_gone else coming


def _either(away: int, span: Span) -> str | NoDay:
    days = [day for day in (_away(away, span), _away(-away, span)) if isinstance(day, str)]
    fitting = [day for day in days if span.holds(day)]
    if len(fitting) == 1:
        return fitting[0]
    return NoDay("ambiguous", (days[0], days[1])) if len(days) == 2 else _NOT_A_DATE


def _away(days: int, span: Span) -> str | NoDay:
    try:
        day = span.today + timedelta(days=days)
    except OverflowError:
        return _NO_SUCH_DATE
    return civil(day.year, day.month, day.day)
