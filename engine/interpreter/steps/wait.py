"""wait: parks the case for a while."""

from __future__ import annotations

from engine.domain.calendar import add
from engine.domain.event import TimerFired
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes, meanwhile
from engine.language.compiled import WaitStep


def enter(step: WaitStep, run: Run) -> str | None:
    """Set the clock."""
    session = run.session
    session.turn += 1
    session.state, session.pending = "parked", ""
    run.wake_at(add(run.now, step.duration, run.program.calendar))
    meanwhile(step, run)
    run.note(step.id, "waiting")
    return STAY


def resume(step: WaitStep, run: Run, event: Wakes) -> str | None:
    """Go on when the time is over."""
    return run.route(step, "over") if isinstance(event, TimerFired) else STAY


RUNNER = Runner(enter, resume)
