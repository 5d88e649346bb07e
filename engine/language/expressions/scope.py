"""Which names an expression can see, and how their values are read when it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from engine.domain.types import Record, Type
from engine.language.expressions.env import Env, Run, Unset
from engine.language.expressions.stored import decoder

Scope = Mapping[str, Type]
"""Names to types. A record stands under its own name, its fields are reached with a dot; a dotted key is looked up first."""


class Read(NamedTuple):
    """A name that an expression reads.

    name: dotted; a field of a row is `list.field`; start, end: offsets in the expression; guarded: it stands inside `answered` or
    `default`, or beside an `answered` that makes sure of it; row: it is a field of the row being looked at.
    """

    name: str
    start: int
    end: int
    guarded: bool
    row: bool


def resolve(scope: Scope, dotted: str) -> Type | None:
    """Return the type of a dotted name, or nothing where there is no such name."""
    kind = scope.get(dotted)
    if kind is not None or "." not in dotted:
        return kind
    root, _, rest = dotted.rpartition(".")
    holder = resolve(scope, root)
    return holder.fields.get(rest) if isinstance(holder, Record) else None


def names_in(scope: Scope) -> Iterator[str]:
    """Yield every name one could write, fields with their dots, for suggestions."""
    for name, kind in scope.items():
        yield name
        if isinstance(kind, Record):
            yield from (f"{name}.{field}" for field in names_in(kind.fields))


def reader(dotted: str, kind: Type, level: int | None) -> Run:
    """Return what reads this name; level: which of the rows in view holds it, or nothing for an answer."""
    decode = decoder(kind)
    if level is None and decode is None and "." not in dotted:
        return _answer(dotted)
    find = finder(dotted, level)

    def read(env: Env) -> Any:
        value = find(env)
        if value is None:
            raise Unset(dotted)
        return value if decode is None else decode(value)

    return read


def finder(dotted: str, level: int | None) -> Callable[[Env], Any]:
    """Return what looks a stored value up, giving None where it is missing."""
    path = tuple(dotted.split("."))

    def find(env: Env) -> Any:
        value: Any = env.values if level is None else env.items[level]
        for part in path:
            value = value.get(part)
            if value is None:
                return None
        return value

    return find


def _answer(name: str) -> Run:
    def read(env: Env) -> Any:
        value = env.values.get(name)
        if value is None:
            raise Unset(name)
        return value

    return read
