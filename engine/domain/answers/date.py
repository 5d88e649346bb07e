"""`type: date`, `date(past)`, `date(2000-01-01..today)`: a day, always shown back in words."""

from __future__ import annotations

import re
from datetime import date

from engine.domain.answers.date_reading import EARLIEST, LATEST, NoDay, Span, civil, read_day
from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.rendering import long_date, render_date
from engine.domain.types import Date, Type

_PLAIN = re.compile(r"([0-3]?[0-9])[-/.]([01]?[0-9])[-/.]([12][0-9]{3})")
_SAMPLE = "1990-08-15"

_HINTS = Hints("date")


class DateAnswer:
    """A day as `YYYY-MM-DD`; bounds are such days, and the options `past` and `future` include today."""

    name = "date"
    parameters: Parameters = "range"
    problems = (
        "empty",
        "wrong_media",
        "not_a_date",
        "no_such_date",
        "year_missing",
        "day_missing",
        "month_missing",
        "ambiguous",
        "too_early",
        "too_late",
    )

    def value_type(self) -> Type:
        """Return the type of days."""
        return Date()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the day; words that can mean two days are asked back."""
        if not given.text:
            return typed(given) or EMPTY
        plain = _PLAIN.fullmatch(given.text)
        if plain is not None:
            day = civil(int(plain[3]), int(plain[2]), int(plain[1]))
            return _within(day, *_limits(bounds, today))
        line = clean_line(given.text)
        if not line:
            return EMPTY
        least, most = _limits(bounds, today)
        return _within(read_day(line, Span(least, most, today)), least, most)

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with a date that would do."""
        least = bounds.least if isinstance(bounds.least, str) else EARLIEST
        most = bounds.most if isinstance(bounds.most, str) else LATEST
        if problem == "too_late" and most == LATEST:
            problem = "after_today"
        if problem == "too_early" and least == EARLIEST:
            problem = "before_today"
        sample = "2030-08-15" if "future" in bounds.options else _SAMPLE
        example = min(max(sample, least), most)
        return _HINTS.say(
            problem,
            language,
            attempt,
            least=long_date(least, language),
            most=long_date(most, language),
            example=long_date(example, language),
            short=render_date(example),
        )


def _limits(bounds: Bounds, today: date) -> tuple[str, str]:
    least = bounds.least if isinstance(bounds.least, str) else EARLIEST
    most = bounds.most if isinstance(bounds.most, str) else LATEST
    if bounds.options:
        now = today.isoformat()
        most = min(most, now) if "past" in bounds.options else most
        least = max(least, now) if "future" in bounds.options else least
    return least, most


def _within(day: str | NoDay, least: str, most: str) -> Reading:
    if isinstance(day, NoDay):
        return Reading(problem=day.problem, asks_back=day.either)
    if least <= day <= most:
        return Reading(day, echo=True)
    return Reading(problem="too_early" if day < least else "too_late")


DATE = DateAnswer()
