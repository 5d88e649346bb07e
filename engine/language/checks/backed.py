"""Every source backs something, nothing is backed twice, and what is called checked can be looked up by anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.facts import CHECKED, Source
from engine.language.model.flow import Flow
from engine.language.model.names import Name, entries_at, items_at, name_at
from engine.language.nearest import suggest
from engine.language.own import Own
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.source import Span
from engine.language.whole import Whole

_GROUPS = ("documents", "fees", "refunds", "limits", "with")
"""Keys at the top of a file that hold facts by name; these of a whole are facts themselves."""
_FACTS = ("takes", "open", *_GROUPS)
_SAMPLE = re.compile(r"\bsample", re.IGNORECASE)


def check_backing(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield what is wrong with the sources of a service's file."""
    facts = {
        *_facts(own.service.flow),
        *_facts(own.flow),
        *_ends(own.service.department, own.reading),
    }
    yield from _backing(own.sources, facts)


def check_shared_backing(whole: Whole) -> Iterator[Finding]:
    """Yield what is wrong with the sources of families, and of files that stand by themselves."""
    reading, services = whole.reading, {each.path for each in whole.outlines}
    shared: dict[str, list[Source]] = {}
    for source in reading.world.sources:
        if source.path not in services:
            shared.setdefault(source.path, []).append(source)
    for family in reading.world.families.values():
        facts = {*_facts(family.flow), *_ends(family.department, reading)}
        yield from _backing(shared.pop(family.flow.path, ()), facts)
    for sources in shared.values():
        yield from _backing(sources, ())
    yield from _rows(reading)


def _rows(reading: Reading) -> Iterator[Finding]:
    """Yield amounts that are called checked though their order says otherwise."""
    for tables in reading.world.fees.values():
        for table in tables.values():
            for row in table.rows:
                if row.state == CHECKED and _SAMPLE.search(row.order):
                    yield _unsupported(table.path, row.span, row.order)


def _facts(flow: Flow) -> Iterator[str]:
    """Yield what a source may be for: parts of the header, steps with their stages, ends."""
    for group in _FACTS:
        if flow.node.get(group) is not None:
            yield group
            yield from (f"{group}.{name.text}" for name, _ in entries_at(flow.node, group))
    for step in flow.every_step():
        yield step.id.text
        for stage in items_at(step.node, "stages"):
            named = name_at(stage, "id") if isinstance(stage, nodes.Mapping) else None
            if named is not None:
                yield f"{step.id.text}.{named.text}"
    yield from (name.text for name, _ in flow.ends)


def _ends(department: str, reading: Reading) -> Iterator[str]:
    """Yield the ends that stand beside the services."""
    for shared in filter(None, map(reading.world.ends.get, (department, ""))):
        yield from (name.text for name, _ in shared.ends)


def _backing(sources: Iterable[Source], facts: Iterable[str]) -> Iterator[Finding]:
    known, backed = frozenset(facts), set[str]()
    for source in sources:
        for name in source.backs:
            if name.text not in known:
                yield _for_nothing(source, name, known)
            elif name.text in backed:
                yield _twice(source, name)
            backed.add(name.text)
        if source.state == CHECKED and (
            _SAMPLE.search(source.title + source.order) or not (source.order or source.url)
        ):
            yield _unsupported(source.path, source.named, source.title)


def _for_nothing(source: Source, name: Name, known: Iterable[str]) -> Finding:
    return error(
        source.path,
        name.span,
        "FILE-151",
        f'Nothing here is called "{name.text}", so this source backs nothing',
        "What it was meant for is taken for something that nobody has looked up",
        suggest(name.text, known) or "Name a fact of this file, or take the source out",
    )


def _twice(source: Source, name: Name) -> Finding:
    return error(
        source.path,
        name.span,
        "FILE-152",
        f'"{name.text}" has two sources',
        "Nobody could say which of the two to compare it with",
        f'Delete "{name.text}" from one of the two',
    )


def _unsupported(path: str, span: Span, said: str) -> Finding:
    return error(
        path,
        span,
        "FILE-153",
        f'"{said}" is called checked, and nobody can look it up',
        "A citizen would be told as official what may have been invented",
        "Write the order's number under order: or the page under url:, or write state: sample",
    )
