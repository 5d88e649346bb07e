"""The whole road of the files: bytes by path in, a catalogue of programs and everything that was found out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any, NamedTuple

from engine.domain.calendar import HolidayCalendar, OfficeTime
from engine.language import nodes
from engine.language.checks import check_catalogue, check_program, check_service
from engine.language.checks.ids import check_ids
from engine.language.checks.upkeep import look_after
from engine.language.compiler.compiler import compile_service
from engine.language.compiler.world import World
from engine.language.files import FileKind, place_of
from engine.language.findings import Finding, has_errors, tidy
from engine.language.model.certificate import CertificateKind
from engine.language.model.connector import Connector
from engine.language.model.department import Department
from engine.language.model.lists import Listing
from engine.language.model.scenario import ScenarioFile
from engine.language.model.service import Service
from engine.language.model.state import Template
from engine.language.model.waiver import Waiver
from engine.language.program import Program
from engine.language.reading import Reading, read_files
from engine.language.schema import Schemas
from engine.language.waivers import about_waivers, placed
from engine.language.whole import Remark, Whole

FORMAT = 1
"""Grows by one when the same files would make a different program."""

_EXCUSES: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.STATE: ("FLOW-305", "FLOW-317", "FLOW-323", "FLOW-324", "FILE-108", "TEXT-511"),
    FileKind.DEPARTMENT: ("FLOW-311", "FLOW-318", "FILE-107"),
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
    """A catalogue, what should be looked after in it, each with the days on which it holds, and what may stand."""

    loaded: Loaded
    remarks: tuple[Remark, ...]
    waivers: tuple[Waiver, ...]


def load(
    files: Mapping[str, bytes],
    schemas: Mapping[str, Mapping[str, Any]],
    parse: nodes.Parse = nodes.parse,
) -> Loaded:
    """Return the catalogue of these files. files: bytes by path below `catalog/`; schemas: by path below `schemas/`. Never raises."""
    return _load(files, schemas, parse)[0]


def load_whole(files: Mapping[str, bytes], schemas: Mapping[str, Mapping[str, Any]]) -> LookedAfter:
    """Return the catalogue of these files, what should be looked after in it, and what may stand. While it has errors, nothing is
    said of upkeep: they come first."""
    loaded, reading = _load(files, schemas, nodes.parse)
    whole = Whole(files, reading, loaded.catalogue.programs)
    waivers = placed(reading.waivers, whole)
    if not loaded.sound:
        return LookedAfter(loaded, (), waivers)
    remarks = tuple(look_after(whole))
    found = (*loaded.findings, *(remark.finding for remark in remarks))
    return LookedAfter(loaded, (*remarks, *about_waivers(waivers, whole, found)), waivers)


def _load(
    files: Mapping[str, bytes], schemas: Mapping[str, Mapping[str, Any]], parse: nodes.Parse
) -> tuple[Loaded, Reading]:
    reading = read_files(files, _prepared(schemas), parse)
    world = reading.world
    findings = [*reading.findings, *check_ids(reading)]
    bad = {finding.path for finding in findings}
    excused = frozenset(code for path in bad for code in _excused_by(path))
    programs: dict[str, Program] = {}
    for service in reading.services:
        if _is_bad(service, world, bad):
            continue
        draft, program = compile_service(service, world)
        found = [*draft.findings, *check_service(draft, program)]
        if program is not None and not has_errors(found):
            programs[service.id] = replace(program, digest=digest_of(files, program.sources))
            found += check_program(reading, service, program)
        draft.sizes = draft.certain = None  # they refer to the draft, and would keep it alive
        findings += [each for each in found if each.code not in excused]
    findings += [each for each in check_catalogue(reading, programs) if each.code not in excused]
    return Loaded(_catalogue(reading, programs), tidy(findings)), reading


def _excused_by(path: str) -> tuple[str, ...]:
    """Return the codes that may only say once more that this file has findings."""
    place = place_of(path)
    return _EXCUSES.get(place.kind, ()) if place else ()


def _is_bad(service: Service, world: World, bad: set[str]) -> bool:
    """Tell whether a file a service stands on has findings already; compiling would only repeat them."""
    paths = {service.path}
    family = (
        world.families.get(f"{service.department}/{service.family.text}")
        if service.family
        else None
    )
    if family is not None:
        paths.add(family.flow.path)
    return not paths.isdisjoint(bad)


def digest_of(files: Mapping[str, bytes], sources: tuple[str, ...]) -> str:
    """Return the name of what is made from these files: 32 hexadecimal digits."""
    taken = sha256(f"{FORMAT}\n".encode())
    for path in sorted(sources):
        content = files.get(path, b"")
        taken.update(f"{path}\0{len(content)}\0".encode())
        taken.update(content)
    return taken.hexdigest()[:32]


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
