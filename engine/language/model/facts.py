"""Where the facts of a file come from: the source a person can look up, and when it must be looked up again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engine.language import nodes
from engine.language.files import FileKind
from engine.language.findings import Finding
from engine.language.model.names import (
    Name,
    entries_at,
    entries_of,
    items_at,
    mapping_at,
    names_at,
    text_at,
)
from engine.language.model.state import read_day
from engine.language.source import Span

CHECKED = "checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source. read_on: the day somebody last compared with it; check_again_by: the day by which somebody must do so again;
    about: the table, list or policy it belongs to, empty where it is of the file; backs: the facts it is for, none where it is for all;
    named: the place of its title."""

    path: str
    span: Span
    title: str
    named: Span
    order: str
    url: str
    state: str
    read_on: date | None
    check_again_by: date | None
    about: str
    backs: tuple[Name, ...]


def read_sources(
    kind: FileKind, node: nodes.Mapping, path: str, findings: list[Finding]
) -> tuple[Source, ...]:
    """Return the sources a file of this kind names; of a service or a family those of some facts stand last."""
    return tuple(_source(about, part, path, findings) for about, part in _parts(kind, node))


def source_of(fact: str, sources: Iterable[Source]) -> Source | None:
    """Return what backs a fact, as `documents.passbook`: the first source that names it, then one that names what it is part of
    (`documents`), then one of a whole file."""
    known = tuple(sources)
    for name in (fact, fact.partition(".")[0]):
        for source in known:
            if any(each.text == name for each in source.backs):
                return source
    return next((source for source in known if not source.backs), None)


def _parts(kind: FileKind, node: nodes.Mapping) -> Iterator[tuple[str, nodes.Mapping]]:
    """Yield the `source:` of the whole file, or of each of its tables by name, and what stands under `sources:`."""
    for about, holder in _holders(kind, node):
        part = mapping_at(holder, "source") if isinstance(holder, nodes.Mapping) else None
        if part is not None:
            yield about, part
    if kind in (FileKind.SERVICE, FileKind.FAMILY):
        for item in items_at(node, "sources"):
            if isinstance(item, nodes.Mapping):
                yield "", item


def _holders(kind: FileKind, node: nodes.Mapping) -> Iterator[tuple[str, nodes.Node]]:
    match kind:
        case (
            FileKind.STATE
            | FileKind.DEPARTMENT
            | FileKind.SERVICE
            | FileKind.STYLE
            | FileKind.CERTIFICATE
        ):
            yield "", node
        case FileKind.FEES:
            yield from ((name.text, table) for name, table in entries_at(node, "fees"))
        case FileKind.POLICIES:
            yield from ((name.text, policy) for name, policy in entries_at(node, "policies"))
        case FileKind.LISTS:
            yield from ((name.text, listing) for name, listing in entries_of(node))
        case _:
            pass


def _source(about: str, node: nodes.Mapping, path: str, findings: list[Finding]) -> Source:
    read_on = node.get("read_on")
    return Source(
        path=path,
        span=(read_on or node).span,
        title=text_at(node, "title"),
        named=(node.get("title") or node).span,
        order=text_at(node, "order"),
        url=text_at(node, "url"),
        state=text_at(node, "state"),
        read_on=read_day(read_on, path, findings),
        check_again_by=read_day(node.get("check_again_by"), path, findings),
        about=about,
        backs=names_at(node, "for"),
    )
