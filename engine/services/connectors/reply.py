"""From a department's HTTP reply to an outcome and typed values: nothing that does not fit its declaration gets through. Pure."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import orjson

from engine.domain import types
from engine.domain.types import Type
from engine.language.model.connector import Operation, OutcomeRule

MOST_BYTES = 8 * 1024 * 1024
"""A reply longer than this is refused unread."""

LONGEST_NAME = 240
"""Of a document; the channel takes no longer one."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{2}:\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


class Unfit(Exception):
    """A reply that is not what the operation declares; the message names the place, never the value."""


@dataclass(frozen=True, slots=True)
class File:
    """A document inside a reply, still to be put into the store of files."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome the operation declares, and what it gives in stored form; documents are `File`s until they are stored."""

    outcome: str
    gives: Mapping[str, Any]


def read(operation: Operation, status: int, body: bytes) -> Answer:
    """Return the first declared outcome this reply fits. Raises Unfit."""
    if len(body) > MOST_BYTES:
        message = f"the reply has more than {MOST_BYTES} bytes"
        raise Unfit(message)
    reply = _json(body)
    for rule in operation.outcomes:
        if _fits(rule, status, reply):
            first = rule is operation.outcomes[0]
            return Answer(rule.name, _gives(operation, reply, required=first))
    message = f"status {status} fits no declared outcome"
    raise Unfit(message)


def _json(body: bytes) -> Any:
    if not body.strip():
        return {}
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        message = "the reply is not JSON"
        raise Unfit(message) from None


def _fits(rule: OutcomeRule, status: int, reply: Any) -> bool:
    return rule.status == status and all(
        _dig(reply, name) == value for name, value in rule.where.items()
    )


def _dig(reply: Any, path: str) -> Any:
    for part in path.split("."):
        if isinstance(reply, Mapping):
            reply = reply.get(part)
        elif (
            isinstance(reply, Sequence)
            and not isinstance(reply, str)
            and part.isdigit()
            and int(part) < len(reply)
        ):
            reply = reply[int(part)]
        else:
            return None
    return reply


def _gives(operation: Operation, reply: Any, *, required: bool) -> dict[str, Any]:
    """Return what the reply gives; the good outcome must give everything, the others what they have."""
    found = {}
    for name, kind in operation.gives.items():
        value = _dig(reply, operation.source.get(name, name))
        if value is not None:
            found[name] = stored(kind, value, name)
        elif required:
            message = f'"{name}" is missing'
            raise Unfit(message)
    return found


def stored(kind: Type, value: Any, name: str) -> Any:
    """Return a JSON value in the stored form of its declared type. Raises Unfit."""
    match kind:
        case types.Record(fields=fields, optional=optional):
            return _record(fields, optional, value, name)
        case types.ListOf(item=item, most=most, whole=whole):
            rows = value if isinstance(value, list) else _refuse(name, "a list")
            if whole and len(rows) > most:
                _refuse(name, f"a list of at most {most}")
            return [_record(item.fields, item.optional, row, name) for row in rows[:most]]
        case types.Document():
            return _file(value, name)
        case types.Text(longest=longest) | types.Word(longest=longest):
            return _text(value, longest, name)
        case _:
            return _plain(kind, value, name)


def _plain(kind: Type, value: Any, name: str) -> Any:
    whole = isinstance(value, int) and not isinstance(value, bool)
    fits = {
        types.Number: whole,
        types.Money: whole,
        types.YesNo: isinstance(value, bool),
        types.Date: isinstance(value, str) and bool(_DATE.fullmatch(value)),
        types.Time: isinstance(value, str) and bool(_TIME.fullmatch(value)),
        types.Moment: isinstance(value, str) and bool(_MOMENT.fullmatch(value)),
        types.Choice: isinstance(kind, types.Choice) and value in kind.options,
        types.Choices: isinstance(kind, types.Choices)
        and isinstance(value, list)
        and all(each in kind.options for each in value),
        types.Secret: isinstance(value, str),
        types.Label: isinstance(value, Mapping)
        and all(isinstance(words, str) for words in value.values()),
        types.Duration: isinstance(value, str),
        types.Location: isinstance(value, Mapping) and {"latitude", "longitude"} <= value.keys(),
    }
    return value if fits.get(type(kind), False) else _refuse(name, types.name_of(kind))


def _text(value: Any, longest: int, name: str) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool):
        _refuse(name, "text")
    text = unicodedata.normalize("NFC", str(value)).strip()
    return text if len(text) <= longest else _refuse(name, f"text of at most {longest} characters")


def _record(
    fields: Mapping[str, Type], optional: frozenset[str], value: Any, name: str
) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        _refuse(name, "a record")
    found = {}
    for field, kind in fields.items():
        part = value.get(field)
        if part is not None:
            found[field] = stored(kind, part, f"{name}.{field}")
        elif field not in optional:
            _refuse(f"{name}.{field}", types.name_of(kind))
    return found


def _file(value: Any, name: str) -> File:
    if not isinstance(value, Mapping) or not all(
        isinstance(value.get(part), str) for part in ("name", "mime", "content")
    ):
        _refuse(name, "a document {name, mime, content}")
    if not 0 < len(value["name"].strip()) <= LONGEST_NAME:
        _refuse(name, f"a document with a name of at most {LONGEST_NAME} characters")
    try:
        return File(value["name"], value["mime"], base64.b64decode(value["content"], validate=True))
    except (binascii.Error, ValueError):
        _refuse(name, "a document in base64")


def _refuse(name: str, wanted: str) -> NoReturn:
    message = f'"{name}" is not {wanted}'
    raise Unfit(message)
