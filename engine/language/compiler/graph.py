"""Where one can go from each step of a program, whatever is answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    CallStep,
    ChooseStep,
    Patience,
    WhenStep,
)
from engine.language.program import Program


def targets(step: AnyStep) -> Iterator[str]:
    """Yield every step or end this step can lead to; a way back may name a whole fragment."""
    yield step.then
    for route in step.outcomes.values():
        yield route.then
        yield route.otherwise
    bearing: Patience | None = getattr(step, "patience", None)
    if bearing is not None:
        yield bearing.give_up
    match step:
        case ChooseStep():
            yield from (option.then for option in step.options)
        case WhenStep():
            yield from (branch.then for branch in step.branches)
        case CallStep():
            yield from (limit.over for limit in step.limits)
        case ApproveStep():
            yield from (shown.step for shown in step.may_change)
        case _:
            pass


def firsts(program: Program) -> dict[str, str]:
    """Return for each fragment's name the step its row begins with."""
    found: dict[str, str] = {}
    for step in program.steps:
        name = step.id
        while "." in name:
            name = name.rpartition(".")[0]
            found.setdefault(name, step.id)
    return found


def reached(program: Program) -> frozenset[str]:
    """Return every step and end that can be reached from the beginning or from what may be done later."""
    groups = firsts(program)
    found: set[str] = set()
    waiting: list[str] = [program.first, *(later.first for later in program.later.values())]
    while waiting:
        name = waiting.pop()
        name = name if name in program.by_id else groups.get(name, name)
        if not name or name in found:
            continue
        found.add(name)
        step = program.by_id.get(name)
        if step is not None:
            waiting += _named(targets(step))
    return frozenset(found)


def _named(names: Iterable[str]) -> list[str]:
    return [name for name in names if name]
