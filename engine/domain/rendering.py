"""Shows a stored value to a citizen: one fixed way for each type, in the citizen's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from engine.domain import types
from engine.domain.calendar import INDIA, parse_moment
from engine.domain.duration import parse_duration
from engine.domain.duration import render as render_duration
from engine.domain.money import MOST as MOST_MONEY
from engine.domain.money import format_money
from engine.domain.words import Section, section

LONGEST_NUMBER = 13
"""A sign and twelve digits: what `answers/number.py` takes at most."""

LONGEST_MONEY = len(format_money(-MOST_MONEY))
LONGEST_FILE_NAME = 60
LONGEST_PLACE_NAME = 100
LONGEST_DURATION = 24
COMMA = ", "

HIDDEN = "••••••"
"""Stands for a secret wherever it would be shown."""


def render_value(kind: types.Type, stored: Any, language: str) -> str:
    """Return the value in words for a citizen.

    Records and lists have no single form: raises KeyError for them, because a text names their fields.
    """
    return _RENDERERS[type(kind)](kind, stored, language)


def longest_rendering(kind: types.Type, language: str) -> int:
    """Return how many characters `render_value` can return at most for this type; KeyError as there."""
    match kind:
        case types.Text() | types.Word() | types.Label():
            return kind.longest
        case types.Choice():
            return max((len(_choice(kind, key, language)) for key in kind.options), default=0)
        case types.Choices():
            labels = sorted(
                (len(_label_of(kind, key, language)) for key in kind.options), reverse=True
            )
            return sum(labels[: kind.most]) + len(COMMA) * (kind.most - 1)
        case _:
            return _LONGEST[type(kind)](language)


def render_date(stored: str) -> str:
    """Return `15-08-1990` for the stored `1990-08-15`."""
    return f"{stored[8:10]}-{stored[5:7]}-{stored[:4]}"


def long_date(stored: str, language: str) -> str:
    """Return `15 ఆగస్టు 1990` or `15 August 1990` for the stored `1990-08-15`."""
    months = _words(language)["months"]
    return f"{int(stored[8:10])} {months[int(stored[5:7]) - 1]} {stored[:4]}"


def yes_no(stored: bool, language: str) -> str:
    """Return the word for yes or for no."""
    no, yes = _words(language)["no_yes"]
    return str(yes if stored else no)


def render_time(stored: str, language: str) -> str:
    """Return `6:00 AM` or `ఉదయం 6:00` for the stored `06:00`."""
    words, hour = _words(language), int(stored[:2])
    part = next(name for until, name in words["parts_of_day"] if hour < until)
    return str(words["time"].format(part=part, clock=f"{hour % 12 or 12}:{stored[3:5]}"))


def render_moment(stored: str, language: str) -> str:
    """Return the day and time in India, `15-08-2026, 10:00 AM`."""
    local = parse_moment(stored).astimezone(INDIA)
    return f"{local:%d-%m-%Y}, {render_time(f'{local:%H:%M}', language)}"


def _label(stored: Mapping[str, str], language: str) -> str:
    return stored.get(language) or next(iter(stored.values()), "")


def _duration(stored: str, language: str) -> str:
    length = parse_duration(stored)
    return stored if length is None else render_duration(length, language)


def _words(language: str) -> Section:
    return section("rendering", language)


def _choice(kind: types.Type, stored: str, language: str) -> str:
    return _label_of(kind, stored, language) if isinstance(kind, types.Choice) else stored


def _choices(kind: types.Type, stored: list[str], language: str) -> str:
    if not isinstance(kind, types.Choices):
        return COMMA.join(stored)
    return COMMA.join(_label_of(kind, key, language) for key in stored)


def _label_of(kind: types.Choice | types.Choices, option: str, language: str) -> str:
    labels = kind.labels.get(option)
    if labels is None:
        return option
    return labels.get(language) or labels.get("en") or option


def _file(stored: Mapping[str, Any], language: str) -> str:
    """Return the file's name; photos and voice notes come without one, and their handle says nothing to anybody."""
    name = stored.get("name")
    what = str(stored.get("mime", "")).partition("/")[0]
    words = _words(language)
    return str(name or words.get(what) or words["file"])


def _place(stored: Mapping[str, Any]) -> str:
    name = stored.get("name")
    return str(name) if name else f"{stored['latitude']:.5f}, {stored['longitude']:.5f}"


@cache
def _longest_time(language: str) -> int:
    return max(len(render_time(f"{hour:02d}:00", language)) for hour in range(24))


_RENDERERS: Mapping[type, Callable[[types.Type, Any, str], str]] = {
    types.Text: lambda _kind, stored, _language: str(stored),
    types.Word: lambda _kind, stored, _language: str(stored),
    types.Number: lambda _kind, stored, _language: str(stored),
    types.Money: lambda _kind, stored, _language: format_money(stored),
    types.Date: lambda _kind, stored, _language: render_date(stored),
    types.Time: lambda _kind, stored, language: render_time(stored, language),
    types.Moment: lambda _kind, stored, language: render_moment(stored, language),
    types.YesNo: lambda _kind, stored, language: yes_no(stored, language),
    types.Choice: _choice,
    types.Choices: _choices,
    types.Secret: lambda _kind, _stored, _language: HIDDEN,
    types.Label: lambda _kind, stored, language: _label(stored, language),
    types.Duration: lambda _kind, stored, language: _duration(stored, language),
    types.Document: lambda _kind, stored, language: _file(stored, language),
    types.Location: lambda _kind, stored, _language: _place(stored),
}

_LONGEST: Mapping[type, Callable[[str], int]] = {
    types.Number: lambda _language: LONGEST_NUMBER,
    types.Money: lambda _language: LONGEST_MONEY,
    types.Date: lambda _language: len("15-08-1990"),
    types.Time: _longest_time,
    types.YesNo: lambda language: max(len(yes_no(stored, language)) for stored in (True, False)),
    types.Secret: lambda _language: len(HIDDEN),
    types.Moment: lambda language: len("15-08-1990, ") + _longest_time(language),
    types.Duration: lambda _language: LONGEST_DURATION,
    types.Document: lambda _language: LONGEST_FILE_NAME,
    types.Location: lambda _language: LONGEST_PLACE_NAME,
}
