"""Every file of a catalogue read into what it says, kind by kind; those that others refer to come first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from engine.language import nodes
from engine.language.beside import read_sidecar, wanted
from engine.language.builder import read_flow
from engine.language.compiler.world import World
from engine.language.files import FileKind, Place, service_id, sort_out
from engine.language.findings import Finding, error
from engine.language.model.certificate import read_certificate
from engine.language.model.connector import read_connectors
from engine.language.model.department import Folder, read_department
from engine.language.model.facts import read_sources
from engine.language.model.family import read_family
from engine.language.model.family_scenarios import (
    FamilyScenarios,
    played_by,
    read_family_scenarios,
)
from engine.language.model.fees import read_fees
from engine.language.model.fragment import read_fragment
from engine.language.model.lists import MISSING_TABLE, read_lists
from engine.language.model.names import name_at, names_at
from engine.language.model.policies import read_policies
from engine.language.model.scenario import ScenarioFile, read_scenarios
from engine.language.model.service import Service, read_service
from engine.language.model.sidecar import Sidecar, with_translations
from engine.language.model.state import read_state
from engine.language.model.waivers import read_waivers
from engine.language.schema import Schemas
from engine.language.shelf import STATE_PATH, Shelf, same_name
from engine.language.source import START
from engine.language.style.guide import Guide, read_guide
from engine.language.translations import Lock, read_lock
from engine.language.waiver import Waiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the files say. locks: by folder, what is remembered of translations; guides: by language, how texts are written;
    around: by path, the files of state and departments as they stand; waivers: what may stand;
    for_families: conversations written for all members; lonely: translations of no service, by the service they name."""

    world: World
    services: tuple[Service, ...]
    scenarios: tuple[ScenarioFile, ...]
    places: tuple[Place, ...]
    findings: tuple[Finding, ...]
    locks: Mapping[str, Lock] = field(default_factory=dict)
    guides: Mapping[str, Guide] = field(default_factory=dict)
    around: Mapping[str, nodes.Mapping] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    for_families: tuple[FamilyScenarios, ...] = ()
    lonely: Mapping[str, tuple[Sidecar, ...]] = field(default_factory=dict)


def read_files(
    files: Mapping[str, bytes],
    schemas: Schemas,
    parse: nodes.Parse = nodes.parse,
    known: Collection[str] = (),
) -> Reading:
    """Return what these files say; whatever cannot be read is left out with a finding. known: files that are there and need not be
    read, since nothing stands on them."""
    places, findings = sort_out(files)
    shelf = Shelf(files, schemas, parse, list(findings))
    by_kind: dict[FileKind, list[Place]] = {}
    for place in places:
        if place.path not in known:
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
    for told in shelf.for_families:
        _play_for_members(told, shelf)
    bad = frozenset(each.path for each in shelf.findings if each.code != MISSING_TABLE)
    world = World(
        bad=bad,
        state=shelf.state,
        departments=shelf.departments,
        ends=shelf.ends,
        fees=shelf.fees,
        connectors=shelf.connectors,
        certificates=shelf.certificates,
        fragments=shelf.fragments,
        families=shelf.families,
        lists=shelf.lists,
        policies=shelf.policies,
        sources=tuple(shelf.sources),
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
        guides=shelf.guides,
        around=shelf.around,
        waivers=shelf.waivers,
        for_families=tuple(shelf.for_families),
        lonely={service: tuple(each) for service, each in shelf.sidecars.items()},
    )


_Read = Callable[[Place, nodes.Mapping, Shelf], None]


def _read(place: Place, read: _Read, shelf: Shelf) -> None:
    parsed = shelf.parse(shelf.files[place.path], place.path)
    shelf.findings += parsed.findings
    told = len(shelf.findings)
    node = parsed.node
    if node is None:
        return
    wrong = shelf.schemas.check(f"{place.kind}.schema.json", node, place.path)
    shelf.findings += wrong
    if isinstance(node, nodes.Mapping) and (place.kind in _IN_PARTS or not wrong):
        read(place, node, shelf)
        shelf.sources += read_sources(place.kind, node, place.path, shelf.findings)
    if parsed.findings:
        del shelf.findings[told:]  # what the slips in the YAML led to


