"""Where the facts of a file come from: the source a person can look up, and when it must be looked up again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.language import nodes
from engine.language.files import FileKind
from engine.language.findings import Finding
from engine.language.model.names import entries_at, entries_of, mapping_at, text_at
from engine.language.model.state import read_day
from engine.language.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source. read_on: the day somebody last compared with it; check_again_by: the day by which somebody must do so again."""

    path: str
    span: Span
    title: str
    read_on: date | None
    check_again_by: date | None


def read_sources(
    kind: FileKind, node: nodes.Mapping, path: str, findings: list[Finding]
) -> tuple[Source, ...]:
    """Return the sources a file of this kind names."""
    return tuple(_source(part, path, findings) for part in _parts(kind, node))


def _parts(kind: FileKind, node: nodes.Mapping) -> Iterator[nodes.Mapping]:
    """Yield the `source:` of the whole file, or of each of its tables."""
    holders: list[nodes.Node] = []
    match kind:
        case (
            FileKind.STATE
            | FileKind.DEPARTMENT
            | FileKind.SERVICE
            | FileKind.STYLE
            | FileKind.CERTIFICATE
        ):
            holders = [node]
        case FileKind.FEES:
            holders = [table for _, table in entries_at(node, "fees")]
        case FileKind.POLICIES:
            holders = [policy for _, policy in entries_at(node, "policies")]
        case FileKind.LISTS:
            holders = [listing for _, listing in entries_of(node)]
        case _:
            pass
    for holder in holders:
        part = mapping_at(holder, "source") if isinstance(holder, nodes.Mapping) else None
        if part is not None:
            yield part


def _source(node: nodes.Mapping, path: str, findings: list[Finding]) -> Source:
    read_on = node.get("read_on")
    return Source(
        path=path,
        span=(read_on or node).span,
        title=text_at(node, "title"),
        read_on=read_day(read_on, path, findings),
        check_again_by=read_day(node.get("check_again_by"), path, findings),
    )
