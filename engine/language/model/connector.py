"""_connectors.yaml, _shared/connectors/<name>.yaml: what a system can be asked, what it answers, and how long we wait for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.domain.duration import parse_duration
from engine.domain.types import Type
from engine.language import nodes
from engine.language.findings import Finding
from engine.language.model.names import (
    Name,
    entries_at,
    items_at,
    mapping_at,
    name_at,
    names_at,
    text_at,
    whole_at,
    words_of,
)
from engine.language.model.value_types import read_types
from engine.language.source import Span

WRITING = ("write", "hold", "settle", "release")
"""Effects that change something outside."""

_BY_ROWS: Mapping[str, int] = {"some": 200, "none": 404}
_IN_PATH = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """When a reply means this outcome: its HTTP status and what its JSON must hold, by dotted name.

    A database's answer counts as 200 with at least one row, as 404 without any.
    """

    name: str
    status: int
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A reply for trying and testing. needs, gives: stored values, of which a test may match some."""

    it: str
    needs: Mapping[str, Any]
    outcome: str
    gives: Mapping[str, Any]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing a system can be asked.

    effect: read, write, hold, settle, release; path: with `{need}`s, the other needs go into the query or the JSON body; statement:
    what a database is asked instead, empty where a request is sent;
    source: by name, where the reply has it when it is called otherwise; key: it takes our key and does nothing twice; lookup: the
    operation that tells what became of one without an answer; cache_s: so long a good reply holds for whoever asks the same;
    purposes: what personal details it is given for.
    """

    id: str
    span: Span
    effect: str
    method: str
    path: str
    statement: str
    needs: Mapping[str, Type]
    gives: Mapping[str, Type]
    source: Mapping[str, str]
    outcomes: tuple[OutcomeRule, ...]
    timeout_s: int
    examples: tuple[Example, ...]
    settle: Name | None = None
    release: Name | None = None
    key: bool = False
    lookup: Name | None = None
    cache_s: int = 0
    purposes: tuple[Name, ...] = ()

    @property
    def in_path(self) -> tuple[str, ...]:
        """Return the needs that stand in the path."""
        return tuple(_IN_PATH.findall(self.path))

    @property
    def writes(self) -> bool:
        """Tell whether it changes something outside."""
        return self.effect in WRITING

    def outcome_names(self) -> tuple[str, ...]:
        """Return its outcomes in the order of the file; the first is the good one."""
        return tuple(rule.name for rule in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """A system. title_at: where its title stands; setting: where its address or its database's comes from; or, by the value of the need
    `routed_by`, one of `routes`."""

    path: str
    id: str
    span: Span
    title: Mapping[str, str]
    title_at: Span
    setting: str
    operations: Mapping[str, Operation]
    routed_by: str = ""
    routes: Mapping[str, str] = field(default_factory=dict)


def read_connectors(
    node: nodes.Mapping, path: str, findings: list[Finding]
) -> dict[str, Connector]:
    """Return the systems a file describes, by name."""
    found = {}
    for name, part in entries_at(node, "connectors"):
        if isinstance(part, nodes.Mapping):
            found[name.text] = _connector(name, part, path, findings)
    return found


def _connector(name: Name, node: nodes.Mapping, path: str, findings: list[Finding]) -> Connector:
    routes, title = mapping_at(node, "routes"), node.get("title")
    return Connector(
        path=path,
        id=name.text,
        span=name.span,
        title=words_of(title),
        title_at=title.span if title is not None else name.span,
        setting=text_at(node, "setting") or text_at(node, "database"),
        operations={
            each.text: _operation(f"{name.text}.{each.text}", each.span, part, path, findings)
            for each, part in entries_at(node, "operations")
            if isinstance(part, nodes.Mapping)
        },
        routed_by=text_at(routes, "by") if routes else "",
        routes=words_of(routes.get("settings")) if routes else {},
    )


def _operation(
    name: str, span: Span, node: nodes.Mapping, path: str, findings: list[Finding]
) -> Operation:
    method, _, where = text_at(node, "request").partition(" ")
    return Operation(
        id=name,
        span=span,
        effect=text_at(node, "effect"),
        method=method,
        path=where,
        statement=text_at(node, "statement").strip(),
        needs=read_types(mapping_at(node, "needs"), path, findings),
        gives=read_types(mapping_at(node, "gives"), path, findings),
        source=words_of(node.get("from")),
        outcomes=tuple(_outcome(each.text, part) for each, part in entries_at(node, "outcomes")),
        timeout_s=int(text_at(node, "timeout", "5 seconds").split(" ")[0]),
        examples=tuple(
            _example(item) for item in items_at(node, "examples") if isinstance(item, nodes.Mapping)
        ),
        settle=name_at(node, "settle"),
        release=name_at(node, "release"),
        key=text_at(node, "key") == "header",
        lookup=name_at(node, "lookup"),
        cache_s=_seconds(text_at(node, "cache")),
        purposes=names_at(node, "purposes"),
    )


def _seconds(written: str) -> int:
    duration = parse_duration(written) if written else None
    return (duration.seconds or 0) if duration else 0


def _outcome(name: str, node: nodes.Node) -> OutcomeRule:
    part = node if isinstance(node, nodes.Mapping) else nodes.mapping_of((), node.span)
    where = part.get("if")
    return OutcomeRule(
        name=name,
        status=whole_at(part, "status", _BY_ROWS.get(text_at(part, "rows"), 200)),
        where=nodes.to_plain(where) if where else {},
    )


def _example(node: nodes.Mapping) -> Example:
    needs, gives = node.get("needs"), node.get("gives")
    return Example(
        it=text_at(node, "it"),
        needs=nodes.to_plain(needs) if needs else {},
        outcome=text_at(node, "outcome"),
        gives=nodes.to_plain(gives) if gives else {},
        span=node.span,
    )
