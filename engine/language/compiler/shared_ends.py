"""Ends that are said once for many services: which of them a service may name, and where it does."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from engine.language import nodes
from engine.language.compiler.world import World
from engine.language.findings import Finding
from engine.language.model.flow import Flow
from engine.language.model.names import Name
from engine.language.source import Span

_NAMING = ("defaults", "limits", "steps", "later")
"""Where a flow says what leads to its ends."""
_OF_SERVICE = ("TEXT-503", "TEXT-504")
"""What may be wrong with an end's words in one service and not in another."""


class SharedEnd(NamedTuple):
    """An end beside the services, in the file at `path`."""

    path: str
    name: Name
    node: nodes.Mapping


def shared_ends(department: str, world: World) -> dict[str, SharedEnd]:
    """Return the ends that services of a department share, those of the state among them; the department's own come first."""
    found: dict[str, SharedEnd] = {}
    for shared in filter(None, (world.ends.get(department), world.ends.get(""))):
        for name, node in shared.ends:
            found.setdefault(name.text, SharedEnd(shared.path, name, node))
    return found


def ends_beside(flow: Flow, department: str, world: World) -> dict[str, SharedEnd]:
    """Return the ends that a flow may name though its own file has none of these names."""
    own = {name.text for name, _ in flow.ends} | {step.id.text for step in flow.every_step()}
    shared = shared_ends(department, world)
    return {name: end for name, end in shared.items() if name not in own}


def named_at(flow: Flow, end: str) -> Span:
    """Return where a flow names an end first; its first line where only the state's defaults do."""
    parts = (flow.node.get(key) for key in _NAMING)
    waiting = [part for part in parts if part is not None][::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Mapping):
            waiting += [value for _, value in reversed(node.entries)]
        elif isinstance(node, nodes.Sequence):
            waiting += reversed(node.items)
        elif node.text == end:
            return node.span
    return flow.node.entries[0][0].span


def in_service(finding: Finding, end: SharedEnd, flow: Flow) -> Finding:
    """Return what was found in an end's words; what holds for this service alone is said where the service names the end."""
    if finding.code not in _OF_SERVICE:
        return finding
    return replace(
        finding,
        path=flow.path,
        span=named_at(flow, end.name.text),
        message=f'{finding.message}, and the end "{end.name.text}" of {end.path} says it',
        fix=f'Write an end "{end.name.text}" here, under ends:, or lead to another',
        edit=None,
    )
