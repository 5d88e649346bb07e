"""One service with all that is its own: its file, its translations and its tests, and what was found while these were read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.language.files import FileKind, place_of, service_id
from engine.language.findings import Finding
from engine.language.model.facts import Source
from engine.language.model.flow import Flow
from engine.language.model.scenario import ScenarioFile
from engine.language.model.service import Service
from engine.language.reading import Reading

OWN = (FileKind.SERVICE, FileKind.SCENARIOS, FileKind.SIDECAR)
"""Files that belong to one service."""
_BESIDE = (*OWN, FileKind.FAMILY_SCENARIOS, FileKind.LOCK, FileKind.WAIVERS)
"""Files on which not every service stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A service by itself. flow: its steps, or those of its family; scenarios: its own conversations, and those its family has for it."""

    reading: Reading
    service: Service
    flow: Flow
    findings: tuple[Finding, ...]
    scenarios: tuple[ScenarioFile, ...]
    sources: tuple[Source, ...]


def each_own(reading: Reading) -> Iterator[Own]:
    """Yield every service that was read, by itself."""
    belongs = owners(place.path for place in reading.places)
    findings: dict[str, list[Finding]] = {}
    for finding in reading.findings:
        findings.setdefault(belongs.get(finding.path, ""), []).append(finding)
    scenarios: dict[str, list[ScenarioFile]] = {}
    for file in reading.scenarios:
        scenarios.setdefault(file.service, []).append(file)
    sources: dict[str, list[Source]] = {}
    for source in reading.world.sources:
        sources.setdefault(source.path, []).append(source)
    for service in reading.services:
        yield Own(
            reading=reading,
            service=service,
            flow=_flow_of(service, reading),
            findings=tuple(findings.get(service.id, ())),
            scenarios=tuple(scenarios.get(service.id, ())),
            sources=tuple(sources.get(service.path, ())),
        )


def owners(paths: Iterable[str]) -> Mapping[str, str]:
    """Return which service each of these files belongs to, where it belongs to one."""
    places = (place_of(path) for path in paths)
    return {place.path: service_id(place) for place in places if place and place.kind in OWN}


def depends_on(paths: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return by service what may decide what is found out about it, beside the ground: its own files, and of its department those that
    remember translations or hold conversations of families."""
    own: dict[str, list[str]] = {}
    beside: dict[str, list[str]] = {}
    for place in filter(None, map(place_of, paths)):
        if place.kind in OWN:
            own.setdefault(service_id(place), []).append(place.path)
        elif place.kind in (FileKind.FAMILY_SCENARIOS, FileKind.LOCK):
            beside.setdefault(place.department or place.name, []).append(place.path)
    return {
        service: (*paths, *beside.get(service.partition(".")[0], ()))
        for service, paths in own.items()
    }


def is_ground(path: str) -> bool:
    """Return whether what is found out about any service may depend on this file. Of notes for people, none does."""
    place = place_of(path)
    return place.kind not in _BESIDE if place else not path.endswith(".md")


def _flow_of(service: Service, reading: Reading) -> Flow:
    name = service.family.text if service.family else ""
    family = reading.world.families.get(f"{service.department}/{name}")
    return family.flow if family else service.flow
