"""Which file of the catalogue is what: a file's path says what it holds and what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from engine.language.findings import Finding, error
from engine.language.source import START


class FileKind(StrEnum):
    """What a file of the catalogue holds."""

    STATE = "catalog"
    DEPARTMENT = "department"
    ENDS = "ends"
    FEES = "fees"
    CONNECTORS = "connectors"
    FAMILY = "family"
    FRAGMENT = "fragment"
    CERTIFICATE = "certificate"
    STYLE = "style"
    LISTS = "lists"
    TABLE = "table"
    POLICIES = "policies"
    SERVICE = "service"
    SCENARIOS = "scenario"
    FAMILY_SCENARIOS = "family_scenario"
    SIDECAR = "sidecar"
    LOCK = "lock"
    WAIVERS = "waivers"


class Place(NamedTuple):
    """A file told apart. department: its folder, or empty; name: what it is called inside the folder; language: of a sidecar."""

    path: str
    kind: FileKind
    department: str
    name: str
    language: str = ""


_NAME = "[a-z][a-z0-9_]*"
_PATTERNS: tuple[tuple[re.Pattern[str], FileKind], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (  # no two fit one path; what there is most of comes first
        (rf"(?P<department>{_NAME})/(?P<name>{_NAME})\.yaml", FileKind.SERVICE),
        (rf"(?P<department>{_NAME})/(?P<name>{_NAME})\.test\.yaml", FileKind.SCENARIOS),
        (r"catalog\.yaml", FileKind.STATE),
        (rf"_shared/fragments/(?P<name>{_NAME})\.yaml", FileKind.FRAGMENT),
        (rf"_shared/certificates/(?P<name>{_NAME})\.yaml", FileKind.CERTIFICATE),
        (rf"_shared/connectors/(?P<name>{_NAME})\.yaml", FileKind.CONNECTORS),
        (rf"_shared/style/(?P<name>{_NAME})\.yaml", FileKind.STYLE),
        (r"_shared/lists/lists\.yaml", FileKind.LISTS),
        (r"_shared/policies\.yaml", FileKind.POLICIES),
        (r"_shared/ends\.yaml", FileKind.ENDS),
        (r"_shared/waivers\.yaml", FileKind.WAIVERS),
        (rf"_shared/lists/(?P<name>{_NAME})\.csv", FileKind.TABLE),
        (r"(?P<name>[a-z_][a-z0-9_]*)/_translations\.lock", FileKind.LOCK),
        (rf"(?P<department>{_NAME})/_department\.yaml", FileKind.DEPARTMENT),
        (rf"(?P<department>{_NAME})/_ends\.yaml", FileKind.ENDS),
        (rf"(?P<department>{_NAME})/_fees\.yaml", FileKind.FEES),
        (rf"(?P<department>{_NAME})/_connectors\.yaml", FileKind.CONNECTORS),
        (rf"(?P<department>{_NAME})/_(?P<name>{_NAME})\.family\.yaml", FileKind.FAMILY),
        (
            rf"(?P<department>{_NAME})/_(?P<name>{_NAME})\.family\.test\.yaml",
            FileKind.FAMILY_SCENARIOS,
        ),
        (
            rf"(?P<department>{_NAME})/_(?P<name>{_NAME})\.(?P<language>[a-z]{{2,3}})\.yaml",
            FileKind.SIDECAR,
        ),
    )
)


@lru_cache(maxsize=32_768)
def place_of(path: str) -> Place | None:
    """Return what this path holds, or nothing where a catalogue has no such file."""
    for pattern, kind in _PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            parts = match.groupdict()
            return Place(
                path,
                kind,
                parts.get("department") or "",
                parts.get("name") or "",
                parts.get("language") or "",
            )
    return None


def is_shared(path: str) -> bool:
    """Return whether services stand on this file: it is no service, and no test of one."""
    place = place_of(path)
    return place is not None and place.kind not in (FileKind.SERVICE, FileKind.SCENARIOS)


def service_id(place: Place) -> str:
    """Return the service a file holds or tests: `revenue/income.yaml` is `revenue.income`."""
    return f"{place.department}.{place.name}"


def path_of(service: str) -> str:
    """Return the path of a service's file."""
    return service.replace(".", "/", 1) + ".yaml"


def sort_out(paths: Iterable[str]) -> tuple[tuple[Place, ...], tuple[Finding, ...]]:
    """Return what each path holds, in the order of the paths, and a finding for each that holds nothing we know.

    Notes for people (`.md`) may lie anywhere.
    """
    places, findings = [], []
    for path in sorted(paths):
        if path.endswith(".md"):
            continue
        place = place_of(path)
        if place is None:
            findings.append(_unknown(path))
        else:
            places.append(place)
    return tuple(places), tuple(findings)


def _unknown(path: str) -> Finding:
    name = path.rsplit("/", 1)[-1]
    fix = "Name it in small letters, digits and underscores, in a department's folder"
    if name.endswith((".yml", ".yaml")):
        plain = re.sub(r"[^a-z0-9_.]+", "_", name.rpartition(".")[0].lower()).strip("_")
        better = f"{plain}.yaml"
        if better != name and place_of(path.removesuffix(name) + better):
            fix = f'Rename it to "{better}"'
    return error(
        path,
        START,
        "FILE-101",
        f'A catalogue has no file called "{path}"',
        "Nothing in it would be used",
        fix,
    )