def _state(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.state = read_state(node, place.path, shelf.findings)
    shelf.around[place.path] = node


def _style(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    guide = read_guide(node, place.path)
    shelf.guides[guide.language] = guide


def _policies(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.policies = read_policies(node, place.path)


def _lists(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.lists |= read_lists(node, place.path, shelf.files, shelf.state.languages, shelf.findings)


def _department(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.around[place.path] = node
    folder = Folder(place.path, place.department, shelf.state.calendar, shelf.findings)
    shelf.departments[place.department] = read_department(node, folder)
    same_name(name_at(node, "department"), place.department, place.path, shelf)


def _ends(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.ends[place.department] = read_flow(node, place.path, shelf.schemas, shelf.findings)


def _fees(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.fees[place.department] = read_fees(node, place.path, shelf.findings)


def _connectors(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
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


def _certificate(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.certificates[place.name] = read_certificate(node, place.path)
    same_name(name_at(node, "certificate"), place.name, place.path, shelf)


def _fragment(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    shelf.fragments[place.name] = read_fragment(flow, place.name, shelf.findings)
    same_name(name_at(node, "fragment"), place.name, place.path, shelf)


def _family(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    shelf.families[f"{place.department}/{place.name}"] = read_family(
        flow, place.department, place.name, shelf.findings
    )
    same_name(name_at(node, "family"), place.name, place.path, shelf)


def _service(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    sidecars = wanted(place, node, shelf)
    if sidecars:
        beside = {each.language for each in sidecars}
        spoken = [name.text for name in names_at(node, "languages")] or shelf.state.languages
        own = [language for language in spoken if language not in beside]
        node = with_translations(node, sidecars, own, shelf.findings)
    flow = read_flow(node, place.path, shelf.schemas, shelf.findings)
    service = read_service(flow, service_id(place))
    shelf.services.append(replace(service, sidecars=tuple(each.path for each in sidecars)))
    same_name(name_at(node, "service"), service_id(place), place.path, shelf)


def _waivers(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.waivers = read_waivers(node, place.path, shelf.findings)


def _scenarios(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.scenarios.append(read_scenarios(node, place.path, service_id(place)))


def _family_scenarios(place: Place, node: nodes.Mapping, shelf: Shelf) -> None:
    shelf.for_families.append(read_family_scenarios(node, place.path, place.department, place.name))


def _play_for_members(told: FamilyScenarios, shelf: Shelf) -> None:
    """Give each member of a family the family's conversations."""
    for service in shelf.services:
        family = service.family.text if service.family else ""
        if (service.department, family) == (told.department, told.family):
            languages = service.languages or shelf.state.languages
            shelf.scenarios.append(played_by(told, service, languages))


_IN_PARTS = (FileKind.SERVICE, FileKind.FAMILY, FileKind.FRAGMENT)
"""Files whose steps are looked at one by one, also where something else in them is wrong."""

_READERS: tuple[tuple[FileKind, _Read], ...] = (
    (FileKind.STATE, _state),
    (FileKind.STYLE, _style),
    (FileKind.POLICIES, _policies),
    (FileKind.LISTS, _lists),
    (FileKind.DEPARTMENT, _department),
    (FileKind.ENDS, _ends),
    (FileKind.FEES, _fees),
    (FileKind.CONNECTORS, _connectors),
    (FileKind.CERTIFICATE, _certificate),
    (FileKind.FRAGMENT, _fragment),
    (FileKind.FAMILY, _family),
    (FileKind.SIDECAR, read_sidecar),
    (FileKind.SERVICE, _service),
    (FileKind.SCENARIOS, _scenarios),
    (FileKind.FAMILY_SCENARIOS, _family_scenarios),
    (FileKind.WAIVERS, _waivers),
)
"""The order of reading: a file comes after those it refers to."""
