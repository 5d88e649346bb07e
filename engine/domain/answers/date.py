"""`type: date`, `date(past)`, `date(2000-01-01..today)`: a day, always shown back in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from engine.domain.answers.date_reading import EARLIEST, LATEST, NoDay, Span, civil, read_day
from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.digits import clean_line
from engine.domain.rendering import long_date, render_date
from engine.domain.types import Date, Type

_PLAIN = re.compile(r"([0-3]?[0-9])[-/.]([01]?[0-9])[-/.]([12][0-9]{3})")
_STORED = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_SAMPLE = "1990-08-15"

_HINTS = Hints(
    problems={
        "not_a_date": {
            "en": "I could not read that as a date.",
            "te": "దీన్ని తేదీగా చదవలేకపోయాం.",
        },
        "no_such_date": {
            "en": "There is no such date; the day comes first, then the month, then the year.",
            "te": "అలాంటి తేదీ లేదు; ముందు రోజు, తర్వాత నెల, ఆపై సంవత్సరం రాయాలి.",
        },
        "year_missing": {
            "en": "The year is missing; the day, the month and the year are all needed.",
            "te": "సంవత్సరం లేదు; రోజు, నెల, సంవత్సరం మూడూ ఇవ్వాలి.",
        },
        "day_missing": {
            "en": "The day is missing; the day, the month and the year are all needed.",
            "te": "తేదీలో రోజు లేదు; రోజు, నెల, సంవత్సరం మూడూ ఇవ్వాలి.",
        },
        "ambiguous": {
            "en": "That can mean two different days.",
            "te": "అది ఏ రోజో స్పష్టంగా తెలియడం లేదు.",
        },
        "too_early": {
            "en": "The date cannot be before {least}.",
            "te": "తేదీ {least} లేదా ఆ తర్వాతిది కావాలి.",
        },
        "too_late": {
            "en": "The date cannot be after {most}.",
            "te": "తేదీ {most} లేదా అంతకు ముందుది కావాలి.",
        },
        "before_today": {
            "en": "The date cannot be before today.",
            "te": "ఈ రోజు తేదీ లేదా ఆ తర్వాతిది కావాలి.",
        },
        "after_today": {
            "en": "The date cannot be after today.",
            "te": "ఈ రోజు తేదీ లేదా అంతకు ముందుది కావాలి.",
        },
    },
    how={
        "en": (
            "Please type the date. For example: {example}",
            "Please type the day, the month and the year, in this order. For example: {example}",
            "Please type two digits for the day, two for the month and four for the year, with "
            "hyphens between. For example: {short} (that is {example})",
        ),
        "te": (
            "దయచేసి తేదీ టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి రోజు, నెల, సంవత్సరం ఈ వరుసలో టైప్ చేయండి. ఉదాహరణకు: {example}",
            "దయచేసి రోజుకు రెండు అంకెలు, నెలకు రెండు అంకెలు, సంవత్సరానికి నాలుగు అంకెలు, మధ్యలో గీతలతో "
            "టైప్ చేయండి. ఉదాహరణకు: {short} (అంటే {example})",
        ),
    },
)


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
        "ambiguous",
        "too_early",
        "too_late",
    )

    def value_type(self) -> Type:
        """Return the type of days."""
        return Date()

    def bound(self, written: str) -> str | None:
        """Return a day written as `2000-01-01` or `01-01-2000`."""
        stored = _STORED.fullmatch(written.strip())
        plain = _PLAIN.fullmatch(written.strip())
        if stored is not None:
            day = civil(int(stored[1]), int(stored[2]), int(stored[3]))
        elif plain is not None:
            day = civil(int(plain[3]), int(plain[2]), int(plain[1]))
        else:
            return None
        return day if isinstance(day, str) else None

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

    def longest(self, bounds: Bounds) -> int:
        """Return the length of `15-08-1990`."""
        return len(render_date(_SAMPLE))


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
        return Reading(problem=day.problem, asks_back=_which(day.either))
    if least <= day <= most:
        return Reading(day, echo=True)
    return Reading(problem="too_early" if day < least else "too_late")


def _which(either: tuple[str, str] | None) -> Mapping[str, str] | None:
    """Return the question that settles *kal* and *parso*."""
    if either is None:
        return None
    ahead, gone = either
    return {
        "en": f"Do you mean {long_date(ahead, 'en')} or {long_date(gone, 'en')}? "
        f"Please type the date. For example: {render_date(ahead)}",
        "te": f"మీరు చెప్పిన తేదీ ఏది: {long_date(ahead, 'te')}, లేదా {long_date(gone, 'te')}? "
        f"దయచేసి తేదీ టైప్ చేయండి. ఉదాహరణకు: {render_date(ahead)}",
        "hi": f"आपका मतलब {render_date(ahead)} है या {render_date(gone)}? कृपया तारीख लिखें। "
        f"उदाहरण: {render_date(ahead)}",
        "ur": f"آپ کا مطلب {render_date(ahead)} ہے یا {render_date(gone)}؟ براہِ کرم تاریخ لکھیں۔ "
        f"مثال: {render_date(ahead)}",
    }


DATE = DateAnswer()
