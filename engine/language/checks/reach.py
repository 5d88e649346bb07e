"""Every step can be reached, and every end has a way to it; a family's step must be reached in some member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.compiler.graph import reached, targets
from engine.language.findings import Finding, error, warning
from engine.language.model.flow import Flow, StepNode
from engine.language.model.service import Service
from engine.language.program import Program
from engine.language.reading import Reading


def check_reach(reading: Reading, programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield steps and ends that no conversation comes to."""
    groups: dict[str, tuple[Flow, list[Program]]] = {}
    whole: set[str] = set()
    for service in reading.services:
        flow = _flow_of(service, reading)
        program = programs.get(service.id)
        if flow is None or program is None:
            whole.add(flow.path if flow else "")
            continue
        groups.setdefault(flow.path, (flow, []))[1].append(program)
    for path, (flow, members) in groups.items():
        if path not in whole:
            yield from _unreached(flow, members)


def _flow_of(service: Service, reading: Reading) -> Flow | None:
    if service.family is None:
        return service.flow
    family = reading.world.families.get(f"{service.department}/{service.family.text}")
    return family.flow if family else None


def _unreached(flow: Flow, members: list[Program]) -> Iterator[Finding]:
    found = frozenset().union(*(reached(program) for program in members))
    there = frozenset(step.id for program in members for step in program.steps)
    aimed_at = frozenset(
        target.partition(".")[0]
        for program in members
        for step in program.steps
        for target in targets(step)
        if target.partition(".")[0] != step.id.partition(".")[0]
    )
    for step in _all_steps(flow):
        name = step.id.text
        if _any(name, there) and not _any(name, found) and name not in aimed_at:
            yield error(
                flow.path,
                step.id.span,
                "FLOW-315",
                f'Nothing leads to "{name}"',
                "No citizen would ever come here",
                "Lead a step or an outcome to it, or delete it",
            )
    for end, _ in flow.ends:
        if end.text not in found and end.text not in aimed_at:
            yield warning(
                flow.path,
                end.span,
                "FLOW-316",
                f'Nothing leads to the end "{end.text}"',
                "",
                "Delete it, or lead a step to it",
            )


def _all_steps(flow: Flow) -> list[StepNode]:
    return [*flow.steps, *(step for later in flow.later for step in later.steps)]


def _any(name: str, ids: frozenset[str]) -> bool:
    """Tell whether a step, or any step of a fragment used under this name, is among these."""
    return name in ids or any(each.startswith(name + ".") for each in ids)
