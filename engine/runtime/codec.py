"""Writes events, effects, messages and bodies as JSON and reads them back: every value carries the name of its class.

`{"_": "Send", "message": {"_": "TextOut", "body": "…"}}`. Fields are read by their declared types, which are worked out once;
what a class has no field for is an error, what is missing takes the field's default, so that a field can be added later.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

from engine.domain.effect import Effect
from engine.domain.event import Event
from engine.domain.message import Incoming, Outgoing
from engine.runtime.ports import (
    FetchMedia,
    MessageBody,
    MovedBody,
    PaymentBody,
    QuarantineBody,
    StatusBody,
)

TAG = "_"
_OPTIONS = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME

Reading = Callable[[Any], Any]


class Unreadable(ValueError):
    """Bytes that are not one of our values."""


class _Known:
    """One class: its name, its fields, and how each field is read (None: as it is)."""

    __slots__ = ("kind", "names", "readings")

    def __init__(self, kind: type) -> None:
        self.kind = kind
        self.names = tuple(field.name for field in fields(kind))
        self.readings: dict[str, Reading | None] | None = None


_known: dict[str, _Known] = {}
_by_class: dict[type, _Known] = {}


def know(*kinds: type) -> None:
    """Make dataclasses known, so that they can be written and read. Raises ValueError when a name is taken by another class."""
    for kind in kinds:
        other = _known.get(kind.__name__)
        if other is not None and other.kind is not kind:
            message = f"two classes are called {kind.__name__}"
            raise ValueError(message)
        if other is None:
            _known[kind.__name__] = _by_class[kind] = _Known(kind)


def encode(value: Any) -> bytes:
    """Return the JSON of a known dataclass. Moments must be aware; they are written in UTC."""
    return orjson.dumps(value, default=_plain, option=_OPTIONS)


def decode(raw: bytes) -> Any:
    """Return the value these bytes hold. Raises Unreadable."""
    try:
        return _read(orjson.loads(raw))
    except Unreadable:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as trouble:
        raise Unreadable(str(trouble)) from trouble


def _plain(value: Any) -> Any:
    kind = type(value)
    known = _by_class.get(kind)
    if known is None and is_dataclass(kind):
        know(kind)
        known = _by_class[kind]
    if known is not None:
        out: dict[str, Any] = {TAG: kind.__name__}
        for name in known.names:
            out[name] = getattr(value, name)
        return out
    if kind is datetime:
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, frozenset):
        return sorted(value)
    if hasattr(value, "items"):
        return dict(value)
    message = f"{type(value).__name__} cannot be written"
    raise TypeError(message)


def _read(plain: Any) -> Any:
    known = _known.get(plain[TAG])
    if known is None:
        message = f"no value is called {plain[TAG]!r}"
        raise Unreadable(message)
    readings = known.readings
    if readings is None:
        readings = known.readings = _readings(known.kind)
    made = {}
    for name, value in plain.items():
        if name == TAG:
            continue
        reading = readings[name]
        made[name] = value if reading is None or value is None else reading(value)
    return known.kind(**made)


def _readings(kind: type) -> dict[str, Reading | None]:
    hints = get_type_hints(kind)
    return {field.name: _reading(hints[field.name]) for field in fields(kind)}


def _reading(hint: Any) -> Reading | None:
    """Return how a value of this type is read; None where the JSON form is the value."""
    if hint is datetime:
        return datetime.fromisoformat
    if isinstance(hint, type) and is_dataclass(hint):
        know(hint)
        return _read
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _reading_of_union(inner)
    if origin is tuple or (isinstance(hint, type) and issubclass(hint, tuple)):
        return _reading_of_tuple(hint, inner)
    return frozenset if origin is frozenset else None


def _reading_of_union(kinds: tuple[Any, ...]) -> Reading | None:
    present = [kind for kind in kinds if kind is not type(None)]
    return _reading(present[0]) if present else None


def _reading_of_tuple(hint: Any, inner: tuple[Any, ...]) -> Reading:
    if not inner:  # a named tuple of plain fields
        return lambda items: hint(*items)
    reading = _reading(inner[0])
    return tuple if reading is None else lambda items: tuple(map(reading, items))


know(*get_args(Event), *get_args(Effect), *get_args(Incoming), *get_args(Outgoing))
know(FetchMedia, MessageBody, StatusBody, MovedBody, PaymentBody, QuarantineBody)
