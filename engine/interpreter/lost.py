"""What becomes of a case when a file it counts on could not be brought home: the citizen hears it, and may send the file again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from engine.domain.event import FileLost
from engine.domain.session import Session
from engine.interpreter import changing, memory, records
from engine.interpreter.run import Run
from engine.interpreter.steps import RUNNERS
from engine.language.compiled import CollectStep, RepeatStep

PAPERS = "papers"
"""Where `collect` notes those it has received so far."""


def case_of(media: str, sessions: Iterable[Session]) -> Session | None:
    """Return the case that counts on this file, or None where nothing does."""
    for session in sessions:
        if _holds(session.answers, media) or _holds(session.local, media):
            return session
    return None


def take(run: Run, event: FileLost, follow: Callable[[Run, str | None], None]) -> None:
    """Say that the file is lost; ask for it again where the answer can still be given anew.

    While an earlier answer is being changed the present question stands: the file is asked for on the way back.
    """
    session = run.session
    if session.state == "ended":
        run.note(session.at, "a file was lost after the end")
        return
    step = _question(run, event.media)
    run.note(step or session.at, "a file was lost")
    if not step:
        run.say(run.phrase("file_lost_late"))
        return
    run.say(run.phrase("file_refused" if event.refused else "file_lost"))
    asked = run.program.by_id[step]
    if step != session.at and step not in changing.within_reach(run):
        memory.forget(run.program, session, step)
        RUNNERS[type(run.program.by_id[session.at])].again(run.program.by_id[session.at], run)
    elif isinstance(asked, CollectStep | RepeatStep):
        _one_of_several(run, asked, event.media)
    else:
        follow(run, step if step == session.at else run.reask(step, session.at))


def _one_of_several(run: Run, step: CollectStep | RepeatStep, media: str) -> None:
    """Ask only for the paper, or the answer of a record, that held the file: in the list in hand, or in one given before."""
    session = run.session
    if step.id != session.at:
        given = memory.get(session.answers, step.id)
        run.reask(step.id, session.at)
        session.at, session.stage = step.id, ""
        session.local = {PAPERS: given} if isinstance(step, CollectStep) else records.whole(given)
    if isinstance(step, RepeatStep):
        records.note_lost(step, run, partial(_holds, media=media))
    else:
        _hand_back(session, media)
    RUNNERS[type(step)].again(step, run)


def _question(run: Run, media: str) -> str:
    """Return the question this file answered, if the citizen may answer it anew: it is being asked, or was since the last effect."""
    session = run.session
    if session.state != "asking":
        return ""
    if _holds(session.local, media):
        return session.at
    return next(
        (step for step in session.asked if _holds(memory.get(session.answers, step), media)), ""
    )


def _hand_back(session: Session, media: str) -> None:
    """Take this file out of the papers received so far; the others stay."""
    received: Mapping[str, Any] = session.local[PAPERS]
    kept = {paper: value for paper, value in received.items() if not _holds(value, media)}
    session.local[PAPERS] = kept


def _holds(value: Any, media: str) -> bool:
    """Whether this stored value is the file, or holds it somewhere."""
    if isinstance(value, Mapping):
        return value.get("media") == media or any(_holds(each, media) for each in value.values())
    return isinstance(value, list) and any(_holds(each, media) for each in value)
