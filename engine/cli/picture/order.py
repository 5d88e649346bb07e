"""The order of a picture: the way everybody hopes for in the middle column, what happens otherwise beside it, later parts apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.language.edges import Edge, best_of, edges_of
from engine.language.program import Program


@dataclass(frozen=True, slots=True)
class Section:
    """What is drawn below one heading. later: empty for the service itself; main, side: steps from top to bottom; end: below the last."""

    later: str
    main: tuple[str, ...]
    side: tuple[str, ...]
    end: str


Groups = Mapping[str, Mapping[str, tuple[Edge, ...]]]
"""By step and by where they lead: the ways that share an arrow."""


def groups(program: Program) -> Groups:
    """Return the ways of a program, those from one box to another together."""
    found: dict[str, dict[str, tuple[Edge, ...]]] = {step.id: {} for step in program.steps}
    for edge in edges_of(program):
        known = found[edge.start]
        known[edge.end] = (*known.get(edge.end, ()), edge)
    return found


def sections(program: Program) -> tuple[Section, ...]:
    """Return the service, then what may be done later."""
    firsts = {"": program.first, **{later.id: later.first for later in program.later.values()}}
    order = [step.id for step in program.steps]
    starts = sorted((order.index(first), later) for later, first in firsts.items())
    bounds = [*(place for place, _ in starts[1:]), len(order)]
    return tuple(
        _section(program, later, order[place:bound])
        for (place, later), bound in zip(starts, bounds, strict=True)
    )


def _section(program: Program, later: str, steps: list[str]) -> Section:
    out: dict[str, list[Edge]] = {}
    for edge in edges_of(program):
        out.setdefault(edge.start, []).append(edge)
    main: list[str] = []
    at = steps[0]
    while at in steps and at not in main:
        main.append(at)
        at = _onward(program, out.get(at, []), steps, main)
    side = [step for step in steps if step not in main]
    return Section(later, tuple(main), tuple(side), at if at in program.ends else "")


def _onward(program: Program, out: list[Edge], steps: list[str], done: list[str]) -> str:
    """Return where one hopes to come from here: what the step is for, else whatever leads to another step, else an end."""

    def rank(edge: Edge) -> tuple[bool, bool, bool]:
        usual = edge.about in (best_of(program.by_id[edge.start]), "otherwise")
        on = edge.end in steps and edge.end not in done
        plain = edge.manner in ("outcome", "branch", "option")
        return (not plain, not on, not usual)

    return min(out, key=rank).end if out else ""
