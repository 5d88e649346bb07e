"""Everything that is stored comes back as it was, and what is not ours is refused."""

from __future__ import annotations

import dataclasses
import types
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from engine.domain.effect import Effect
from engine.domain.event import Event
from engine.domain.message import Incoming, Outgoing
from engine.runtime import codec
from engine.runtime.ports import (
    Alias,
    FetchMedia,
    MessageBody,
    MovedBody,
    QuarantineBody,
    StatusBody,
)

MOMENT = datetime(2026, 11, 22, 6, 0, 1, 500_000, tzinfo=UTC)
KINDS = [kind for union in (Event, Effect, Incoming, Outgoing) for kind in get_args(union)] + [
    FetchMedia,
    MessageBody,
    StatusBody,
    MovedBody,
    QuarantineBody,
]


def example(hint: Any) -> Any:
    """Return a value of a type, filled to the depth of its fields."""
    origin, inner = get_origin(hint), get_args(hint)
    plain = {
        str: "తెలుగు",
        int: 7,
        float: 17.5,
        bool: True,
        datetime: MOMENT,
        Any: {"due": 5, "rows": [{"a": None}]},
    }
    if hint in plain:
        return plain[hint]
    if hint is Alias:
        return Alias("phone", "911")
    if origin in (Union, types.UnionType):
        return example(inner[0])
    if origin is tuple:
        return (example(inner[0]),) * (2 if inner[-1] is Ellipsis else len(inner))
    if origin is not None:
        return {"name": example(inner[1])}
    return hint(**{name: example(field) for name, field in get_type_hints(hint).items()})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_reads_back_what_it_wrote(kind: type) -> None:
    value = example(kind)
    assert codec.decode(codec.encode(value)) == value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_it_reads_a_value_that_lacks_what_has_a_default(kind: type) -> None:
    needed = {
        field.name: example(get_type_hints(kind)[field.name])
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    short = kind(**needed)
    assert codec.decode(codec.encode(short)) == short


def test_it_writes_moments_in_utc() -> None:
    india = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    raw = (
        codec.encode(QuarantineBody("x", "y")),
        codec.encode(MessageBody(example(Incoming), india)),
    )
    assert b"2026-11-22T06:00:01.500000+00:00" in raw[1]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"5",
        b"{}",
        b'{"_":"Nothing"}',
        b'{"_":"TextIn"}',
        b'{"_":"TextIn","text":"a","more":1}',
        b'{"_":"MessageBody","message":{"_":"TextIn","text":"a"},"at":"yesterday"}',
        b'{"_":"MessageBody","message":5,"at":"2026-11-22T06:00:01Z"}',
    ],
)
def test_it_refuses_what_is_not_ours(raw: bytes) -> None:
    with pytest.raises(codec.Unreadable):
        codec.decode(raw)


def test_it_refuses_two_classes_of_one_name() -> None:
    other = dataclasses.make_dataclass("TextIn", ["text"])
    with pytest.raises(ValueError, match="TextIn"):
        codec.know(other)
    codec.know(MessageBody, MessageBody)
