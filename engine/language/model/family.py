"""_<name>.family.yaml: a service written once for many members; each member fills in its needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.domain.types import Type
from engine.language.findings import Finding
from engine.language.model.flow import Flow
from engine.language.model.names import Name, mapping_at, name_at
from engine.language.model.value_types import read_types


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family. needs: what every member must give, by name."""

    id: str
    department: str
    name: Name | None
    needs: Mapping[str, Type]
    flow: Flow


def read_family(flow: Flow, department: str, file_name: str, findings: list[Finding]) -> Family:
    """Return what a family's file says."""
    return Family(
        id=file_name,
        department=department,
        name=name_at(flow.node, "family"),
        needs=read_types(mapping_at(flow.node, "needs"), flow.path, findings),
        flow=flow,
    )
