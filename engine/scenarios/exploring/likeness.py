"""What of a situation decides how it can go on: where it stands, and how every condition of the service would come out now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any

from engine.domain.session import Session
from engine.interpreter import memory, questions
from engine.interpreter.run import Negative, Run, Unmapped
from engine.language.compiled import (
    AnyStep,
    AskStep,
    ChooseStep,
    CollectStep,
    Condition,
    FeeGap,
    RepeatStep,
    Value,
    WhenStep,
)
from engine.language.expressions.env import Unset
from engine.language.program import Program
from engine.scenarios.exploring.situation import Situation

_NOTES = ("path", "page", "part", "picked", "refused", "reminded")
"""What a step remembers that matters to how it goes on."""

Looked = Callable[[Run], Any]


def likeness(here: Situation) -> tuple[Any, ...]:
    """Return what two situations have in common when the same can still happen in both."""
    case = here.case
    if case is None:
        return ()
    desk = here.world.desk
    asked = tuple(sorted(case.counts.items()))
    stands = (case.at, case.state, case.stage, case.resume, case.tries, asked, _notes(case))
    waits = (tuple(map(type, here.open)), None if desk is None else desk.stage, bool(case.holds))
    return (*stands, *waits, bool(memory.officers_wait(case)), _outlook(here, case))


def _notes(case: Session) -> tuple[Any, ...]:
    local = case.local
    counted = tuple(len(local[name] or ()) for name in ("records", "papers") if name in local)
    return (*counted, *(repr(local[name]) for name in _NOTES if name in local))


def _outlook(here: Situation, case: Session) -> tuple[Any, ...]:
    run = Run(here.stage.program, memory.copy(case), here.world.now)
    return tuple(_seen(look, run) for look in _looks(here.stage.program))


def _seen(look: Looked, run: Run) -> Any:
    try:
        return look(run)
    except (Unset, FeeGap, Negative, Unmapped, KeyError, TypeError):
        return None


@lru_cache(maxsize=64)
def _looks(program: Program) -> tuple[Looked, ...]:
    return tuple(_conditions(program))


def _conditions(program: Program) -> Iterator[Looked]:
    for step in program.steps:
        for condition in (step.only_if, *_of(step)):
            if condition is not None:
                yield partial(_holds, condition, step.computed)
        if isinstance(step, ChooseStep) and step.rows is not None:
            yield partial(_has_rows, step)
        if isinstance(step, RepeatStep) and step.count is not None:
            yield partial(_counted, step.count, step.computed)


def _of(step: AnyStep) -> Iterator[Condition | None]:
    """Yield the conditions inside a step."""
    match step:
        case WhenStep():
            yield from (branch.when for branch in step.branches)
        case ChooseStep():
            yield from (option.only_if for option in step.options)
            yield step.optional
        case AskStep():
            yield step.optional
        case CollectStep():
            yield from (paper.only_if for paper in step.papers)
        case _:
            pass


def _holds(condition: Condition, computed: tuple[str, ...], run: Run) -> bool:
    return condition(run.env(computed))


def _has_rows(step: ChooseStep, run: Run) -> bool:
    return bool(questions.rows(run, step))


def _counted(count: Value, computed: tuple[str, ...], run: Run) -> int:
    """Return none, one or several: more makes no difference to the way."""
    return min(2, int(count(run.env(computed))))
