"""Names, words and other small things as they stand in a file, with their place; for trees whose form was already checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.language.nodes import Mapping, Node, Scalar, Sequence
from engine.language.source import Span


class Name(NamedTuple):
    """A name and its place."""

    text: str
    span: Span


def name_at(node: Mapping, key: str) -> Name | None:
    """Return the name under this key, or nothing."""
    found = node.by_name.get(key)
    return Name(found.text, found.span) if isinstance(found, Scalar) else None


def text_at(node: Mapping, key: str, otherwise: str = "") -> str:
    """Return the text under this key."""
    found = node.by_name.get(key)
    return found.text if isinstance(found, Scalar) else otherwise


def whole_at(node: Mapping, key: str, otherwise: int = 0) -> int:
    """Return the whole number under this key."""
    found = node.by_name.get(key)
    if isinstance(found, Scalar) and isinstance(found.value, int):
        return found.value
    return otherwise


def mapping_at(node: Mapping, key: str) -> Mapping | None:
    """Return the mapping under this key, or nothing."""
    found = node.by_name.get(key)
    return found if isinstance(found, Mapping) else None


def entries_at(node: Mapping, key: str) -> tuple[tuple[Name, Node], ...]:
    """Return the entries of the mapping under this key, each name with its place."""
    found = node.by_name.get(key)
    return tuple(entries_of(found)) if isinstance(found, Mapping) else ()


def entries_of(node: Mapping) -> Iterator[tuple[Name, Node]]:
    """Yield the entries of a mapping."""
    for key, value in node.entries:
        yield Name(key.text, key.span), value


def items_at(node: Mapping, key: str) -> tuple[Node, ...]:
    """Return the items of the list under this key."""
    found = node.by_name.get(key)
    return found.items if isinstance(found, Sequence) else ()


def names_at(node: Mapping, key: str) -> tuple[Name, ...]:
    """Return the names listed under this key."""
    return tuple(
        Name(item.text, item.span) for item in items_at(node, key) if isinstance(item, Scalar)
    )


def words_of(node: Node | None) -> dict[str, str]:
    """Return fixed words by language."""
    if not isinstance(node, Mapping):
        return {}
    return {name: value.text for name, value in node.by_name.items() if isinstance(value, Scalar)}
