"""Walks from step to step until one waits or the service ends; while an answer is changed, what is still answered is passed over."""

from __future__ import annotations

from engine.interpreter import ending, memory
from engine.interpreter.run import Run
from engine.interpreter.steps import RUNNERS
from engine.interpreter.steps.confirm import still_holds
from engine.interpreter.steps.runner import EXPIRED, STAY
from engine.language.compiled import (
    AnyStep,
    AskStep,
    ChooseStep,
    ConfirmStep,
    RefundStep,
    SayStep,
    SendStep,
    WaitStep,
)

STEPS_A_TURN = 200
"""More steps than any honest turn passes: a circle without a question in it is broken off here."""


def follow(run: Run, target: str | None) -> None:
    """Walk from step to step until one waits or the service ends."""
    for _ in range(STEPS_A_TURN):
        if target is STAY:
            return
        if target == EXPIRED:
            ending.expire(run)
            return
        if target in run.program.ends:
            ending.finish(run, target)
            return
        target = _pass(run, target)
    run.note(run.session.at, "walked in a circle")
    ending.break_off(run)


def _pass(run: Run, target: str) -> str | None:
    session, step = run.session, run.program.by_id[target]
    back_to = session.resume.split() if session.resume else []
    if target in back_to:
        session.resume = " ".join(back_to[back_to.index(target) + 1 :])
        back_to = [target]
    if step.weighs:
        run.weigh(target, step.weighs, run.values(step.computed))
    if step.only_if is not None and not step.only_if(run.env(step.computed)):
        _leave_out(run, target)
        run.note(target, "passed")
        return step.then
    if session.resume and target not in back_to[:1] and _passed_over(run, target):
        return session.taken.get(target, step.then)
    session.at, session.stage, session.tries = target, "", 0
    if session.resume:
        ahead = (each for each in session.resume.split() if _lies_before(run, target, each))
        session.resume = " ".join(ahead)
    session.taken.pop(target, None)
    if session.local:
        session.local = {}
    return RUNNERS[type(step)].enter(step, run)


def _leave_out(run: Run, target: str) -> None:
    """Put the answer of a step that no longer applies aside; what changed the world has happened all the same."""
    session = run.session
    if not memory.is_barrier(run.program, target):
        left = memory.pop(session.answers, target)
        if left is not None:
            session.left[target] = left


def _passed_over(run: Run, target: str) -> bool:
    """Whether this step has its answer still, while an earlier answer is being changed."""
    step = run.program.by_id[target]
    if isinstance(step, SayStep | WaitStep | SendStep):
        return _lies_before(run, target, run.session.resume.split()[0])
    if isinstance(step, ConfirmStep):
        return bool(memory.officers_wait(run.session)) or still_holds(step, run)
    if isinstance(step, RefundStep):
        return target in run.session.keys
    answers = run.session.answers
    if memory.get(answers, target) is not None:
        return True
    if target in run.session.left:
        memory.put(answers, target, run.session.left.pop(target))
        return True
    return target in run.session.taken and _can_be_skipped(step)


def _lies_before(run: Run, step: str, other: str) -> bool:
    """Whether a step stands before another in the file; once behind it, the changed answer has led round it."""
    order = list(run.program.by_id)
    return order.index(step) < order.index(other)


def _can_be_skipped(step: AnyStep) -> bool:
    """Whether this question may be left out; where that hangs on an answer, it is forgotten together with that answer."""
    return isinstance(step, AskStep | ChooseStep) and step.optional is not None
