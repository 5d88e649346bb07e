"""What running one verb means: four functions, most of which have a plain default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.domain.event import AskedBack, Replied, TimerFired
from engine.interpreter import memory
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run
from engine.language.compiled import Patience

STAY = None
"""Instead of a target: the step waits."""

EXPIRED = "expired"
"""Instead of a target: nobody answered in time and the officer wrote no outcome for it."""

LAPSED = "lapsed"

Wakes = Heard | Replied | AskedBack | TimerFired
"""What can reach a step that waits."""


def stay(_step: Any, _run: Run, _event: Wakes) -> str | None:
    """Wait on."""
    return STAY


def nothing(_step: Any, _run: Run) -> None:
    """Put no question."""


def meanwhile(step: Any, run: Run) -> bool:
    """Say the officer's `meanwhile` to a citizen who writes while the world is awaited; False where there is none."""
    text = getattr(step, "meanwhile", None)
    if text is None:
        return False
    run.say(run.words(text, step.computed))
    return True


def no_way_back(_step: Any, _run: Run) -> bool:
    """Leave "back" to the step before."""
    return False


@dataclass(frozen=True, slots=True)
class Runner:
    """One verb.

    enter: the step is reached; resume: something came while it waits; both return the next step or end, or STAY.
    again: put the question once more; remind: tell a citizen who writes while we wait how things are, False: nothing to tell;
    back: ask the question before, inside the step; False: there is none in it.
    """

    enter: Callable[[Any, Run], str | None]
    resume: Callable[[Any, Run, Wakes], str | None] = stay
    again: Callable[[Any, Run], None] = nothing
    remind: Callable[[Any, Run], bool] = meanwhile
    back: Callable[[Any, Run], bool] = no_way_back


def silence(
    step: Any, run: Run, patience: Patience, again: Callable[[Any, Run], None]
) -> str | None:
    """The question's timer came due: remind once, then give the case up as the officer wrote, or let it expire."""
    session = run.session
    left = run.after_reminder(patience)
    if patience.remind_after_s and left > 0 and not session.local.get("reminded"):
        run.say(run.phrase("reminder"))
        again(step, run)
        session.local["reminded"] = True
        run.wake(left)
        return STAY
    waiting = memory.officers_wait(session)
    if waiting:
        session.keys[waiting + memory.OFFICERS_ASK] = LAPSED
        return waiting
    if "timeout" in step.outcomes:
        return run.route(step, "timeout")
    run.note(step.id, "expired")
    return EXPIRED
