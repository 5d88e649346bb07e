"""Puts something of the same kind in place of what a citizen or a department said. Kept are only things that decide a way and name nobody.

As they are stay: options, yes and no, counts, amounts, times, our own identifiers, days near the day of the conversation and days the flow
compares. Words, names, numbers that stand for something, files, places and other days become stand-ins; the same value always becomes
the same stand-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.domain.types import (
    Choice,
    Choices,
    Date,
    Document,
    Duration,
    Label,
    ListOf,
    Location,
    Moment,
    Money,
    Number,
    Record,
    Secret,
    Text,
    Time,
    Type,
    Word,
    YesNo,
)

NEAR = timedelta(days=120)
"""A day so near to the conversation is the day of a journey or a bill, not of a birth."""

EXAMPLES: Mapping[str, str] = {
    "name": "Sample Person",
    "phone": "9000000000",
    "email": "sample@example.in",
    "pincode": "522001",
    "pan": "ABCPE1234F",
    "vehicle": "AP39AB1234",
    "ration_card": "1234567890",
}
"""By kind of answer: what a question of this kind takes."""

KEPT = (Choice, Choices, YesNo, Number, Money, Word, Label, Time, Duration)
DAYS = (Date, Moment)

_PLACE: Mapping[str, Any] = {"latitude": 16.5062, "longitude": 80.648, "name": ""}


def stand_in(kind: Type | None, value: Any, held: date, *, exact: bool = False) -> Any:
    """Return what is recorded for a value. kind: None where nothing is known of it; held: the day of the conversation; exact: the flow
    compares it."""
    if value is None or isinstance(kind, KEPT) or (exact and isinstance(kind, DAYS)):
        return value
    if isinstance(kind, Record):
        return _fields(kind.fields, value, held)
    if isinstance(kind, ListOf):
        return [stand_in(kind.item, each, held) for each in value]
    return _single(kind, value, held)


def _single(kind: Type | None, value: Any, held: date) -> Any:
    match kind:
        case Date() | Moment():
            return _day(str(value), held)
        case Document():
            return _file(value)
        case Location():
            return dict(_PLACE)
        case Secret():
            return "1" * len(str(value))
        case Text():
            return masked(str(value))
        case _:
            return _unknown(value, held)


def masked(words: str) -> str:
    """Return words of the same shape: each letter and each digit another, signs and blanks as they are."""
    return "".join(_sign(each) for each in words)


def _sign(sign: str) -> str:
    if sign.isdigit():
        return "1"
    if sign.isalpha():
        return "A" if sign.isupper() else "a" if sign.isascii() else "అ"
    return sign if sign.isascii() else ""


def _fields(fields: Mapping[str, Type], value: Any, held: date) -> Any:
    if not isinstance(value, Mapping):
        return _unknown(value, held)
    return {name: stand_in(fields.get(name), part, held) for name, part in value.items()}


def _day(stored: str, held: date) -> str:
    """Return a day near the conversation as it is, any other as the first of its month."""
    try:
        day = date.fromisoformat(stored[:10])
    except ValueError:
        return stored
    return stored if abs(day - held) <= NEAR else day.replace(day=1).isoformat() + stored[10:]


def _file(value: Any) -> dict[str, Any]:
    given = value if isinstance(value, Mapping) else {}
    return {
        "media": "sample",
        "mime": given.get("mime", "image/jpeg"),
        "name": "",
        "bytes": given.get("bytes", 100_000),
    }


def _unknown(value: Any, held: date) -> Any:
    """Return a stand-in for something whose type is not known: groups part by part, words masked, numbers as they are."""
    if isinstance(value, Mapping):
        if "media" in value:
            return _file(value)
        return {name: _unknown(part, held) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_unknown(each, held) for each in value]
    if not isinstance(value, str):
        return value
    return _day(value, held) if _is_day(value) else masked(value)


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words[:10])
    except ValueError:
        return False
    return True
