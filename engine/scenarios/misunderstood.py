"""What nobody understands, said at a question on purpose: whether a citizen who is not understood gets out, and where to. Pure."""

from __future__ import annotations

from datetime import datetime

from engine.domain.answers.kind import Bounds
from engine.domain.calendar import local_date
from engine.domain.message import Incoming, TextIn
from engine.domain.session import Session
from engine.interpreter import memory
from engine.interpreter.records import in_hand, part_asked, record_at
from engine.interpreter.run import Run
from engine.language.compiled import AnyStep, AskStep, RepeatStep
from engine.language.expressions.env import Unset
from engine.language.program import Program
from engine.scenarios.exploring.examples import wrong_answer

UNHEARD = TextIn("???")
"""Typed where something should be tapped or sent."""


def never_understood(program: Program, case: Session, now: datetime) -> Incoming | None:
    """Return a message that the question the case stands at does not take; nothing where it takes anything."""
    step = program.by_id[case.at]
    part = _part(step, case)
    if not isinstance(part, AskStep):
        return UNHEARD
    bounds = bounds_now(program, case, step, part, now)
    return wrong_answer(part.kind, bounds, local_date(now)) if bounds is not None else None


def question_of(program: Program, case: Session) -> str:
    """Return what is asked now; of a list, which part of a row."""
    part = _part(program.by_id[case.at], case)
    return f"{case.at}.{part.id}" if part is not None and part.id != case.at else case.at


def _part(step: AnyStep, case: Session) -> AnyStep | None:
    return part_asked(step, case.local) if isinstance(step, RepeatStep) else step


def bounds_now(
    program: Program, case: Session, step: AnyStep, part: AskStep, now: datetime
) -> Bounds | None:
    """Return the bounds of what is asked, as the answers so far make them; nothing while they are not known. part: of `step`."""
    run = Run(program, memory.copy(case), now)
    if isinstance(step, RepeatStep):
        nth, _ = in_hand(case.local)
        run.overlay = {**record_at(case.local, nth), "nth": nth + 1}
    try:
        return part.bounds(run.env(part.computed))
    except Unset:
        return None
