"""_shared/waivers.yaml: what may stand, as it is written."""

from __future__ import annotations

from engine.language import nodes
from engine.language.findings import Finding
from engine.language.model.names import items_at, text_at
from engine.language.model.state import read_day
from engine.language.waiver import Waiver


def read_waivers(node: nodes.Mapping, path: str, findings: list[Finding]) -> tuple[Waiver, ...]:
    """Return the waivers a file lists; one whose last day is no day is left out with a finding."""
    found = []
    for item in items_at(node, "waivers"):
        if isinstance(item, nodes.Mapping):
            until = read_day(item.get("until"), path, findings)
            if until is not None:
                waiver = Waiver(
                    code=text_at(item, "code"),
                    path=text_at(item, "path"),
                    step=text_at(item, "step"),
                    owner=text_at(item, "owner"),
                    reason=text_at(item, "reason"),
                    until=until,
                    span=item.span,
                )
                found.append(waiver)
    return tuple(found)
