"""Reading, writing and forgetting answers, which lie nested by the dots in their names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.domain.calendar import parse_moment
from engine.domain.session import Session
from engine.language.compiled import BookStep
from engine.language.edges import changes_the_world
from engine.language.program import Program

OFFICERS_ASK = "?"
"""Marks, behind an approve step's id among the session's keys, that officers wait for answers of the citizen, and until when."""

GAVE_UP = "*gave_up"
"""Among the session's keys after a case ended because a question was given up: that question, for coming back to it."""

LATER = "later"
"""Among the session's keys while something is done with a finished case and nothing has come of it yet: the end it had reached."""


def get(answers: Mapping[str, Any], name: str) -> Any:
    """Return the stored value of a dotted name, or None when it is unset."""
    if "." not in name:
        return answers.get(name)
    value: Any = answers
    for part in name.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def put(answers: dict[str, Any], name: str, value: Any) -> None:
    """Set a dotted name; the records on the way are copied, so that an earlier state that shares them stays as it was."""
    if "." not in name:
        answers[name] = value
        return
    *path, last = name.split(".")
    for part in path:
        inner = answers.get(part)
        answers[part] = answers = dict(inner) if isinstance(inner, Mapping) else {}
    answers[last] = value


def pop(answers: dict[str, Any], name: str) -> Any:
    """Unset a dotted name and return what it was, or None."""
    *path, last = name.split(".")
    for part in path:
        inner = answers.get(part)
        if not isinstance(inner, Mapping):
            return None
        answers[part] = answers = dict(inner)
    return answers.pop(last, None)


def is_barrier(program: Program, step: str) -> bool:
    """Whether this step's effect cannot be taken back."""
    found = program.by_id.get(step)
    return found is not None and changes_the_world(found)


def officers_wait(session: Session) -> str:
    """Return the approve step whose officers wait for answers of the citizen, or an empty string."""
    if not session.keys:
        return ""
    names = (name for name in session.keys if name.endswith(OFFICERS_ASK))
    return next(names, "").removesuffix(OFFICERS_ASK)


def officers_wait_until(session: Session) -> datetime | None:
    """Return until when officers wait for all the answers they asked for, or None where they wait for none."""
    waiting = officers_wait(session)
    return parse_moment(session.keys[waiting + OFFICERS_ASK]) if waiting else None


def is_firm(program: Program, session: Session, step: str) -> bool:
    """Whether this step's result must be kept: it changed the world, and is no hold that can still be given back."""
    loose = isinstance(program.by_id.get(step), BookStep) and (
        step in session.holds or step not in session.keys
    )
    return is_barrier(program, step) and not loose


def with_dependents(program: Program, name: str) -> tuple[list[str], set[str]]:
    """Return the steps of a name (several for a fragment), and these with all that depend on them."""
    steps = [step.id for step in program.steps if step.id == name or step.id.startswith(name + ".")]
    doomed = set(steps)
    for step in steps:
        doomed |= program.dependents.get(step, frozenset())
    return steps, doomed


def forget(program: Program, session: Session, name: str) -> str:
    """Unset a step's answer (all answers of a fragment) and what depends on it; return the step to ask first.

    What a payment or a write has settled stays as it is.
    """
    steps, doomed = with_dependents(program, name)
    for step in doomed:
        if not is_firm(program, session, step):
            pop(session.answers, step)
            session.left.pop(step, None)
            session.taken.pop(step, None)
    session.asked = [step for step in session.asked if step not in doomed]
    return steps[0] if steps else name


def copy(session: Session) -> Session:
    """Return a session that can be changed without touching this one (values inside answers are shared and never changed in place)."""
    return Session(
        session.id, session.service, session.program, session.language, session.at, session.state, session.turn, session.seq,
        session.tries, session.pending, session.stage, dict(session.answers), dict(session.left), list(session.asked),
        dict(session.taken), dict(session.counts), session.resume, dict(session.holds), dict(session.keys), dict(session.local),
        session.number, session.opened, session.ended, list(session.said),
    )  # fmt: skip
