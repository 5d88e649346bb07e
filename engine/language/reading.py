"""Every file of a catalogue read into what it says, kind by kind; those that others refer to come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from engine.language import nodes
from engine.language.builder import read_flow
from engine.language.compiler.world import World
from engine.language.files import FileKind, Place, service_id, sort_out
from engine.language.findings import Finding, error
from engine.language.model.connector import Connector, read_connectors
from engine.language.model.department import Department, Folder, read_department
from engine.language.model.family import Family, read_family
from engine.language.model.family_scenarios import (
    FamilyScenarios,
    played_by,
    read_family_scenarios,
    strangers,
)
from engine.language.model.fees import AmountTable, read_fees
from engine.language.model.fragment import Fragment, read_fragment
from engine.language.model.lists import MISSING_TABLE, Listing, read_lists
from engine.language.model.names import Name, name_at, names_at
from engine.language.model.scenario import ScenarioFile, read_scenarios
from engine.language.model.service import Service, read_service
from engine.language.model.sidecar import Sidecar, with_translations
from engine.language.model.state import State, read_state
from engine.language.nearest import suggest
from engine.language.schema import Schemas
from engine.language.source import START
from engine.language.translations import Lock, read_lock

STATE_PATH = "catalog.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the files say. locks: by folder, what is remembered of translations."""

    world: World
    services: tuple[Service, ...]
    scenarios: tuple[ScenarioFile, ...]
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]
    locks: Mapping[str, Lock] = field(default_factory=dict)


@dataclass(slots=True)
class _Shelf:
    """Where files go while they are read."""

    files: Mapping[str, bytes]
    schemas: Schemas
    findings: list[Finding] = field(default_factory=list)
    state: State = field(default_factory=lambda: State(path=STATE_PATH, id=""))
    departments: dict[str, Department] = field(default_factory=dict)
    fees: dict[str, Mapping[str, AmountTable]] = field(default_factory=dict)
    connectors: dict[str, Connector] = field(default_factory=dict)
    fragments: dict[str, Fragment] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    lists: dict[str, Listing] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    scenarios: list[ScenarioFile] = field(default_factory=list)
    for_families: list[FamilyScenarios] = field(default_factory=list)
    sidecars: dict[str, list[Sidecar]] = field(default_factory=dict)


def read_files(files: Mapping[str, bytes], schemas: Schemas) -> Reading:
    """Return what these files say; whatever cannot be read is left out with a finding."""
    places, findings = sort_out(files)
    shelf = _Shelf(files, schemas, list(findings))
    by_kind: dict[FileKind, list[Place]] = {}
    for place in places:
        by_kind.setdefault(place.kind, []).append(place)
    if FileKind.STATE not in by_kind:
        shelf.findings.append(
            error(
                STATE_PATH,
                START,
                "FILE-103",
                "There is no catalog.yaml",
                "",
                "Add it beside the departments' folders",
            )
        )
    for kind, read in _READERS:
        for place in by_kind.get(kind, ()):
            _read(place, read, shelf)
    _lonely(shelf)
    for told in shelf.for_families:
        _play_for_members(told, shelf)
    bad = frozenset(each.path for each in shelf.findings if each.code != MISSING_TABLE)
    world = World(
        bad=bad,
        state=shelf.state,
        departments=shelf.departments,
        fees=shelf.fees,
        connectors=shelf.connectors,
        fragments=shelf.fragments,
        families=shelf.families,
        lists=shelf.lists,
    )
    return Reading(
        world=world,
        services=tuple(shelf.services),
        scenarios=tuple(shelf.scenarios),
        places=places,
        findings=tuple(shelf.findings),
        locks={
            place.name: read_lock(files[place.path]) for place in by_kind.get(FileKind.LOCK, ())
        },
    )


_Read = Callable[[Place, nodes.Mapping, _Shelf], None]


def _read(place: Place, read: _Read, shelf: _Shelf) -> None:
    parsed = nodes.parse(shelf.files[place.path], place.path)
    shelf.findings += parsed.findings
    told = len(shelf.findings)
    node = parsed.node
    if node is None:
        return
    wrong = shelf.schemas.check(f"{place.kind}.schema.json", node, place.path)
    shelf.findings += wrong
    if isinstance(node, nodes.Mapping) and (place.kind in _IN_PARTS or not wrong):
        read(place, node, shelf)
    if parsed.findings:
        del shelf.findings[told:]  # what the slips in the YAML led to


