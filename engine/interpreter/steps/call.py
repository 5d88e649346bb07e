"""call: asks a department system and follows the outcome it names."""

from __future__ import annotations

from engine.domain.calendar import add
from engine.domain.effect import Call, Limit
from engine.domain.event import LIMIT, Replied
from engine.domain.rendering import HIDDEN
from engine.interpreter import memory
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes
from engine.language.compiled import CallStep, LimitUse

STILL_TRYING = "still_trying"
"""Interim reply: the system does not answer yet, we go on trying and the citizen should know."""


def enter(step: CallStep, run: Run) -> str | None:
    """Ask the system."""
    key = run.key()
    run.ask(effect(step, run, key), key)
    if step.writes:
        run.barrier()
    run.note(step.id, "called")
    return STAY


def effect(step: CallStep, run: Run, key: str) -> Call:
    """Return the call as it would be made now."""
    env = run.env(step.computed)
    trying = step.keep_trying
    return Call(
        key,
        step.operation,
        {name: value(env) for name, value in step.needs.items()},
        limits=tuple(_limit(use, run) for use in step.limits),
        try_until=None if trying is None else add(run.now, trying, run.program.calendar),
    )


def _limit(use: LimitUse, run: Run) -> Limit:
    by = "citizen" if use.by is None else str(use.by(run.env()))
    return Limit(f"{run.program.service}.{use.name}", by, use.at_most, use.within_s, use.outcomes)


def _used_up(step: CallStep, reply: Replied) -> LimitUse:
    """Return the limit that allows no further try: the one the reply names by its place, the first where it names none."""
    place = reply.gives.get(LIMIT, 0)
    known = isinstance(place, int) and 0 <= place < len(step.limits)
    return step.limits[place if known else 0]


def resume(step: CallStep, run: Run, event: Wakes) -> str | None:
    """Take the reply."""
    if not isinstance(event, Replied):
        return STAY
    if event.outcome == STILL_TRYING:
        run.session.state = "parked"
        if step.meanwhile is not None:
            run.say(run.words(step.meanwhile, step.computed))
        run.note(step.id, STILL_TRYING)
        return STAY
    if event.outcome == "over_limit" and step.limits:
        run.note(step.id, "over limit")
        return _used_up(step, event).over
    if event.outcome != "unavailable":
        for name in step.spends:
            memory.put(run.session.answers, name, HIDDEN)
    run.settle(step, dict(event.gives), "replied")
    run.brought(step.id, event.gives)
    return run.route(step, event.outcome)


RUNNER = Runner(enter, resume)
