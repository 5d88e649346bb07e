"""catalog.yaml: the state, its languages, its departments in order, and what holds for every service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from engine.domain.calendar import HolidayCalendar
from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.names import (
    Name,
    entries_at,
    items_at,
    mapping_at,
    names_at,
    text_at,
    words_of,
)

NO_HOLIDAYS = HolidayCalendar()
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message approved beforehand; the button opens what is waiting."""

    name: str
    text: Mapping[str, str]
    button: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """title: the state; name: what the citizen calls us; notify: the template outside 24 hours unless a service names another."""

    path: str
    id: str
    title: Mapping[str, str] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("te", "en")
    departments: tuple[Name, ...] = ()
    defaults: nodes.Mapping | None = None
    notify: str = ""
    calendar: HolidayCalendar = NO_HOLIDAYS
    templates: Mapping[str, Template] = field(default_factory=dict)


def read_state(node: nodes.Mapping, path: str, findings: list[Finding]) -> State:
    """Return what catalog.yaml says."""
    return State(
        path=path,
        id=text_at(node, "state"),
        title=words_of(node.get("title")),
        name=words_of(node.get("name")),
        languages=tuple(name.text for name in names_at(node, "languages")),
        departments=names_at(node, "departments"),
        defaults=mapping_at(node, "defaults"),
        notify=text_at(node, "notify"),
        calendar=_calendar(node, path, findings),
        templates={
            name.text: _template(name.text, part) for name, part in entries_at(node, "templates")
        },
    )


def _template(name: str, node: nodes.Node) -> Template:
    part = node if isinstance(node, nodes.Mapping) else nodes.mapping_of((), node.span)
    return Template(name=name, text=words_of(part.get("text")), button=words_of(part.get("button")))


def _calendar(node: nodes.Mapping, path: str, findings: list[Finding]) -> HolidayCalendar:
    week = frozenset(
        WEEK.index(name.text) for name in names_at(node, "office_days") if name.text in WEEK
    )
    hours = mapping_at(node, "office_hours")
    days = set()
    for item in items_at(node, "holidays"):
        if isinstance(item, nodes.Mapping):
            day = read_day(item.get("on"), path, findings)
            if day:
                days.add(day)
    opens, closes = _clock(hours, "from", time(10)), _clock(hours, "until", time(17, 30))
    if not week or opens >= closes:
        findings.append(
            error(
                path,
                (hours or node).span,
                "FILE-121",
                "The offices of this state are never open",
                "",
                "Give office days, and hours that begin before they end",
            )
        )
        return HolidayCalendar(frozenset(days))
    return HolidayCalendar(frozenset(days), week, opens, closes)


def _clock(node: nodes.Mapping | None, key: str, otherwise: time) -> time:
    written = text_at(node, key) if node is not None else ""
    return time.fromisoformat(written) if written else otherwise


def read_day(node: nodes.Node | None, path: str, findings: list[Finding]) -> date | None:
    """Return the day written here, or nothing with a finding where the calendar has no such day."""
    if not isinstance(node, nodes.Scalar):
        return None
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        findings.append(
            error(
                path,
                node.span,
                "EXPR-443",
                f'"{node.text}" is not a day of the calendar',
                "",
                "Write year, month and day, as in 2026-04-01",
            )
        )
        return None
