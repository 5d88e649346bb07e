"""A file as text and as a tree together, with every value's address, so that one place of it can be written otherwise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.language.nodes import Mapping, Node, Scalar, Sequence, parse
from engine.language.source import Span

DEEP = ("connectors", "later")
"""What is divided further: an operation is a part, not a whole connector; a step of `later` is one as well."""


class Edit(NamedTuple):
    """A stretch of the text, counted in code points, and what stands there instead."""

    start: int
    end: int
    words: str


class Spot(NamedTuple):
    """One value of a file. address: keys, and ids or numbers of list entries, from the top; key: missing in a list."""

    address: tuple[str, ...]
    key: Scalar | None
    node: Node
    parent: Mapping | Sequence
    nth: int

    @property
    def name(self) -> str:
        """Return the last word of the address."""
        return self.address[-1]

    @property
    def in_steps(self) -> bool:
        """Tell whether this belongs to a step."""
        return "steps" in self.address[:-1]


class Part(NamedTuple):
    """A stretch of lines with a meaning of its own: a step, an end, a paper, a line of the header."""

    address: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Page:
    """A file that could be read. starts: where each line begins in the text."""

    path: str
    text: str
    root: Mapping
    starts: tuple[int, ...]
    spots: tuple[Spot, ...]
    parts: tuple[Part, ...]

    def at(self, line: int, column: int) -> int:
        """Return the place in the text of a line and a column, both from 1."""
        return self.starts[line - 1] + column - 1

    def reach(self, span: Span) -> tuple[int, int]:
        """Return where a span begins and ends in the text."""
        return self.at(span.line, span.column), self.at(span.end_line, span.end_column)

    def written(self, node: Node) -> str:
        """Return a value as it stands in the file."""
        start, end = self.reach(node.span)
        return self.text[start:end]

    def line_of(self, place: int) -> int:
        """Return the line a place of the text stands on."""
        return bisect_right(self.starts, place)

    def part_at(self, line: int) -> Part:
        """Return the part a line belongs to."""
        return part_at(self.parts, line)

    def instead(self, node: Node, words: str) -> Edit:
        """Return the edit that writes something else for a value."""
        return Edit(*self.reach(node.span), words)

    def without(self, spot: Spot) -> Edit:
        """Return the edit that takes an entry out of its mapping or list."""
        starts = _starts(spot.parent)
        start, end = self.at(*starts[spot.nth]), self._end(spot.node)
        if spot.nth + 1 < len(starts):
            return Edit(start, self.at(*starts[spot.nth + 1]), "")
        if self.is_flow(spot.parent):
            if spot.nth:
                return Edit(self._end(_values(spot.parent)[spot.nth - 1]), end, "")
            return Edit(start, end, "")
        first = self.starts[starts[spot.nth][0] - 1]
        if self.text[first:start].strip(" -"):
            return Edit(start, end, "")
        last = last_line(spot.node, self)
        return Edit(first, self.starts[last] if last < len(self.starts) else len(self.text), "")

    def is_flow(self, node: Node) -> bool:
        """Tell whether a group is written in brackets."""
        return self.text[self.at(node.span.line, node.span.column)] in "{["

    def _end(self, node: Node) -> int:
        return self.reach(node.span)[1]


def read_page(path: str, content: bytes) -> Page | None:
    """Return a file for making it wrong; nothing where it cannot be read, is no mapping or has other line ends."""
    node = parse(content, path).node
    if not isinstance(node, Mapping) or b"\r" in content:
        return None
    text = content.decode("utf-8").removeprefix("\ufeff")
    starts = [0]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    bare = Page(path, text, node, tuple(starts), (), ())
    spots = tuple(_spots(node, ()))
    return Page(path, text, node, tuple(starts), spots, tuple(_parts(bare)))


def part_at(parts: tuple[Part, ...], line: int) -> Part:
    """Return the last part that begins at or before a line."""
    found = Part("", 1, 1)
    for part in parts:
        if part.first <= line:
            found = part
    return found


def last_line(node: Node, page: Page) -> int:
    """Return the last line a value stands on."""
    if isinstance(node, Scalar) or page.is_flow(node):
        span = node.span
        return span.end_line - (span.end_column == 1 and span.end_line > span.line)
    values = _values(node)
    return last_line(values[-1], page) if values else node.span.line


def _values(node: Mapping | Sequence) -> tuple[Node, ...]:
    return tuple(value for _, value in node.entries) if isinstance(node, Mapping) else node.items


def _starts(node: Mapping | Sequence) -> list[tuple[int, int]]:
    spans = (
        [key.span for key, _ in node.entries]
        if isinstance(node, Mapping)
        else [each.span for each in node.items]
    )
    return [(span.line, span.column) for span in spans]


def _spots(node: Node, address: tuple[str, ...]) -> Iterator[Spot]:
    if isinstance(node, Mapping):
        for index, (key, value) in enumerate(node.entries):
            here = (*address, key.text)
            yield Spot(here, key, value, node, index)
            yield from _spots(value, here)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            here = (*address, _name(item, index))
            yield Spot(here, None, item, node, index)
            yield from _spots(item, here)


def _name(item: Node, index: int) -> str:
    found = item.get("id") if isinstance(item, Mapping) else None
    return found.text if isinstance(found, Scalar) else str(index + 1)


def _parts(page: Page) -> Iterator[Part]:
    yield from _divided(page, page.root, ())


def _divided(page: Page, node: Mapping | Sequence, address: tuple[str, ...]) -> Iterator[Part]:
    for spot in _spots_of(node, address):
        inner = spot.node
        deeper = len(spot.address) == 1 or (spot.address[0] in DEEP and len(spot.address) < 4)
        first = (spot.key or inner).span.line
        if isinstance(inner, Mapping | Sequence) and deeper and not page.is_flow(inner):
            yield Part("/".join(spot.address), first, first)
            yield from _divided(page, inner, spot.address)
        else:
            yield Part("/".join(spot.address), first, last_line(inner, page))


def _spots_of(node: Mapping | Sequence, address: tuple[str, ...]) -> Iterator[Spot]:
    return (each for each in _spots(node, address) if len(each.address) == len(address) + 1)
