"""What a citizen's message means for the question that stands: an answer to read, an old button, or something to pass over."""

from __future__ import annotations

from engine.domain.answers.kind import Given
from engine.domain.message import (
    LOST_FILE,
    ContactIn,
    FormIn,
    Incoming,
    LocationIn,
    MediaIn,
    OtherIn,
    TapIn,
    TextIn,
)
from engine.domain.types import Document
from engine.interpreter.offers import Heard
from engine.interpreter.records import part_asked
from engine.interpreter.run import Run
from engine.language.compiled import AskStep, CollectStep, RepeatStep

ADDRESS = "address_message"
"""The platform's own form for an address in India."""


def heard(run: Run, message: Incoming) -> Heard | None:
    """Return what the citizen sent in answer, or None for a button of a question that is over."""
    match message:
        case TextIn(text):
            return Heard(Given(text=text))
        case TapIn(id=tap, title=title):
            return _tapped(run, tap, title)
        case MediaIn():
            return Heard(Given(media=message, text=message.caption or None))
        case LocationIn():
            return Heard(Given(location=message))
        case ContactIn(phone=phone) if _asked(run) == "phone":
            return Heard(Given(text=phone))
        case FormIn(form=form, values=values) if form == ADDRESS and _asked(run) == "text":
            return Heard(Given(text=", ".join(values.values()) or None))
        case _:
            return Heard(Given())


def _tapped(run: Run, tap: str, title: str) -> Heard | None:
    session, turn, value = [*tap.split(".", 2), "", ""][:3]
    if tap == title:
        return Heard(Given(text=title))
    if session != run.session.id:
        return None
    return Heard(Given(text=title), value) if turn == str(run.session.turn) else None


def passed_over(run: Run, message: Incoming) -> str:
    """Return the phrase to say where this cannot answer the present question and is no failed try either, or an empty string.

    Several photos often come where one was asked for, and people speak where they should type.
    """
    match message:
        case OtherIn(kind) if kind == LOST_FILE:
            return "file_lost"
        case MediaIn() if message.is_sound:
            return "" if _asked(run) == "voice" else "cannot_listen"
        case MediaIn():
            return "" if _takes_files(run) else "unusable"
        case _:
            return ""


def puzzled(message: Incoming) -> str:
    """Return the phrase for something that no menu can take."""
    return "cannot_listen" if isinstance(message, MediaIn) and message.is_sound else "unusable"


def _present(run: Run) -> object:
    """Return the step that asks, or its part."""
    step: object = run.program.by_id[run.session.at]
    return part_asked(step, run.session.local) if isinstance(step, RepeatStep) else step


def _asked(run: Run) -> str:
    """Return the kind of answer the present question takes, empty for anything but a typed one."""
    step = _present(run)
    return step.kind.name if isinstance(step, AskStep) else ""


def _takes_files(run: Run) -> bool:
    step = _present(run)
    return isinstance(step, CollectStep) or (
        isinstance(step, AskStep) and isinstance(step.type, Document)
    )
