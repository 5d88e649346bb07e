"""ask: one typed question, asked until it is answered or the citizen's tries are used up."""

from __future__ import annotations

from engine.domain.event import TimerFired
from engine.interpreter import answers, questions
from engine.interpreter.heeded import Answered, Onward, Refused, Skipped
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, silence
from engine.language.compiled import AskStep, ChooseStep


def enter(step: AskStep, run: Run) -> str | None:
    """Put the question."""
    questions.put(run, step)
    run.note(step.id, "asked")
    return STAY


def resume(step: AskStep | ChooseStep, run: Run, event: Wakes) -> str | None:
    """Take the answer, or silence."""
    if isinstance(event, TimerFired):
        return silence(step, run, step.patience, again)
    return heed(step, run, event) if isinstance(event, Heard) else STAY


def heed(step: AskStep | ChooseStep, run: Run, heard: Heard) -> str | None:
    """Take what the citizen sent."""
    match answers.read(run, step, heard):
        case Answered(value, then):
            run.settle(step, value, "answered")
            run.session.asked.append(step.id)
            return (
                run.took(step, then)
                if then
                else run.route(step, "chosen" if isinstance(step, ChooseStep) else "answered")
            )
        case Skipped():
            run.note(step.id, "skipped")
            run.session.asked.append(step.id)
            run.session.taken[step.id] = step.then
            return step.then
        case Refused() as refused:
            if not answers.misunderstood(run, step.id, step.patience, refused):
                return step.patience.give_up
        case Onward():
            run.note(step.id, "another page")
    questions.put(run, step)
    return STAY


def again(step: AskStep | ChooseStep, run: Run) -> None:
    """Put the same question again; the buttons sent before go on working."""
    turn = run.session.turn
    questions.put(run, step)
    run.session.turn = max(turn, run.session.turn)


RUNNER = Runner(enter, resume, again)
