"""The steps and ends of a file in a tree, as an editor shows them beside the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.language import nodes
from engine.language.files import FileKind
from engine.language.model.names import items_at, text_at
from engine.language.source import Span
from engine.lsp.book import Book, StepPlace


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a file. whole: all of it; name: the words to jump to; kind: step, end, group, option or test."""

    label: str
    detail: str
    kind: str
    whole: Span
    name: Span
    inner: tuple[Entry, ...] = field(default=())


def outline(book: Book) -> list[Entry]:
    """Return the parts of a file in their order."""
    tree = book.tree
    if not isinstance(tree, nodes.Mapping):
        return []
    if book.place.kind in (FileKind.SCENARIOS, FileKind.FAMILY_SCENARIOS):
        return list(_tests(tree))
    if book.place.kind not in (FileKind.SERVICE, FileKind.FAMILY, FileKind.FRAGMENT, FileKind.ENDS):
        return [
            Entry(key.text, "", "group", _reach(key, value), key.span)
            for key, value in tree.entries
        ]
    found = []
    for key, value in tree.entries:
        inner: tuple[Entry, ...] = ()
        if key.text in ("steps", "later"):
            inner = tuple(_step(each) for each in book.steps if each.path[0] == key.text)
        elif key.text == "ends" and isinstance(value, nodes.Mapping):
            inner = tuple(_end(name, part) for name, part in value.entries)
        if inner:
            found.append(Entry(key.text, "", "group", _reach(key, value), key.span, inner))
    return found


def _step(step: StepPlace) -> Entry:
    said = step.node.get(step.verb) if step.verb else None
    words = ""
    if isinstance(said, nodes.Mapping):
        texts = [value.text for _, value in said.entries if isinstance(value, nodes.Scalar)]
        words = texts[-1] if texts else ""
    elif isinstance(said, nodes.Scalar):
        words = said.text
    return Entry(
        step.id.text, f"{step.verb} {words}".strip()[:80], "step", step.node.span, step.id.span
    )


def _end(name: nodes.Scalar, part: nodes.Node) -> Entry:
    result = text_at(part, "result") if isinstance(part, nodes.Mapping) else ""
    return Entry(name.text, result, "end", _reach(name, part), name.span)


def _tests(tree: nodes.Mapping) -> Iterator[Entry]:
    for item in items_at(tree, "scenarios"):
        told = item.get("it") if isinstance(item, nodes.Mapping) else None
        if isinstance(told, nodes.Scalar):
            ends = text_at(item, "ends") if isinstance(item, nodes.Mapping) else ""
            yield Entry(told.text, ends, "test", item.span, told.span)


def _reach(key: nodes.Scalar, value: nodes.Node) -> Span:
    return Span(key.span.line, key.span.column, value.span.end_line, value.span.end_column)
