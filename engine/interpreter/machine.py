"""advance: one event, one case. Pure: the same program, session, event and moment always give the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.answers.kind import Given
from engine.domain.calendar import format_moment
from engine.domain.duration import parse_duration, render
from engine.domain.effect import CancelPayment, Effect
from engine.domain.event import AskedBack, Event, MessageArrived, Replied, Started, TimerFired
from engine.domain.message import LocationIn, MediaIn, TapIn, TextIn
from engine.domain.session import Session
from engine.domain.types import Document
from engine.interpreter import commands, ending, late, memory, walking
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run, Unmapped
from engine.interpreter.steps import RUNNERS
from engine.interpreter.trace import TraceRecord
from engine.language.compiled import (
    AskStep,
    BookStep,
    CollectStep,
    FeeGap,
    PayStep,
    RepeatStep,
)
from engine.language.expressions.env import Unset
from engine.language.program import Program


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one event did: the session afterwards, what is asked of the world, and one trace record a step."""

    session: Session
    effects: tuple[Effect, ...]
    trace: tuple[TraceRecord, ...]


def advance(program: Program, session: Session, event: Event, now: datetime) -> Outcome:
    """Take one event.

    program: the one `session.program` names; now: aware, UTC; the session given is left as it was.
    Raises ValueError when the session is pinned to another program.
    """
    if session.program != program.digest:
        message = f"session {session.id} is pinned to {session.program}, not {program.digest}"
        raise ValueError(message)
    return act(program, session, now, lambda run: _take(run, event))


def put_question(program: Program, session: Session, now: datetime) -> Outcome:
    """Put the present question again, or say how things are."""
    return act(program, session, now, put_again)


def stop(program: Program, session: Session, now: datetime) -> Outcome:
    """End a case at the citizen's wish, where nothing has been paid or registered yet."""
    return act(program, session, now, _stop)


def act(program: Program, session: Session, now: datetime, deed: Callable[[Run], None]) -> Outcome:
    """Do something with a session and return what came of it; an answer nobody gave or a missing fee ends it with an apology."""
    run = Run(program, memory.copy(session), now)
    try:
        deed(run)
    except (Unset, Unmapped, FeeGap) as trouble:
        run.note(run.session.at, f"broke off: {type(trouble).__name__} {trouble}")
        ending.break_off(run)
    if run.session.state == "working":
        run.session.said = [words for words in run.said if words != run.echoed]
    else:
        run.flush()
    return Outcome(run.session, tuple(run.effects), tuple(run.trace))


def _take(run: Run, event: Event) -> None:
    match event:
        case Started(later):
            _start(run, later)
        case MessageArrived(message):
            _message(run, message)
        case Replied():
            _replied(run, event)
        case AskedBack() | TimerFired():
            _outside(run, event)


def _start(run: Run, later: str) -> None:
    session = run.session
    if later:
        session.keys[memory.LATER] = session.at
        session.state, session.ended = "asking", ""
        session.asked.clear()
        walking.follow(run, run.program.later[later].first)
        return
    session.opened = format_moment(run.now)
    run.say(_introduction(run))
    walking.follow(run, run.program.first)


def _introduction(run: Run) -> str:
    """Return what a citizen should know before answering: what this is, how long it takes, what to have at hand."""
    program, language = run.program, run.session.language
    lines = [f"*{_in(program.title, language)}*"]
    takes = parse_duration(program.takes) if program.takes else None
    if takes is not None:
        lines.append(run.phrase("about_takes", takes=render(takes, language)))
    papers = [_in(paper.label, language) for paper in program.papers if paper.only_if is None]
    if papers:
        lines.append(run.phrase("about_papers", papers=", ".join(papers)))
    perhaps = [_in(paper.label, language) for paper in program.papers if paper.only_if is not None]
    if perhaps:
        lines.append(run.phrase("about_papers_maybe", papers=", ".join(perhaps)))
    if program.why:
        lines.append(run.phrase("about_why", why=_in(program.why, language)))
    if program.state == "sample":
        lines.append(run.phrase("about_sample"))
    return "\n".join(lines)


