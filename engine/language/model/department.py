"""_department.yaml: a department's names, its help desk, offices and roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.domain.calendar import HolidayCalendar
from engine.language import nodes
from engine.language.findings import Finding
from engine.language.model.names import Name, entries_at, mapping_at, name_at, text_at, words_of
from engine.language.model.state import Hours, office_calendar

SOON = "2 working days"
"""How soon a help desk speaks with somebody where its department does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDesk:
    """Who takes over when a service hands a citizen over. within: how soon somebody speaks with them, as written."""

    id: str
    title: Mapping[str, str]
    phone: str = ""
    hours: Mapping[str, str] = field(default_factory=dict)
    within: str = SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A kind of office; level: the area it serves (village, mandal, division, district, state); calendar: None: as offices usually work."""

    id: str
    title: Mapping[str, str]
    level: str
    calendar: HolidayCalendar | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A kind of officer and the office he or she sits in."""

    id: str
    title: Mapping[str, str]
    office: Name | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department as citizens and officers see it. groups: what its menu is divided into once it is long, with their titles."""

    path: str
    id: str
    name: Name | None
    title: Mapping[str, str]
    short: Mapping[str, str]
    find: Mapping[str, tuple[str, ...]]
    desk: HelpDesk
    offices: Mapping[str, Office]
    roles: Mapping[str, Role]
    groups: Mapping[Name, Mapping[str, str]] = field(default_factory=dict)

    @property
    def seats(self) -> Mapping[str, Role]:
        """Return whom officers can be entered as: the roles, and the help desk, which is one for the whole state."""
        desk = Role(id=self.desk.id, title=self.desk.title, office=None)
        return {**({desk.id: desk} if desk.id else {}), **self.roles}


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a _department.yaml lies. folder: the department's id by its place; usual: when offices of the state work; findings: grows."""

    path: str
    folder: str
    usual: HolidayCalendar
    findings: list[Finding]


def read_department(node: nodes.Mapping, place: Folder) -> Department:
    """Return what a _department.yaml says."""
    return Department(
        path=place.path,
        id=place.folder,
        name=name_at(node, "department"),
        title=words_of(node.get("title")),
        short=words_of(node.get("short")),
        find=find_words(node),
        groups={name: words_of(part) for name, part in entries_at(node, "groups")},
        desk=_desk(mapping_at(node, "help_desk")),
        offices={
            name.text: _office(name.text, part, place) for name, part in entries_at(node, "offices")
        },
        roles={name.text: _role(name.text, part) for name, part in entries_at(node, "roles")},
    )


def find_words(node: nodes.Mapping) -> dict[str, tuple[str, ...]]:
    """Return the words people type to find this, by language."""
    return {
        language.text: tuple(item.text for item in part.items if isinstance(item, nodes.Scalar))
        for language, part in entries_at(node, "find")
        if isinstance(part, nodes.Sequence)
    }


def _desk(node: nodes.Mapping | None) -> HelpDesk:
    if node is None:
        return HelpDesk(id="", title={})
    return HelpDesk(
        id=text_at(node, "id"),
        title=words_of(node.get("title")),
        phone=text_at(node, "phone"),
        hours=words_of(node.get("hours")),
        within=text_at(node, "within", SOON),
    )


def _office(name: str, node: nodes.Node, place: Folder) -> Office:
    part = node if isinstance(node, nodes.Mapping) else nodes.mapping_of((), node.span)
    own = part.get("days") is not None or part.get("hours") is not None
    return Office(
        id=name,
        title=words_of(part.get("title")),
        level=text_at(part, "level"),
        calendar=office_calendar(Hours(part), place.usual, place.path, place.findings)
        if own
        else None,
    )


def _role(name: str, node: nodes.Node) -> Role:
    part = node if isinstance(node, nodes.Mapping) else nodes.mapping_of((), node.span)
    return Role(id=name, title=words_of(part.get("title")), office=name_at(part, "office"))
