"""Every step can be reached, and every end has a way to it; what is shared must be reached in some service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from engine.language.compiler.graph import reached, targets
from engine.language.findings import Finding, error, warning
from engine.language.model.flow import Flow
from engine.language.outline import Outline, script_of
from engine.language.own import Own
from engine.language.program import Program
from engine.language.whole import Whole, rows_of


class Ways(NamedTuple):
    """What a program has of the steps and ends written in its file: there, and come_to where something leads to it."""

    there: frozenset[str]
    come_to: frozenset[str]


def check_reach(own: Own, program: Program | None) -> Iterator[Finding]:
    """Yield steps and ends that no conversation comes to, of a service that stands alone."""
    if program is not None and own.service.family is None:
        yield from _unreached(own.flow, ways_of(own.flow, program))


def check_family_reach(whole: Whole) -> Iterator[Finding]:
    """Yield steps and ends of a family to which no member leads, where all of them have programs."""
    members: dict[str, list[Outline]] = {}
    for each in whole.outlines:
        members.setdefault(f"{each.department}/{each.family}", []).append(each)
    for name, family in whole.reading.world.families.items():
        made = [each.made for each in members.get(name, ())]
        known = [each for each in made if each is not None]
        if made and len(known) == len(made):
            there = frozenset().union(*(each.there for each in known))
            come_to = frozenset().union(*(each.come_to for each in known))
            yield from _unreached(family.flow, Ways(there, come_to))


def check_shared_ends(whole: Whole) -> Iterator[Finding]:
    """Yield ends that are said once for many services, and to which none of them leads; not those of which one has a copy."""
    made = [each.made for each in whole.outlines if each.made is not None]
    shared_flows = whole.reading.world.ends.values()
    once = frozenset(flow.path for flow in shared_flows)
    written = {end.gist for each in whole.scripts() if each.path not in once for end in each.ends}
    for flow in shared_flows:
        led = {end for each in made for path, end in each.shared_ends if path == flow.path}
        led |= {end.id for end in script_of(flow).ends if end.gist in written}
        yield from _unreached(flow, Ways(frozenset(), frozenset(led)))


def ways_of(flow: Flow, program: Program) -> Ways:
    """Return which steps and ends of its file a program has, and to which of them something leads."""
    there = _beginnings(step.id for step in program.steps)
    aimed_at = frozenset(
        target.partition(".")[0]
        for step in program.steps
        for target in targets(step)
        if target.partition(".")[0] != step.id.partition(".")[0]
    )
    come_to = _beginnings(reached(program)) | aimed_at
    written = {step.id.text for row in rows_of(flow) for step in row}
    ends = {end.text for end, _ in flow.ends}
    return Ways(there & written, come_to & (written | ends))


def _beginnings(ids: Iterable[str]) -> frozenset[str]:
    """Return what these steps and ends are called in their file: those of a fragment by what it is used as."""
    return frozenset(each.partition(".")[0] for each in ids)


def _unreached(flow: Flow, ways: Ways) -> Iterator[Finding]:
    for step in (each for row in rows_of(flow) for each in row):
        name = step.id.text
        if name in ways.there and name not in ways.come_to:
            yield error(
                flow.path,
                step.id.span,
                "FLOW-315",
                f'Nothing leads to "{name}"',
                "No citizen would ever come here",
                "Lead a step or an outcome to it, or delete it",
            )
    for end, _ in flow.ends:
        if end.text not in ways.come_to:
            yield warning(
                flow.path,
                end.span,
                "FLOW-316",
                f'Nothing leads to the end "{end.text}"',
                "",
                "Delete it, or lead a step to it",
            )
