"""The whole road of the files: bytes by path in, a catalogue of programs and everything that was found out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from engine.domain.calendar import HolidayCalendar, OfficeTime
from engine.language import nodes
from engine.language.checks import check_catalogue
from engine.language.checks.ids import check_shared_ids
from engine.language.checks.upkeep import look_after
from engine.language.examining import Examined, Ground, examine
from engine.language.files import FileKind, place_of
from engine.language.findings import Finding, has_errors, tidy
from engine.language.model.certificate import CertificateKind
from engine.language.model.connector import Connector
from engine.language.model.department import Department
from engine.language.model.lists import Listing
from engine.language.model.scenario import ScenarioFile
from engine.language.model.service import Service
from engine.language.model.state import Template
from engine.language.own import each_own, is_ground, owners
from engine.language.program import Program
from engine.language.reading import Reading, read_files
from engine.language.remark import Remark
from engine.language.schema import Schemas
from engine.language.waiver import Waiver
from engine.language.waivers import about_waivers, placed
from engine.language.whole import Whole

_EXCUSES: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.STATE: ("FLOW-305", "FLOW-317", "FLOW-323", "FLOW-324", "FILE-108", "TEXT-511"),
    FileKind.DEPARTMENT: ("FLOW-311", "FLOW-318", "FILE-107"),
    FileKind.ENDS: ("FLOW-302", "FLOW-305"),
    FileKind.FEES: ("FEE-601", "FEE-602", "FEE-603"),
    FileKind.CONNECTORS: ("CONN-701", "CONN-702", "FLOW-331", "FLOW-332", "TEST-002"),
    FileKind.CERTIFICATE: ("CERT-1101",),
    FileKind.FAMILY: ("FLOW-307",),
    FileKind.FRAGMENT: ("FLOW-307",),
    FileKind.LISTS: ("FILE-114", "FILE-116"),
    FileKind.TABLE: ("FILE-114", "FILE-116"),
}
"""What services say because a file they stand on cannot be read: fixing that file is enough."""

_schemas: dict[int, tuple[Mapping[str, Mapping[str, Any]], Schemas]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that can be offered. departments: in the order of the menu; programs, connectors, lists, certificates, templates: by id;
    scenarios: by service; services: every service file that could be read, also those without a program."""

    state: str
    title: Mapping[str, str]
    name: Mapping[str, str]
    languages: tuple[str, ...]
    departments: tuple[Department, ...]
    programs: Mapping[str, Program]
    connectors: Mapping[str, Connector]
    lists: Mapping[str, Listing]
    scenarios: Mapping[str, ScenarioFile]
    templates: Mapping[str, Template]
    calendar: HolidayCalendar
    office_time: OfficeTime
    life_events: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    certificates: Mapping[str, CertificateKind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A catalogue and what was found. A service with an error has no program."""

    catalogue: Catalogue
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing stops a release."""
        return not has_errors(self.findings)


class LookedAfter(NamedTuple):
    """A catalogue, what should be looked after in it, each with the days on which it holds, what may stand, and what was found out about
    each service by itself."""

    loaded: Loaded
    remarks: tuple[Remark, ...]
    waivers: tuple[Waiver, ...]
    examined: tuple[Examined, ...]


def load(
    files: Mapping[str, bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    parse: nodes.Parse = nodes.parse,
) -> Loaded:
    """Return the catalogue of these files. files: bytes by path below `catalog/`; schemas: by path below `schemas/`. Never raises."""
    return _load(files, schemas, parse, {})[0]


def load_whole(
    files: Mapping[str, bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    known: Mapping[str, Examined] = MappingProxyType({}),
) -> LookedAfter:
    """Return the catalogue of these files, what should be looked after in it, and what may stand. While it has errors, nothing is
    said of upkeep: they come first.

    known: what was found out before about services whose files, and all they stand on, are the same; no program is made of these.
    """
    loaded, whole, examined = _load(files, schemas, nodes.parse, known)
    waivers = placed(whole.reading.waivers, whole)
    if not loaded.sound:
        return LookedAfter(loaded, (), waivers, examined)
    own = (remark for each in examined for remark in each.remarks)
    remarks = (*own, *look_after(whole))
    found = (*loaded.findings, *(remark.finding for remark in remarks))
    about = about_waivers(waivers, whole, found)
    return LookedAfter(loaded, (*remarks, *about), waivers, examined)


def examine_some(
    files: Mapping[str, bytes], schemas: Mapping[str, Mapping[str, Any]], services: Collection[str]
) -> tuple[Examined, ...]:
    """Return what is found out about some services of a catalogue by themselves; those that cannot be read are left out."""
    others = (path for path, service in owners(files).items() if service not in services)
    return tuple(_examine(files, schemas, nodes.parse, frozenset(others)).examined.values())


class _Read(NamedTuple):
    """What was read of a catalogue. shared: what was found in files that belong to no service; examined, programs: by service."""

    reading: Reading
    ground: Ground
    shared: tuple[Finding, ...]
    examined: Mapping[str, Examined]
    programs: Mapping[str, Program]


def _examine(
    files: Mapping[str, bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    parse: nodes.Parse,
    unread: Collection[str],
) -> _Read:
    belongs = owners(files)
    reading = read_files(files, _prepared(schemas), parse, unread)
    shared = [each for each in reading.findings if each.path not in belongs]
    shared += check_shared_ids(reading.world)
    ground = _ground(files, shared)
    examined: dict[str, Examined] = {}
    programs: dict[str, Program] = {}
    for own in each_own(reading):
        examined[own.service.id], program = examine(own, ground)
        if program is not None:
            programs[own.service.id] = program
    return _Read(reading, ground, tuple(shared), examined, programs)


def _load(
    files: Mapping[str, bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    parse: nodes.Parse,
    known: Mapping[str, Examined],
) -> tuple[Loaded, Whole, tuple[Examined, ...]]:
    belongs = owners(files)
    unread = frozenset(path for path, service in belongs.items() if service in known)
    read = _examine(files, schemas, parse, unread)
    services = {**known, **read.examined}
    examined = tuple(sorted(services.values(), key=lambda each: each.outline.path))
    whole = Whole(files, read.reading, tuple(each.outline for each in examined))
    found = [*read.shared, *(each for one in examined for each in one.findings)]
    unreadable = {path for path, service in belongs.items() if service not in services}
    found += (each for each in read.reading.findings if each.path in unreadable)
    found += (each for each in check_catalogue(whole) if each.code not in read.ground.excused)
    return Loaded(_catalogue(read.reading, read.programs), tidy(found)), whole, examined


def _ground(files: Mapping[str, bytes], findings: Iterable[Finding]) -> Ground:
    """Return what services stand on. findings: in shared files."""
    found = [each for each in findings if is_ground(each.path)]
    bad = frozenset(each.path for each in found)
    excused = frozenset(code for path in bad for code in _excused_by(path))
    return Ground(files, bad, excused, not has_errors(found))


def _excused_by(path: str) -> tuple[str, ...]:
    """Return the codes that may only say once more that this file has findings."""
    place = place_of(path)
    return _EXCUSES.get(place.kind, ()) if place else ()


def _prepared(schemas: Mapping[str, Mapping[str, Any]]) -> Schemas:
    """Return the schemas made ready, kept for the next load with the same ones."""
    known = _schemas.get(id(schemas))
    if known is None or known[0] is not schemas:
        _schemas.clear()
        known = _schemas[id(schemas)] = (schemas, Schemas(schemas))
    return known[1]


def _catalogue(reading: Reading, programs: Mapping[str, Program]) -> Catalogue:
    world = reading.world
    state = world.state
    order = {name.text: place for place, name in enumerate(state.departments)}
    departments = sorted(
        world.departments.values(), key=lambda each: (order.get(each.id, len(order)), each.id)
    )
    return Catalogue(
        state=state.id,
        title=state.title,
        name=state.name,
        languages=state.languages,
        departments=tuple(departments),
        programs=programs,
        connectors=world.connectors,
        lists=world.lists,
        scenarios=_by_service(reading),
        templates=state.templates,
        calendar=state.calendar,
        office_time=_office_time(reading),
        life_events=state.life_events,
        owners=state.owners,
        services={service.id: service for service in reading.services},
        certificates=world.certificates,
    )


def _office_time(reading: Reading) -> OfficeTime:
    """Return when each office works: a role has times of its own where its office has."""
    roles = {}
    for department in reading.world.departments.values():
        for role in department.roles.values():
            office = department.offices.get(role.office.text) if role.office else None
            if office is not None and office.calendar is not None:
                roles[role.id] = office.calendar
    state = reading.world.state
    return OfficeTime(state.calendar, state.kinds_of_place, roles)


def _by_service(reading: Reading) -> dict[str, ScenarioFile]:
    """Return each service's own conversations, then those its family has for it."""
    found: dict[str, ScenarioFile] = {}
    for file in reading.scenarios:
        own = found.get(file.service)
        both = (*own.scenarios, *file.scenarios) if own else file.scenarios
        found[file.service] = replace(own or file, scenarios=both)
    return found
