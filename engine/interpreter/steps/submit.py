"""submit: enters an application or a grievance in the register; from here on it has a number and a clock."""

from __future__ import annotations

from engine.domain.effect import OpenCase
from engine.domain.event import Replied
from engine.interpreter import changing, memory
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes
from engine.language.compiled import SubmitStep

OPENED = "opened"


def enter(step: SubmitStep, run: Run) -> str | None:
    """Ask the register for a number."""
    key = run.key()
    continues = (
        (memory.get(run.session.answers, step.continues) or {}).get("number", "")
        if step.continues
        else ""
    )
    title = {language: write(run.values(step.computed)) for language, write in step.title.items()}
    run.ask(
        OpenCase(
            key,
            step.kind,
            run.program.service,
            title,
            changing.shown(run, step.shows),
            continues,
            run.program.number_prefix,
        ),
        key,
    )
    run.session.keys[step.id] = key
    if step.continues:
        run.session.keys[step.continues] = key
    run.barrier()
    run.note(step.id, "submitted")
    return STAY


def resume(step: SubmitStep, run: Run, event: Wakes) -> str | None:
    """Remember the number."""
    if not isinstance(event, Replied):
        return STAY
    if event.outcome != OPENED:
        return run.route(step, event.outcome)
    run.settle(step, dict(event.gives), event.outcome)
    run.brought(step.id, event.gives)
    run.session.number = str(event.gives.get("number", ""))
    return run.route(step, event.outcome)


RUNNER = Runner(enter, resume)
