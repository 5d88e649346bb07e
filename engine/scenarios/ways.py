"""Which ways of a program a turn took, told from its trace. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.domain.event import AskedBack, Event
from engine.domain.session import Session
from engine.interpreter import memory
from engine.interpreter.trace import TraceRecord
from engine.language.assignment.uses import DONE
from engine.language.compiled import CallStep
from engine.language.edges import Edge, edges_of
from engine.language.habits import Habit
from engine.language.program import Program

BEGUN = ("passed", "asked for the certificate", "asked")
"""What a trace says of a step that has not done what it is for."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What one or several dialogues came through. steps: also those left out; ends: by id; habits: of citizens, as they were written."""

    steps: frozenset[str] = frozenset()
    ways: frozenset[Edge] = frozenset()
    ends: frozenset[str] = frozenset()
    habits: frozenset[Habit] = frozenset()

    def __or__(self, other: Reached) -> Reached:
        return Reached(
            self.steps | other.steps,
            self.ways | other.ways,
            self.ends | other.ends,
            self.habits | other.habits,
        )


@lru_cache(maxsize=64)
def ways_of(program: Program) -> tuple[Edge, ...]:
    """Return the ways that something in the service's own file leads to; not what stands in where the officer wrote nothing."""
    return tuple(edge for edge in edges_of(program) if _is_written(program, edge))


def _is_written(program: Program, edge: Edge) -> bool:
    route = program.by_id[edge.start].outcomes.get(edge.about)
    return edge.manner != "outcome" or route is None or route.written


@lru_cache(maxsize=64)
def by_step(program: Program) -> Mapping[str, tuple[Edge, ...]]:
    """Return the ways on from each step."""
    found: dict[str, list[Edge]] = {}
    for edge in ways_of(program):
        found.setdefault(edge.start, []).append(edge)
    return {step: tuple(edges) for step, edges in found.items()}


def reached(
    program: Program, trace: Sequence[TraceRecord], after: Session | None, event: Event
) -> Reached:
    """Return what a turn came through. after: the case as it stood when the turn was over."""
    return Reached(
        frozenset(each.step for each in trace if each.step in program.by_id),
        frozenset(_taken(program, trace, after, event)),
        frozenset(each.step for each in trace if each.step in program.ends),
    )


def _taken(
    program: Program, trace: Sequence[TraceRecord], after: Session | None, event: Event
) -> Iterator[Edge]:
    edges = by_step(program)
    for place, record in enumerate(trace):
        later = trace[place + 1] if place + 1 < len(trace) else TraceRecord("", "", "")
        follows = later.did if later.step == record.step else ""
        for edge in edges.get(record.step, ()):
            if _is_it(edge, record.did, follows) or _is_told(
                program, edge, record.did, after, event
            ):
                yield edge


def _is_it(edge: Edge, did: str, follows: str) -> bool:
    """Whether a step's record, and the next one of the same step, tell that this way was taken."""
    match edge.manner:
        case "outcome" if edge.about in ("", DONE):
            return did not in BEGUN
        case "outcome" | "branch":
            return did == edge.about
        case "again":
            return did == edge.about and follows != "too often"
        case "too_often":
            return did == edge.about and follows == "too often"
        case "gave_up":
            return did in ("gave up", "nothing to change")
        case "passed" | "skipped":
            return did == edge.manner
        case _:
            return False


def _is_told(program: Program, edge: Edge, did: str, after: Session | None, event: Event) -> bool:
    """Whether the case, or what woke it, tells that this way was taken where the trace alone does not."""
    match edge.manner:
        case "option":
            return (
                did == "answered"
                and after is not None
                and memory.get(after.answers, edge.start) == edge.about
            )
        case "limit":
            step = program.by_id[edge.start]
            first = step.limits[0].name if isinstance(step, CallStep) and step.limits else ""
            return did == "over limit" and edge.about == first
        case "changed":
            return (
                did == "asked back" and isinstance(event, AskedBack) and edge.about in event.answers
            )
        case _:
            return False
