"""What every service of a catalogue can refer to: the state, its policies, departments, shared ends, fees, systems, certificates,
fragments, families and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.language.model.certificate import CertificateKind
from engine.language.model.connector import Connector, Operation
from engine.language.model.department import Department
from engine.language.model.facts import Source
from engine.language.model.family import Family
from engine.language.model.fees import AmountTable
from engine.language.model.flow import Flow
from engine.language.model.fragment import Fragment
from engine.language.model.lists import Listing
from engine.language.model.policies import Policies
from engine.language.model.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """ends: those that services share, by department, those of the state under an empty name; fees: by department, then table;
    families: by `department/family`; sources: of every fact; bad: paths of files that have findings of their own."""

    state: State
    departments: Mapping[str, Department] = field(default_factory=dict)
    ends: Mapping[str, Flow] = field(default_factory=dict)
    fees: Mapping[str, Mapping[str, AmountTable]] = field(default_factory=dict)
    connectors: Mapping[str, Connector] = field(default_factory=dict)
    certificates: Mapping[str, CertificateKind] = field(default_factory=dict)
    fragments: Mapping[str, Fragment] = field(default_factory=dict)
    families: Mapping[str, Family] = field(default_factory=dict)
    lists: Mapping[str, Listing] = field(default_factory=dict)
    policies: Policies = field(default_factory=Policies)
    sources: tuple[Source, ...] = ()
    bad: frozenset[str] = frozenset()

    def operation(self, name: str) -> tuple[Connector, Operation] | None:
        """Return the system and its operation called `connector.operation`, or nothing."""
        system, _, act = name.partition(".")
        connector = self.connectors.get(system)
        operation = connector.operations.get(act) if connector else None
        return (connector, operation) if connector and operation else None

    def operation_names(self) -> list[str]:
        """Return every operation there is, for suggestions."""
        return [
            f"{system}.{act}"
            for system, found in self.connectors.items()
            for act in found.operations
        ]
