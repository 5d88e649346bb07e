"""catalog.yaml: the state, its languages, its departments in order, and what holds for every service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple

from engine.domain.calendar import HolidayCalendar, QuietHours
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
    """title: the state; name: what the citizen calls us; notify: the template outside 24 hours unless a service names another;
    keep: how long a case stays readable after its end unless its service says;
    check_again_after: how long after somebody read a source it is to be read again, unless the source says;
    life_events: occasions in life by which the menu groups services, in order; calendar: when offices usually work;
    kinds_of_place: when they work in the village, in town; quiet: when nothing unasked is said; owners: who has to agree to a change of
    what services share (`state`) and of a `department`'s folder."""

    path: str
    id: str
    title: Mapping[str, str] = field(default_factory=dict)
    name: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ("te", "en")
    departments: tuple[Name, ...] = ()
    life_events: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: nodes.Mapping | None = None
    notify: str = ""
    keep: str = ""
    check_again_after: str = ""
    calendar: HolidayCalendar = NO_HOLIDAYS
    kinds_of_place: Mapping[str, HolidayCalendar] = field(default_factory=dict)
    quiet: QuietHours | None = None
    owners: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)


def read_state(node: nodes.Mapping, path: str, findings: list[Finding]) -> State:
    """Return what catalog.yaml says."""
    calendar = _calendar(node, path, findings)
    facts = mapping_at(node, "facts")
    return State(
        path=path,
        id=text_at(node, "state"),
        title=words_of(node.get("title")),
        name=words_of(node.get("name")),
        languages=tuple(name.text for name in names_at(node, "languages")),
        departments=names_at(node, "departments"),
        life_events={name.text: words_of(part) for name, part in entries_at(node, "life_events")},
        defaults=mapping_at(node, "defaults"),
        owners=words_of(node.get("owners")),
        notify=text_at(node, "notify"),
        keep=text_at(node, "keep"),
        check_again_after=text_at(facts, "check_again_after") if facts is not None else "",
        calendar=calendar,
        kinds_of_place={
            name.text: office_calendar(Hours(part), calendar, path, findings)
            for name, part in entries_at(node, "office_time")
            if isinstance(part, nodes.Mapping)
        },
        quiet=_quiet(mapping_at(node, "quiet_hours"), path, findings),
        templates={
            name.text: _template(name.text, part) for name, part in entries_at(node, "templates")
        },
    )


def _template(name: str, node: nodes.Node) -> Template:
    part = node if isinstance(node, nodes.Mapping) else nodes.mapping_of((), node.span)
    return Template(name=name, text=words_of(part.get("text")), button=words_of(part.get("button")))


def _calendar(node: nodes.Mapping, path: str, findings: list[Finding]) -> HolidayCalendar:
    days = set()
    for item in items_at(node, "holidays"):
        if isinstance(item, nodes.Mapping):
            day = read_day(item.get("on"), path, findings)
            if day:
                days.add(day)
    usual = HolidayCalendar(frozenset(days))
    return office_calendar(Hours(node, "office_days", "office_hours"), usual, path, findings)


class Hours(NamedTuple):
    """Where office days and hours stand: a mapping, and the keys they have in it."""

    node: nodes.Mapping
    days: str = "days"
    hours: str = "hours"


def office_calendar(
    written: Hours, usual: HolidayCalendar, path: str, findings: list[Finding]
) -> HolidayCalendar:
    """Return when an office works; what is not written is as usual."""
    node = written.node
    week = frozenset(
        WEEK.index(name.text) for name in names_at(node, written.days) if name.text in WEEK
    )
    hours = mapping_at(node, written.hours)
    opens, closes = _clock(hours, "from", usual.opens), _clock(hours, "until", usual.closes)
    if opens < closes:
        return HolidayCalendar(usual.holidays, week or usual.week, opens, closes)
    findings.append(
        error(
            path,
            (hours or node).span,
            "FILE-121",
            "These offices are never open",
            "",
            "Give hours that begin before they end",
        )
    )
    return usual


def _quiet(node: nodes.Mapping | None, path: str, findings: list[Finding]) -> QuietHours | None:
    if node is None:
        return None
    start, end = _clock(node, "from", time(21)), _clock(node, "until", time(8))
    if start != end:
        return QuietHours(start, end)
    findings.append(
        error(
            path,
            node.span,
            "FILE-122",
            f"The quiet hours begin and end at {text_at(node, 'from')}",
            "Nothing could ever be told unasked",
            "Write another time under until:",
        )
    )
    return None


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
