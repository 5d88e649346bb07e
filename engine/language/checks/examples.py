"""Example replies of departments' systems say what the real system would: each value has its declared type, and none is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any

from engine.domain import types
from engine.domain.calendar import parse_moment
from engine.domain.duration import parse_duration
from engine.domain.types import Type, name_of
from engine.language.findings import Finding, error
from engine.language.model.connector import Connector, Example, Operation
from engine.language.nearest import suggest
from engine.language.whole import Whole

_WHY = "Tests and trials would go well that the real system makes fail"


def check_examples(whole: Whole) -> Iterator[Finding]:
    """Yield examples whose values are not what the operation declares."""
    world = whole.reading.world
    for connector in world.connectors.values():
        if connector.path in world.bad:
            continue
        for operation in connector.operations.values():
            for example in operation.examples:
                yield from _example(connector, operation, example)


def _example(connector: Connector, operation: Operation, example: Example) -> Iterator[Finding]:
    for what, values, kinds in (
        ("needs", example.needs, operation.needs),
        ("gives", example.gives, operation.gives),
    ):
        for name, value in values.items():
            kind = kinds.get(name)
            if kind is None:
                message = f'"{example.it}": the operation {what} nothing called "{name}"'
                fix = suggest(name, kinds) or "Delete it"
                yield error(connector.path, example.span, "CONN-707", message, _WHY, fix)
            elif misfit := _misfit(kind, value, name):
                message = f'"{example.it}": {misfit}'
                fix = "Write a value of the declared type, or declare another type"
                yield error(connector.path, example.span, "CONN-707", message, _WHY, fix)
    if operation.outcomes and example.outcome == operation.outcomes[0].name:
        missing = [name for name in operation.gives if name not in example.gives]
        if missing:
            message = f'"{example.it}" does not give "{missing[0]}"'
            fix = f"Add to gives: {missing[0]}: …"
            yield error(connector.path, example.span, "CONN-707", message, _WHY, fix)


def _misfit(kind: Type, value: Any, name: str) -> str:
    """Return why a value is not of its type, naming it by its dots, or an empty string."""
    match kind:
        case types.Record():
            return _record(kind, value, name)
        case types.ListOf(item=item):
            if not isinstance(value, list):
                return f'"{name}" is not a list'
            found = (_record(item, row, f"{name}.{at}") for at, row in enumerate(value, 1))
            return next(filter(None, found), "")
    fits = _FITS.get(type(kind))
    if fits is None or fits(kind, value):
        return ""
    return f'"{name}" must be {name_of(kind)}, and is "{value}"'


def _record(kind: types.Record, value: Any, name: str) -> str:
    if not isinstance(value, dict):
        return f'"{name}" is not a group of values'
    for field, inner in kind.fields.items():
        if field not in value:
            if field not in kind.optional:
                return f'"{name}.{field}" is missing'
        elif misfit := _misfit(inner, value[field], f"{name}.{field}"):
            return misfit
    return next(
        (
            f'nothing called "{name}.{each}" is declared'
            for each in value
            if each not in kind.fields
        ),
        "",
    )


def _whole(_kind: Type, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _words(kind: Type, value: Any) -> bool:
    longest: int = getattr(kind, "longest", 0)
    return isinstance(value, str) and len(value) <= longest


def _readable(read: Callable[[str], Any]) -> Callable[[Type, Any], bool]:
    def fits(_kind: Type, value: Any) -> bool:
        try:
            return isinstance(value, str) and read(value) is not None
        except ValueError:
            return False

    return fits


_FITS: Mapping[type, Callable[[Any, Any], bool]] = {
    types.Text: _words,
    types.Word: _words,
    types.Number: _whole,
    types.Money: _whole,
    types.YesNo: lambda _kind, value: isinstance(value, bool),
    types.Choice: lambda kind, value: value in kind.options,
    types.Date: _readable(date.fromisoformat),
    types.Time: _readable(time.fromisoformat),
    types.Moment: _readable(parse_moment),
    types.Duration: _readable(parse_duration),
    types.Label: lambda _kind, value: (
        isinstance(value, dict) and all(isinstance(words, str) for words in value.values())
    ),
    types.Document: lambda _kind, value: (
        isinstance(value, dict) and {"media", "mime", "name"} <= value.keys()
    ),
    types.Location: lambda _kind, value: (
        isinstance(value, dict) and {"latitude", "longitude"} <= value.keys()
    ),
}
"""Whether a stored value is of a type; types that are not here hold anything."""
