"""Looks whether a fault made on purpose is noticed: by the proofs, or else by the services' own dialogues. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from engine.language import nodes
from engine.language.catalogue import Loaded, load
from engine.language.files import FileKind, place_of, service_id
from engine.language.findings import Finding, Severity
from engine.language.mutants.mutant import Mutant, nearness
from engine.scenarios.run import play

Noticed = Literal["place", "elsewhere", "tests", "raised", ""]
"""By a finding at the right place, by a finding somewhere else, by a dialogue alone, by a mistake of ours that raised, by nothing."""

OWN = (FileKind.SERVICE, FileKind.SCENARIOS, FileKind.SIDECAR)
OF_DEPARTMENT = (FileKind.FEES, FileKind.CONNECTORS, FileKind.FAMILY, FileKind.FAMILY_SCENARIOS)
REMEMBERED = 2_000
"""Files whose trees are kept: of a mutant only one file is another."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant. code, near, where: of the finding nearest to it; test: the dialogue that failed."""

    noticed: Noticed
    code: str = ""
    near: str = ""
    where: str = ""
    test: str = ""


class Bench:
    """A sound catalogue against which mutants are held. What it is without faults is worked out once for each set of services.

    Only the services made from the file are looked at, with all they stand on: what two services have in common is not judged here.
    """

    def __init__(
        self, files: Mapping[str, bytes], schemas: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self._files = files
        self._schemas = schemas
        self._parse = lru_cache(maxsize=REMEMBERED)(nodes.parse)
        programs = load(files, schemas, self._parse).catalogue.programs
        self._sources = {service: program.sources for service, program in programs.items()}
        self._sound: dict[tuple[str, ...], frozenset[tuple[str, str, str]]] = {}

    def touched(self, path: str) -> tuple[str, ...]:
        """Return the services that are made from a file."""
        return tuple(
            service for service, sources in sorted(self._sources.items()) if path in sources
        )

    def judge(self, mutant: Mutant) -> Verdict:
        """Return what notices a mutant. Tests are played only where nothing is found."""
        loaded, fresh = self._look(mutant)
        if fresh:
            return _by_finding(mutant, fresh)
        failed = next(_failures(loaded, self.touched(mutant.path)), "")
        return Verdict("tests", test=failed) if failed else Verdict("")

    def findings(self, mutant: Mutant) -> list[Finding]:
        """Return the errors and warnings a mutant brings about."""
        return self._look(mutant)[1]

    def _look(self, mutant: Mutant) -> tuple[Loaded, list[Finding]]:
        services = self.touched(mutant.path)
        files = self._around(services)
        loaded = load({**files, mutant.path: mutant.content}, self._schemas, self._parse)
        known = self._known(services, files)
        return loaded, [
            each
            for each in loaded.findings
            if each.severity is not Severity.NOTE and _name(each) not in known
        ]

    def _around(self, services: tuple[str, ...]) -> dict[str, bytes]:
        """Return the files without those that belong to other services alone."""
        return {path: content for path, content in self._files.items() if _is_about(path, services)}

    def _known(
        self, services: tuple[str, ...], files: Mapping[str, bytes]
    ) -> frozenset[tuple[str, str, str]]:
        if services not in self._sound:
            found = load(files, self._schemas, self._parse).findings
            self._sound[services] = frozenset(map(_name, found))
        return self._sound[services]


def _is_about(path: str, services: tuple[str, ...]) -> bool:
    place = place_of(path)
    if place is None:
        return True
    if place.kind in OWN:
        return service_id(place) in services
    departments = {"", *(service.partition(".")[0] for service in services)}  # "" is the state's
    return place.kind not in OF_DEPARTMENT or place.department in departments


def _name(finding: Finding) -> tuple[str, str, str]:
    """Return what a finding is without its line: above it something may have been taken out."""
    return finding.path, finding.code, finding.message


def _by_finding(mutant: Mutant, fresh: list[Finding]) -> Verdict:
    order = {"part": 0, "reader": 1, "": 2}
    nearest = min(fresh, key=lambda each: (order[nearness(mutant, each)], each.severity != "error"))
    near = nearness(mutant, nearest)
    where = f"{nearest.path}:{nearest.span.line}"
    return Verdict("place" if near else "elsewhere", nearest.code, near, where)


def _failures(loaded: Loaded, services: tuple[str, ...]) -> Iterator[str]:
    """Yield the dialogues that do not go as written; a service without a program is a failure of its own."""
    catalogue = loaded.catalogue
    for service in services:
        program, dialogues = catalogue.programs.get(service), catalogue.scenarios.get(service)
        if program is None:
            yield f"{service} cannot be played"
            continue
        for each in dialogues.scenarios if dialogues is not None else ():
            if play(program, catalogue.connectors, each).failures:
                yield f"{service}: {each.it}"
