"""`type: time(09:30..17:00)`: a time of day, with AM and PM or with the Telugu parts of the day."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from engine.domain.answers.hints import Hints
from engine.domain.answers.kind import EMPTY, Bounds, Given, Parameters, Reading, typed
from engine.domain.answers.number_words import key
from engine.domain.answers.numerals import read_number
from engine.domain.digits import clean_line
from engine.domain.rendering import render_time
from engine.domain.types import Time, Type

_PLAIN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_CLOCK = re.compile(r"([0-9]{1,2})(?: ?[:.] ?([0-9]{1,2})| ([0-9]{2}))?")
_AM_PM = re.compile(r"(?<![a-z])([ap])\.? ?m\.?(?![a-z])")
_WORD = re.compile(r"[a-z]+|[\u0c00-\u0c7f]+|[\u0900-\u097f]+|[\u0600-\u06ff]+")
_OCLOCK = re.compile(r"o ?['’]? ?clock")
_MARKS = re.compile(r"[,!?()।]")
_DATIVE = re.compile("(?<=[\u0c00-\u0c7f]{3})(?:కు|కి)$")
_LONGEST = 60

_PARTS = """
am morning udayam udayaniki poddunna poddune podduna prodduna tellavarujamu tellavarujamuna subah savere
am ఉదయం ఉదయాన్నే పొద్దున పొద్దున్న పొద్దున్నే తెల్లవారుజాము తెల్లవారుజామున सुबह सवेरे صبح
noon noon afternoon madhyahnam madyahnam మధ్యాహ్నం dopahar दोपहर دوپہر
pm evening sayantram saayantram సాయంత్రం shaam sham शाम شام
night night ratri raatri రాత్రి raat rat रात رات
small midnight ardharatri అర్ధరాత్రి
"""

_FILLERS = """
at by around time hours hour hrs gantalu gantala gantalaku ganta gantaku ki ku baje bajey
గంటలు గంటల గంటలకు గంట గంటకు కి కు बजे بجے nimishalu nimishalaku నిమిషాలు నిమిషాలకు minutes mins
"""

_HINTS = Hints("time")


class TimeAnswer:
    """A time of day as `HH:MM`; bounds are such times."""

    name = "time"
    parameters: Parameters = "range"
    problems = ("empty", "wrong_media", "not_a_time", "ambiguous", "too_early", "too_late")

    def value_type(self) -> Type:
        """Return the type of times of day."""
        return Time()

    def read(self, given: Given, bounds: Bounds, today: date) -> Reading:
        """Return the time; a bare hour is asked back unless the bounds leave one way to read it."""
        if not given.text:
            return typed(given) or EMPTY
        if _PLAIN.fullmatch(given.text):
            return _within(given.text, bounds)
        line = clean_line(given.text)
        if not line:
            return EMPTY
        if _PLAIN.fullmatch(line):
            return _within(line, bounds)
        times = _candidates(line.lower()) if len(line) <= _LONGEST else []
        if not times:
            return Reading(problem="not_a_time")
        readings = [_within(time, bounds) for time in times]
        good = [reading for reading in readings if not reading.problem]
        if len(good) == 2:
            return Reading(problem="ambiguous", asks_back=tuple(times))
        return (good or readings)[0]

    def refusal(self, problem: str, bounds: Bounds, language: str, attempt: int) -> str:
        """Return a hint with a time that would do."""
        least, most = _limits(bounds)
        return _HINTS.say(
            problem,
            language,
            attempt,
            least=render_time(least, language),
            most=render_time(most, language),
            example=render_time(min(max("10:30", least), most), language),
        )


def _limits(bounds: Bounds) -> tuple[str, str]:
    least = bounds.least if isinstance(bounds.least, str) else "00:00"
    most = bounds.most if isinstance(bounds.most, str) else "23:59"
    return least, most


def _within(time: str, bounds: Bounds) -> Reading:
    least, most = _limits(bounds)
    if least <= time <= most:
        return Reading(time, echo=True)
    return Reading(problem="too_early" if time < least else "too_late")


def _candidates(line: str) -> list[str]:
    """Return the times the line can mean: none, one, or a morning and an evening one."""
    line = _OCLOCK.sub(" ", _MARKS.sub(" ", line))
    part = ""
    suffix = _AM_PM.search(line)
    if suffix is not None:
        part = suffix[1] + "m"
        line = line[: suffix.start()] + " " + line[suffix.end() :]
    rest = []
    for token in re.findall(
        rf"{_WORD.pattern}|[^\sa-z\u0600-\u06ff\u0900-\u097f\u0c00-\u0c7f]+", line
    ):
        word = key(token)
        if word in _PART_OF:
            part = part or _PART_OF[word]
        elif word not in _FILLER_WORDS:
            rest.append(_DATIVE.sub("", token))
    clock = _hour_and_minute(" ".join(rest).strip(" .-"), part)
    return [] if clock is None else _placed(*clock, part)


def _hour_and_minute(text: str, part: str) -> tuple[int, int, bool] | None:
    """Return hour, minute and whether the hour was written with a leading zero or beyond 12."""
    if not text:
        return (12, 0, False) if part in ("noon", "small") else None
    digits = _CLOCK.fullmatch(text)
    if digits is not None:
        hour, minute = int(digits[1]), int(digits[2] or digits[3] or 0)
        sure = hour > 12 or (digits[1][0] == "0" and digits[2] is not None)
        return (hour, minute, sure) if hour < 24 and minute < 60 else None
    value = read_number(text)
    if isinstance(value, str) or not 0 < value < 13:
        return None
    minutes = (value - int(value)) * 60
    return (int(value), int(minutes), False) if minutes == Fraction(int(minutes)) else None


def _placed(hour: int, minute: int, sure: bool, part: str) -> list[str]:
    if sure or hour == 0:
        afternoon = part in ("pm", "night", "noon")
        return [] if afternoon and 0 < hour < 12 else [f"{hour:02d}:{minute:02d}"]
    early, late = f"{hour % 12:02d}:{minute:02d}", f"{hour % 12 + 12:02d}:{minute:02d}"
    match part:
        case "am" | "small":
            return [early]
        case "noon":
            return [early] if hour in (10, 11) else [late]
        case "pm":
            return [late]
        case "night":
            return [early] if hour in (12, 1, 2, 3) else [late]
        case _:
            return [late] if hour == 12 else [early, late]


_PART_OF = {
    key(word): part
    for part, *words in (line.split() for line in _PARTS.strip().splitlines())
    for word in words
}
_FILLER_WORDS = frozenset(key(word) for word in _FILLERS.split())
TIME = TimeAnswer()
