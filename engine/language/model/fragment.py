"""_shared/fragments/<name>.yaml: steps that many services use, with what they need, give and lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.domain.types import Type
from engine.language.findings import Finding
from engine.language.model.flow import Flow
from engine.language.model.names import Name, mapping_at, name_at, names_at
from engine.language.model.value_types import read_types


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A fragment. gives: the answers its callers can read; outcomes: the first is the good one, each is also an end."""

    id: str
    name: Name | None
    needs: Mapping[str, Type]
    gives: tuple[Name, ...]
    outcomes: tuple[Name, ...]
    flow: Flow


def read_fragment(flow: Flow, folder_name: str, findings: list[Finding]) -> Fragment:
    """Return what a fragment's file says; folder_name: its id by its place."""
    node = flow.node
    return Fragment(
        id=folder_name,
        name=name_at(node, "fragment"),
        needs=read_types(mapping_at(node, "needs"), flow.path, findings),
        gives=names_at(node, "gives"),
        outcomes=names_at(node, "outcomes"),
        flow=flow,
    )
