"""Every file of a catalogue read into what it says, kind by kind; those that others refer to come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.language import nodes
from engine.language.builder import read_flow
from engine.language.compiler.world import World
from engine.language.files import FileKind, Place, service_id, sort_out
from engine.language.findings import Finding, error
from engine.language.model.connector import Connector, read_connectors
from engine.language.model.department import Department, read_department
from engine.language.model.family import Family, read_family
from engine.language.model.fees import AmountTable, read_fees
from engine.language.model.fragment import Fragment, read_fragment
from engine.language.model.lists import MISSING_TABLE, Listing, read_lists
from engine.language.model.names import Name, name_at
from engine.language.model.scenario import ScenarioFile, read_scenarios
from engine.language.model.service import Service, read_service
from engine.language.model.state import State, read_state
from engine.language.schema import Schemas
from engine.language.source import START

STATE_PATH = "catalog.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the files say. clean: the paths without findings."""

    world: World
    services: tuple[Service, ...]
    scenarios: tuple[ScenarioFile, ...]
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]


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
    shelf.departments[place.department] = read_department(node, place.path, place.department)
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


def _service(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    shelf.services.append(read_service(flow, service_id(place)))
    _same_name(name_at(node, "service"), service_id(place), place.path, shelf)


def _scenarios(place: Place, node: nodes.Mapping, shelf: _Shelf) -> None:
    shelf.scenarios.append(read_scenarios(node, place.path, service_id(place)))


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
    (FileKind.SERVICE, _service),
    (FileKind.SCENARIOS, _scenarios),
)
"""The order of reading: a file comes after those it refers to."""