def _in(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or next(iter(label.values()))


def _stop(run: Run) -> None:
    session = run.session
    if session.keys.get(memory.LATER):
        ending.back_as_it_was(run)
        run.say(run.phrase("stopped"))
        return
    if any(
        memory.get(session.answers, step.id) is not None and step.id not in session.holds
        for step in run.program.steps
        if memory.is_barrier(run.program, step.id)
    ):
        run.say(run.phrase("cannot_stop"))
        return
    if _is_changing_the_world(run):
        _while_waiting(run)
        return
    if isinstance(run.program.by_id.get(session.at), PayStep) and session.pending:
        run.effects.append(CancelPayment(run.key(), session.pending))
    run.note(session.at, "stopped")
    run.say(run.phrase("stopped"))
    ending.close(run, "stopped", "abandoned")


def _is_changing_the_world(run: Run) -> bool:
    """Whether something is under way that cannot be called back: a hold and a payment can."""
    session = run.session
    step = run.program.by_id.get(session.at)
    return (
        session.state != "asking"
        and memory.is_barrier(run.program, session.at)
        and not isinstance(step, BookStep | PayStep)
    )


# -- what the citizen sent --------------------------------------------------------------------------------------------


def _message(run: Run, message: object) -> None:
    session = run.session
    if session.state == "ended":
        run.say(run.phrase("ended_before"))
        return
    heard = _heard(run, message)
    if heard is None:
        run.say(run.phrase("old_button"))
        put_again(run)
    elif session.state != "asking":
        _while_waiting(run)
    elif isinstance(message, MediaIn) and not _takes_files(run):
        run.note(session.at, "passed a file over")
        run.say(run.phrase("unusable"))
        put_again(run)
    elif not commands.obey(run, heard, walking.follow):
        step = run.program.by_id[session.at]
        walking.follow(run, RUNNERS[type(step)].resume(step, run, heard))


def _takes_files(run: Run) -> bool:
    """Whether the present question can be answered with a file; several photos often come where one was asked for."""
    step: object = run.program.by_id[run.session.at]
    if isinstance(step, RepeatStep) and run.session.local.get("record") is not None:
        step = step.parts[run.session.local["part"]]
    return isinstance(step, CollectStep) or (
        isinstance(step, AskStep) and isinstance(step.type, Document)
    )


def _heard(run: Run, message: object) -> Heard | None:
    match message:
        case TextIn(text):
            return Heard(Given(text=text))
        case TapIn(id=tap, title=title):
            return _tapped(run, tap, title)
        case MediaIn():
            return Heard(Given(media=message, text=message.caption or None))
        case LocationIn():
            return Heard(Given(location=message))
        case _:
            return Heard(Given())


def _tapped(run: Run, tap: str, title: str) -> Heard | None:
    session, turn, value = [*tap.split(".", 2), "", ""][:3]
    if tap == title:
        return Heard(Given(text=title))
    if session != run.session.id:
        return None
    return Heard(Given(text=title), value) if turn == str(run.session.turn) else None


def _while_waiting(run: Run) -> None:
    step = run.program.by_id.get(run.session.at)
    if step is None or not RUNNERS[type(step)].remind(step, run):
        run.say(run.phrase("one_moment"))
    run.flush()


def put_again(run: Run) -> None:
    """Put the present question once more, as it stands; where there is none, say how things are."""
    if run.session.state != "asking":
        _while_waiting(run)
        return
    run.session.local.pop(commands.WHICH, None)
    step = run.program.by_id[run.session.at]
    RUNNERS[type(step)].again(step, run)


# -- what came from elsewhere -----------------------------------------------------------------------------------------


def _replied(run: Run, event: Replied) -> None:
    session = run.session
    if event.key and event.key == session.pending and session.state != "ended":
        step = run.program.by_id[session.at]
        walking.follow(run, RUNNERS[type(step)].resume(step, run, event))
    else:
        late.take(run, event)


def _outside(run: Run, event: AskedBack | TimerFired) -> None:
    session = run.session
    stale = (
        event.token != session.turn
        if isinstance(event, TimerFired)
        else event.key != session.pending
    )
    if stale or session.state == "ended":
        run.note(session.at, "ignored a stale event")
        return
    session.local.pop(commands.WHICH, None)
    step = run.program.by_id[session.at]
    walking.follow(run, RUNNERS[type(step)].resume(step, run, event))
