"""Every move worth trying in a situation, the one that leads on best first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.calendar import local_date
from engine.domain.effect import Call, Effect, RequestPayment
from engine.domain.session import Session
from engine.interpreter import memory
from engine.interpreter.records import part_asked
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    BookStep,
    CallStep,
    CollectStep,
    PayStep,
    RepeatStep,
    WaitStep,
)
from engine.language.model.connector import Example, Operation
from engine.scenarios.exploring.examples import good_answers, wrong_answer
from engine.scenarios.exploring.moves import (
    Answers,
    ComesBack,
    Decides,
    Move,
    Passes,
    Sends,
    Taps,
    value_of,
)
from engine.scenarios.exploring.situation import Situation
from engine.scenarios.misunderstood import UNHEARD, bounds_now
from engine.scenarios.transcript import offered

FIRST = ("*done", "complete", "correct")
LAST = ("add", "*skip", "*more")
NEVER = ("wrong", "remove")
"""Corrections that lead back to questions that are tried anyway."""


def choices(here: Situation) -> tuple[Move, ...]:
    """Return the moves that can be made here."""
    case = here.case
    if case is None:
        return ()
    if here.open:
        return tuple(map(Answers, _answers(here, case, here.open[0])))
    step = here.stage.program.by_id.get(case.at)
    if case.state == "ended" or step is None:
        return tuple(
            ComesBack(later) for later in here.stage.program.later if _came_well(here, case)
        )
    if case.state == "asking":
        return tuple(dict.fromkeys(_citizen(here, case, step)))
    return tuple(_elsewhere(here, step))


def _came_well(here: Situation, case: Session) -> bool:
    end = here.stage.program.ends.get(case.at)
    return end is not None and end.result == "success"


# -- the citizen ------------------------------------------------------------------------------------------------------


def _citizen(here: Situation, case: Session, step: AnyStep) -> Iterator[Move]:
    part = part_asked(step, case.local) if isinstance(step, RepeatStep) else step
    last = next((each for each in reversed(here.world.said) if offered(each)), None)
    values = (
        [value_of(tap) for tap, _ in offered(last)] if last and last is here.world.said[-1] else []
    )
    first = [value for value in FIRST if value in values]
    rest = [value for value in values if value not in (*FIRST, *LAST, *NEVER)]
    yield from map(Taps, (*first, *rest))
    if isinstance(part, AskStep):
        yield from _typed(here, case, step, part)
    elif isinstance(part, CollectStep):
        today = local_date(here.world.now)
        yield from map(Sends, good_answers(part.kind, part.bounds, today))
    yield from map(Taps, (value for value in LAST if value in values))
    if not isinstance(part, AskStep):
        yield Sends(UNHEARD)
    if "timeout" in step.outcomes or memory.officers_wait(case):
        yield Passes()


def _typed(here: Situation, case: Session, step: AnyStep, part: AskStep) -> Iterator[Move]:
    bounds = bounds_now(here.stage.program, case, step, part, here.world.now)
    if bounds is None:
        return
    today = local_date(here.world.now)
    yield from map(Sends, good_answers(part.kind, bounds, today, _known(here, part.id)))
    wrong = wrong_answer(part.kind, bounds, today)
    if wrong is not None:
        yield Sends(wrong)


def _known(here: Situation, step: str) -> Iterator[str]:
    """Yield values that the examples of this service's departments know, those of a like name first."""
    name = step.rpartition(".")[2]
    needs = [
        pair
        for each in _operations(here)
        for example in each.examples
        for pair in example.needs.items()
    ]
    plain = [(need, value) for need, value in needs if isinstance(value, str)]
    for alike in (True, False):
        for need, value in plain:
            if (need == name) is alike and (alike or value.isascii()):
                yield value


def _operations(here: Situation) -> Iterator[Operation]:
    for step in here.stage.program.steps:
        if isinstance(step, CallStep | BookStep):
            yield operation_of(here, step.operation)


def operation_of(here: Situation, name: str) -> Operation:
    """Return an operation by its full name."""
    connector, _, operation = name.partition(".")
    return here.stage.connectors[connector].operations[operation]


# -- the world --------------------------------------------------------------------------------------------------------


def _answers(here: Situation, case: Session, effect: Effect) -> Iterator[tuple[str, ...]]:
    step = here.stage.program.by_id.get(case.at)
    match effect:
        case RequestPayment():
            yield from (("paid",), ("failed",), ("expired",))
        case Call() if isinstance(step, CallStep):
            yield from _replies(here, effect, step, step.good)
            if step.limits:
                yield ("over_limit",)
        case Call() if isinstance(step, BookStep):
            yield from _replies(here, effect, step, step.good)
        case Call() if isinstance(step, PayStep) and case.stage == "rechecking":
            yield here.told.get(effect.operation, ())
            earlier = here.stage.program.by_id[step.unchanged]
            yield from _replies(here, effect, earlier, getattr(earlier, "good", ""))
        case Call():
            yield from ((), ("unavailable",))
        case _:
            yield from (("sent",), ("failed",))


def _replies(here: Situation, call: Call, step: AnyStep, good: str) -> Iterator[tuple[str, ...]]:
    """Yield what a department may answer: its examples, those that fit what was asked first; then the outcomes without one."""
    operation = operation_of(here, call.operation)
    known = [
        each for each in operation.examples if each.outcome == good or each.outcome in step.outcomes
    ]
    for example in sorted(known, key=lambda each: (not _fits(each, call), each.outcome != good)):
        yield (example.it,)
    shown = {example.outcome for example in known}
    if good and good not in shown:
        yield (good,)
    for outcome in step.outcomes:
        if outcome not in (*shown, good):
            yield ("unavailable",) if outcome == "gave_up" else (outcome,)
    if call.try_until is not None and known:
        yield ("unavailable", known[0].it)


def _fits(example: Example, call: Call) -> bool:
    return all(str(call.needs.get(name)) == str(value) for name, value in example.needs.items())


def _elsewhere(here: Situation, step: AnyStep) -> Iterator[Move]:
    match step:
        case ApproveStep() if here.world.desk is not None:
            yield from _officers(here, step)
        case WaitStep():
            yield Passes()
        case _:
            if here.world.timers:
                yield Passes()


def _officers(here: Situation, step: ApproveStep) -> Iterator[Move]:
    desk, case = here.world.desk, here.case
    assert desk is not None  # noqa: S101 (told apart by the caller)
    assert case is not None  # noqa: S101 (it lies before officers)
    may, last = desk.ask.stages[desk.stage].may, len(desk.ask.stages) - 1
    reason = {name: next(iter(found), "") for name, found in step.reasons.items()}
    for decision in ("approve", "forward", "reject", "close"):
        if decision in may and not (decision == "forward" and desk.stage == last):
            yield Decides(decision, reason.get(decision, ""))
    if "ask_back" in may and case.counts.get(f"{step.id}.asked_back", 0) < max(1, step.ask_backs):
        for shown in step.may_change:
            yield Decides("ask_back", reason.get("ask_back", ""), (shown.name,))
    if "send_down" in may and desk.stage and case.counts.get(f"{step.id}.asked_back", 0) == 0:
        yield Decides("send_down")
