"""advance: one event, one case. Pure: the same program, session, event and moment always give the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from engine.domain.calendar import format_moment, local_date
from engine.domain.duration import parse_duration, render
from engine.domain.effect import CancelPayment, Effect, WentOn
from engine.domain.event import (
    AskedBack,
    Event,
    FileLost,
    MessageArrived,
    Replied,
    Started,
    TimerFired,
)
from engine.domain.message import Incoming
from engine.domain.money import format_money
from engine.domain.session import Session
from engine.interpreter import commands, ending, hearing, late, lost, memory, walking
from engine.interpreter.handing_over import HANDOFF
from engine.interpreter.phrases import phrase
from engine.interpreter.run import Negative, Run, Unmapped
from engine.interpreter.steps import RUNNERS
from engine.interpreter.trace import TraceRecord, Weighed
from engine.language.compiled import BookStep, FeeGap, PayStep
from engine.language.expressions.env import Unset
from engine.language.program import Program


class Outcome(NamedTuple):
    """What one event did: the session afterwards, what is asked of the world, and one trace record a step.

    ahead: the words that were sent before the question that stands now; weighed: what conditions read on the way, and what replies
    brought.
    """

    session: Session
    effects: tuple[Effect, ...]
    trace: tuple[TraceRecord, ...]
    ahead: tuple[str, ...] = ()
    weighed: tuple[Weighed, ...] = ()


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


def come_back(program: Program, session: Session, now: datetime) -> Outcome:
    """Put the question again at which a case was given up, with all that had been answered before."""
    return act(program, session, now, _come_back)


def stop(program: Program, session: Session, now: datetime) -> Outcome:
    """End a case at the citizen's wish, where nothing has been paid or registered yet."""
    return act(program, session, now, _stop)


def withdraw(program: Program, session: Session, now: datetime) -> Outcome:
    """Take a case back from its help desk, where nothing has been paid or registered yet: its citizen begins anew."""
    return act(program, session, now, _withdraw)


def act(program: Program, session: Session, now: datetime, deed: Callable[[Run], None]) -> Outcome:
    """Do something with a session and return what came of it; what is missing (an answer, a fee) or cannot be ends it with an apology."""
    run = Run(program, memory.copy(session), now)
    try:
        deed(run)
    except (Unset, Unmapped, FeeGap, Negative) as trouble:
        run.note(run.session.at, f"broke off: {type(trouble).__name__} {trouble}")
        ending.break_off(run)
    if run.said:
        _speak(run)
    return Outcome(
        run.session, tuple(run.effects), tuple(run.trace), tuple(run.ahead), tuple(run.weighed)
    )


def _speak(run: Run) -> None:
    """Send what was said; while a short call is under way it waits, since every message costs money."""
    if run.session.state == "working":
        run.session.said = [words for words in run.said if words != run.echoed]
    else:
        run.flush()


def _take(run: Run, event: Event) -> None:
    match event:
        case MessageArrived(message):
            _message(run, message)
        case Started(later):
            _start(run, later)
        case Replied():
            _replied(run, event)
        case FileLost():
            lost.take(run, event, walking.follow)
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
    today = local_date(run.now).isoformat()
    run.say(_introduction(run.program, session.language, today))
    walking.follow(run, run.program.first)


@lru_cache(maxsize=4096)
def _introduction(program: Program, language: str, today: str) -> str:
    """Return what a citizen should know before answering: what this is, how long it takes, what it costs, what to have at hand."""
    lines = [f"*{_in(program.title, language)}*"]
    takes = parse_duration(program.takes) if program.takes else None
    if takes is not None:
        lines.append(phrase("about_takes", language, takes=render(takes, language)))
    lines += _price(program, language, today)
    papers = [_in(paper.label, language) for paper in program.papers if paper.only_if is None]
    if papers:
        lines.append(phrase("about_papers", language, papers=", ".join(papers)))
    perhaps = [_in(paper.label, language) for paper in program.papers if paper.only_if is not None]
    if perhaps:
        lines.append(phrase("about_papers_maybe", language, papers=", ".join(perhaps)))
    if program.why:
        lines.append(phrase("about_why", language, why=_in(program.why, language)))
    if program.state == "sample":
        lines.append(phrase("about_sample", language))
    return "\n".join(lines)


def _price(program: Program, language: str, today: str) -> list[str]:
    """Return the line that says what the service costs, where that is known beforehand."""
    price = program.price
    found = price.on(today) if price is not None else None
    if price is None or found is None or found[1] <= 0:
        return []
    least, most = map(format_money, found)
    if price.more:
        return [phrase("about_fee_more", language, amount=least)]
    amount = least if least == most else f"{least} - {most}"
    return [phrase("about_fee_each" if price.each else "about_fee", language, amount=amount)]


def _in(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or next(iter(label.values()))


def _come_back(run: Run) -> None:
    session = run.session
    session.at = session.keys.pop(memory.GAVE_UP)
    if session.stage == HANDOFF:
        run.effects.append(WentOn(run.key()))
    session.state, session.stage, session.ended, session.tries = "asking", "", "", 0
    run.note(session.at, "came back")
    put_again(run)


def _withdraw(run: Run) -> None:
    if not _has_settled(run):
        run.effects.append(WentOn(run.key()))
        run.session.keys.pop(memory.GAVE_UP, None)
        run.session.stage = "abandoned"
        run.note(run.session.at, "begun anew")


def _stop(run: Run) -> None:
    session = run.session
    if session.keys.get(memory.LATER):
        ending.back_as_it_was(run)
        run.say(run.phrase("stopped"))
        return
    if _has_settled(run):
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


def _has_settled(run: Run) -> bool:
    """Whether something was paid or registered that is not given back by stopping: a hold is."""
    session = run.session
    return any(
        memory.get(session.answers, step.id) is not None and step.id not in session.holds
        for step in run.program.steps
        if memory.is_barrier(run.program, step.id)
    )


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


def _message(run: Run, message: Incoming) -> None:
    session = run.session
    if session.state == "ended":
        run.say(run.phrase("ended_before"))
        return
    heard = hearing.heard(run, message)
    if heard is None:
        run.say(run.phrase("old_button"))
        put_again(run)
    elif session.state != "asking":
        _while_waiting(run)
    elif odd := hearing.passed_over(run, message):
        run.note(session.at, f"passed over: {odd}")
        run.say(run.phrase(odd))
        put_again(run)
    elif not commands.obey(run, heard, walking.follow):
        step = run.program.by_id[session.at]
        walking.follow(run, RUNNERS[type(step)].resume(step, run, heard))


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
