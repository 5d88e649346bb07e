"""Which outcomes of a program's steps no scenario reaches, computed from the program, not recorded. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from engine.interpreter.trace import TraceRecord
from engine.language.compiled import AnyStep, WhenStep
from engine.language.program import Program


def outcomes(step: AnyStep) -> tuple[str, ...]:
    """Return what can come of a step, as its trace calls it."""
    if isinstance(step, WhenStep):
        return (*(f"branch {place}" for place in range(1, len(step.branches) + 1)), "otherwise")
    return tuple(outcome for outcome, route in step.outcomes.items() if route.written)


def missed(program: Program, traces: Iterable[TraceRecord]) -> tuple[tuple[str, str], ...]:
    """Return the (step, outcome) pairs that no trace shows, and (end, "reached") for ends never reached."""
    seen = {(record.step, record.did) for record in traces}
    visited = {step for step, _ in seen}
    pairs = [
        (step.id, outcome)
        for step in program.steps
        for outcome in outcomes(step)
        if (step.id, outcome) not in seen
    ]
    return (*pairs, *((end, "reached") for end in program.ends if end not in visited))
