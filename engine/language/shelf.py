"""Where the files of a catalogue go while they are read, and what is found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.language import nodes
from engine.language.findings import Finding, error
from engine.language.model.certificate import CertificateKind
from engine.language.model.connector import Connector
from engine.language.model.department import Department
from engine.language.model.facts import Source
from engine.language.model.family import Family
from engine.language.model.family_scenarios import (
    FamilyScenarios,
)
from engine.language.model.fees import AmountTable
from engine.language.model.flow import Flow
from engine.language.model.fragment import Fragment
from engine.language.model.lists import Listing
from engine.language.model.names import Name
from engine.language.model.policies import Policies
from engine.language.model.scenario import ScenarioFile
from engine.language.model.service import Service
from engine.language.model.sidecar import Sidecar
from engine.language.model.state import State
from engine.language.schema import Schemas
from engine.language.style.guide import Guide
from engine.language.waiver import Waiver

STATE_PATH = "catalog.yaml"


@dataclass(slots=True)
class Shelf:
    """Files as they are read, kind by kind."""

    files: Mapping[str, bytes]
    schemas: Schemas
    parse: nodes.Parse
    findings: list[Finding] = field(default_factory=list)
    state: State = field(default_factory=lambda: State(path=STATE_PATH, id=""))
    departments: dict[str, Department] = field(default_factory=dict)
    ends: dict[str, Flow] = field(default_factory=dict)
    fees: dict[str, Mapping[str, AmountTable]] = field(default_factory=dict)
    connectors: dict[str, Connector] = field(default_factory=dict)
    certificates: dict[str, CertificateKind] = field(default_factory=dict)
    fragments: dict[str, Fragment] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    lists: dict[str, Listing] = field(default_factory=dict)
    policies: Policies = field(default_factory=Policies)
    services: list[Service] = field(default_factory=list)
    scenarios: list[ScenarioFile] = field(default_factory=list)
    for_families: list[FamilyScenarios] = field(default_factory=list)
    sidecars: dict[str, list[Sidecar]] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)
    waivers: tuple[Waiver, ...] = ()
    guides: dict[str, Guide] = field(default_factory=dict)
    around: dict[str, nodes.Mapping] = field(default_factory=dict)


def same_name(written: Name | None, wanted: str, path: str, shelf: Shelf) -> None:
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
