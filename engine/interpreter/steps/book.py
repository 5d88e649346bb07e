"""book: holds a place for a while; whatever does not end in payment gives it back."""

from __future__ import annotations

from engine.domain.effect import Call
from engine.domain.event import Replied
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes
from engine.language.compiled import BookStep


def enter(step: BookStep, run: Run) -> str | None:
    """Ask for the hold."""
    if step.id in run.session.holds:
        run.let_go(step.id)
    key = run.key()
    run.session.keys[step.id] = key
    env = run.env(step.computed)
    needs = {name: value(env) for name, value in step.needs.items()}
    run.ask(Call(key, step.operation, {**needs, "hold_for_s": step.hold_for_s}), key)
    run.note(step.id, "called")
    return STAY


def resume(step: BookStep, run: Run, event: Wakes) -> str | None:
    """Remember the hold, so that every way out either settles or releases it."""
    if not isinstance(event, Replied):
        return STAY
    if event.outcome == "held":
        run.settle(step, dict(event.gives), "held")
        run.brought(step.id, event.gives)
        run.session.holds[step.id] = {
            "hold": event.gives.get("hold"),
            "settle": step.settle,
            "release": step.release,
        }
        run.barrier()
    return run.route(step, event.outcome)


RUNNER = Runner(enter, resume)
