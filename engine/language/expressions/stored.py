"""Between the form a value is stored in and the form it is calculated with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

from engine.domain.calendar import format_moment, parse_moment
from engine.domain.duration import parse_duration
from engine.domain.types import Date, Duration, Moment, Time, Type

_FROM: dict[type, Callable[[str], Any]] = {
    Date: date.fromisoformat,
    Time: time.fromisoformat,
    Moment: parse_moment,
    Duration: parse_duration,
}
_TO: dict[type, Callable[[Any], str]] = {
    Date: date.isoformat,
    Time: lambda value: value.strftime("%H:%M"),
    Moment: format_moment,
    Duration: str,
}


def decoder(kind: Type) -> Callable[[Any], Any] | None:
    """Return what turns the stored form into the evaluated one; nothing where the two are the same."""
    return _FROM.get(type(kind))


def encoder(kind: Type) -> Callable[[Any], Any] | None:
    """Return what turns the evaluated form into the stored one; nothing where the two are the same."""
    return _TO.get(type(kind))


def from_stored(kind: Type, stored: Any) -> Any:
    """Return the evaluated form: a date, time, datetime or Duration; other kinds stay as they are stored."""
    decode = decoder(kind)
    return decode(stored) if decode else stored


def to_stored(kind: Type, evaluated: Any) -> Any:
    """Return the stored form of an evaluated value (see engine/domain/types.py)."""
    encode = encoder(kind)
    return encode(evaluated) if encode else evaluated
