"""<service>.yaml: one service's header, and its steps unless it is a member of a family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.language import nodes
from engine.language.model.department import find_words
from engine.language.model.flow import Flow
from engine.language.model.names import Name, mapping_at, name_at, names_at, text_at, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service file. family, given: set for a member of a family, whose flow then has no steps; sidecars: paths of its translations."""

    path: str
    id: str
    department: str
    name: Name | None
    title: Mapping[str, str]
    short: Mapping[str, str]
    note: Mapping[str, str]
    find: Mapping[str, tuple[str, ...]]
    life_events: tuple[Name, ...]
    group: Name | None
    kind: str
    languages: tuple[str, ...]
    family: Name | None
    given: nodes.Mapping | None
    former_ids: tuple[Name, ...]
    flow: Flow
    sidecars: tuple[str, ...] = ()


def read_service(flow: Flow, service: str) -> Service:
    """Return what a service's file says; service: its id by its place."""
    node = flow.node
    return Service(
        path=flow.path,
        id=service,
        department=service.partition(".")[0],
        name=name_at(node, "service"),
        title=words_of(node.get("title")),
        short=words_of(node.get("short")),
        note=words_of(node.get("note")),
        find=find_words(node),
        life_events=names_at(node, "life_events"),
        group=name_at(node, "group"),
        kind=text_at(node, "kind"),
        languages=tuple(name.text for name in names_at(node, "languages")),
        family=name_at(node, "family"),
        given=mapping_at(node, "with"),
        former_ids=names_at(node, "former_ids"),
        flow=flow,
    )