def _state(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.state = read_state(node, place.path, shelf.findings)


def _lists(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.lists |= read_lists(node, place.path, shelf.files, shelf.state.languages, shelf.findings)


def _department(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    folder = Folder(place.path, place.department, shelf.state.calendar, shelf.findings)
    shelf.departments[place.department] = read_department(node, folder)
    _same_name(name_at(node, "department"), place.department, place.path, shelf)


def _fees(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.fees[place.department] = read_fees(node, place.path, shelf.findings)


def _connectors(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    for name, connector in read_connectors(node, place.path, shelf.findings).items():
        other = shelf.connectors.setdefault(name, connector)
        if other is not connector:
            shelf.findings.append(
                error(
                    place.path,
                    connector.span,
                    "CONN-703",
                    f'A system called "{name}" is described in {other.path} already',
                    "Nobody could tell which of the two is asked",
                    "Give one of the two another name",
                )
            )


def _fragment(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    shelf.fragments[place.name] = read_fragment(flow, place.name, shelf.findings)
    _same_name(name_at(node, "fragment"), place.name, place.path, shelf)


def _family(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    shelf.families[f"{place.department}/{place.name}"] = read_family(
        flow, place.department, place.name, shelf.findings
    )
    _same_name(name_at(node, "family"), place.name, place.path, shelf)


def _sidecar(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.sidecars.setdefault(service_id(place), []).append(
        Sidecar(path=place.path, language=place.language, node=node)
    )
    _same_name(name_at(node, "translates"), service_id(place), place.path, shelf)
    _same_name(name_at(node, "language"), place.language, place.path, shelf)


def _service(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    sidecars = _wanted(place, node, shelf)
    if sidecars:
        beside = {each.language for each in sidecars}
        spoken = [name.text for name in names_at(node, "languages")] or shelf.state.languages
        own = [language for language in spoken if language not in beside]
        node = with_translations(node, sidecars, own, shelf.findings)
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    service = read_service(flow, service_id(place))
    shelf.services.append(replace(service, sidecars=tuple(each.path for each in sidecars)))
    _same_name(name_at(node, "service"), service_id(place), place.path, shelf)


def _wanted(place: Place, node: nodes.Mapping, shelf: _Shelf) -> list[Sidecar]:
    """Return a service's translations into the languages it names; one into another language is a finding."""
    spoken = [name.text for name in names_at(node, "languages")] or list(shelf.state.languages)
    found = []
    for sidecar in shelf.sidecars.pop(service_id(place), ()):
        if sidecar.language in spoken:
            found.append(sidecar)
            continue
        shelf.findings.append(
            error(
                sidecar.path,
                START,
                "TEXT-533",
                f'The service does not name the language "{sidecar.language}"',
                "A citizen would never see these words",
                f"Write in the service: languages: [{', '.join((*spoken, sidecar.language))}]",
            )
        )
    return found


def _lonely(shelf: _Shelf) -> None:
    """Say which translations have no service."""
    for service, sidecars in shelf.sidecars.items():
        shelf.findings += [
            error(
                each.path,
                START,
                "FILE-102",
                f'There is no service "{service}" to this translation',
                "Nobody would ever read these words",
                suggest(service, [known.id for known in shelf.services])
                or "Name it as the service's file is named",
            )
            for each in sidecars
        ]


def _scenarios(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.scenarios.append(read_scenarios(node, place.path, service_id(place)))


def _family_scenarios(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.for_families.append(read_family_scenarios(node, place.path, place.department, place.name))


def _play_for_members(told: FamilyScenarios, shelf: _Shelf) -> None:
    """Give each member of a family the family's conversations."""
    members = {
        service.id.partition(".")[2]: service
        for service in shelf.services
        if service.department == told.department
        and service.family is not None
        and service.family.text == told.family
    }
    shelf.findings += strangers(told, members)
    for member in members.values():
        languages = member.languages or shelf.state.languages
        shelf.scenarios.append(played_by(told, member, languages, shelf.findings))


def _same_name(written: Name | None, wanted: str, path: str, shelf: _Shelf) -> None:
    """The path is the identity: what a file calls itself must be where it lies."""
    if written is not None and written.text != wanted:
        shelf.findings.append(
            error(
                path,
                written.span,
                "FILE-104",
                f'The file calls itself "{written.text}", and by its place it is "{wanted}"',
                "It could not be found under its name",
                f'Change it to "{wanted}", or move the file',
            )
        )


_IN_PARTS = (FileKind.SERVICE, FileKind.FAMILY, FileKind.FRAGMENT)
"""Files whose steps are looked at one by one, also where something else in them is wrong."""

_READERS: tuple[tuple[FileKind, _Read], ...] = (
    (FileKind.STATE, _state),
    (FileKind.LISTS, _lists),
    (FileKind.DEPARTMENT, _department),
    (FileKind.FEES, _fees),
    (FileKind.CONNECTORS, _connectors),
    (FileKind.FRAGMENT, _fragment),
    (FileKind.FAMILY, _family),
    (FileKind.SIDECAR, _sidecar),
    (FileKind.SERVICE, _service),
    (FileKind.SCENARIOS, _scenarios),
    (FileKind.FAMILY_SCENARIOS, _family_scenarios),
)
"""The order of reading: a file comes after those it refers to."""
