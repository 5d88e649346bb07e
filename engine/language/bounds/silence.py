"""Where words may have to be said later than 24 hours after the citizen's last message, so that only a template can open them.

How long a case stands at each step is taken at its longest: a question to the end of its time, a payment as long as its link stands,
officers for ever. What the citizen does starts the 24 hours anew.
"""

from __future__ import annotations

from engine.domain.limits import CUSTOMER_SERVICE_WINDOW_HOURS
from engine.language.bounds.lengths import slowest_s
from engine.language.circuits import onward
from engine.language.compiled import AnyStep, IssueStep, PayStep, SayStep, SendStep
from engine.language.edges import QUESTIONS, Edge, edges_of, is_said
from engine.language.program import Program

WINDOW_S = CUSTOMER_SERVICE_WINDOW_HOURS * 3_600
_TOO_LATE = WINDOW_S + 1
"""Longer is no different."""
_SPEAKING = (SayStep, PayStep, IssueStep, SendStep)
"""Steps that say something when they are reached; questions do so, too, and what has a `meanwhile`."""


def late_words(program: Program) -> tuple[str, ...]:
    """Return the steps and ends at which something may be said that late, in the order of the file."""
    silent = _silent_s(program)
    names = [step.id for step in program.steps if _speaks_late(step, silent.get(step.id))]
    return (*names, *(end for end in program.ends if silent.get(end, 0) > WINDOW_S))


def _silent_s(program: Program) -> dict[str, int]:
    """Return for how many seconds a citizen may have been silent when each step or end is reached."""
    ways = onward(edges_of(program))
    begins = [program.first, *(later.first for later in program.later.values())]
    found = dict.fromkeys(begins, 0)
    waiting = list(begins)
    while waiting:
        name = waiting.pop()
        for edge in ways.get(name, ()):
            since = _since(program.by_id[name], edge, found[name])
            if since > found.get(edge.end, -1):
                found[edge.end] = since
                waiting.append(edge.end)
    return found


def _since(step: AnyStep, edge: Edge, before: int) -> int:
    if is_said(step, edge):
        return 0
    stayed = 0 if edge.manner == "passed" or edge.about == "none" else slowest_s(step)
    return int(min(before + stayed, _TOO_LATE))


def _speaks_late(step: AnyStep, silent: int | None) -> bool:
    """Tell whether a step says something by itself that late: when it is reached, or as a reminder."""
    if silent is None:
        return False
    if isinstance(step, QUESTIONS):
        remind = step.patience.remind_after_s
        reminded = 0 < remind < (step.patience.up_to_s or step.patience.expire_after_s)
        return silent + (remind if reminded else 0) > WINDOW_S
    speaks = isinstance(step, _SPEAKING) or getattr(step, "meanwhile", None) is not None
    return speaks and silent > WINDOW_S
