"""advance: one event, one case. Pure: the same program, session, event and moment always give the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain.answers.kind import Given
from engine.domain.calendar import format_moment
from engine.domain.duration import parse_duration, render
from engine.domain.effect import Call, CancelPayment, Effect, Refund
from engine.domain.event import AskedBack, Event, MessageArrived, Replied, Started, TimerFired
from engine.domain.message import LocationIn, MediaIn, TapIn, TextIn
from engine.domain.money import format_money
from engine.domain.session import Session
from engine.interpreter import commands, memory
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run, Unmapped
from engine.interpreter.steps import RUNNERS
from engine.interpreter.steps.runner import EXPIRED, STAY
from engine.interpreter.trace import TraceRecord
from engine.language.compiled import (
    ConfirmStep,
    FeeGap,
    PayStep,
    RefundStep,
    SayStep,
    SendStep,
    WaitStep,
)
from engine.language.expressions.env import Unset
from engine.language.program import Program

STEPS_A_TURN = 200
"""More steps than any honest turn passes; the validator proves that no cycle is free of a question."""

RELEASE_FOR = timedelta(days=1)
"""How long the release of a hold is tried before officers are told."""


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
        break_off(run)
    if run.session.state == "working":
        run.session.said = run.said
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
        session.state, session.ended = "asking", ""
        session.asked.clear()
        follow(run, run.program.later[later].first)
        return
    session.opened = format_moment(run.now)
    run.say(_introduction(run))
    follow(run, run.program.first)


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
    if program.state == "sample":
        lines.append(run.phrase("about_sample"))
    return "\n".join(lines)


def _in(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or next(iter(label.values()))


def _stop(run: Run) -> None:
    session = run.session
    settled = [
        name
        for name in (step.id for step in run.program.steps)
        if memory.is_barrier(run.program, name)
    ]
    if any(
        memory.get(session.answers, name) is not None and name not in session.holds
        for name in settled
    ):
        run.say(run.phrase("cannot_stop"))
        return
    if isinstance(run.program.by_id.get(session.at), PayStep) and session.pending:
        run.effects.append(CancelPayment(run.key(), session.pending))
    run.note(session.at, "stopped")
    run.say(run.phrase("stopped"))
    close(run, "stopped", "abandoned")


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
    elif not commands.obey(run, heard, follow):
        step = run.program.by_id[session.at]
        follow(run, RUNNERS[type(step)].resume(step, run, heard))


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
    if session != run.session.id:
        return Heard(Given(text=title))
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
    step = run.program.by_id[run.session.at]
    RUNNERS[type(step)].again(step, run)


# -- what came from elsewhere -----------------------------------------------------------------------------------------


def _replied(run: Run, event: Replied) -> None:
    session = run.session
    if event.key and event.key == session.pending and session.state != "ended":
        step = run.program.by_id[session.at]
        follow(run, RUNNERS[type(step)].resume(step, run, event))
    elif event.outcome == "paid":
        _too_late(run, event)
    else:
        run.note(session.at, f"ignored {event.outcome}")


def _too_late(run: Run, event: Replied) -> None:
    if event.key in run.session.keys.values() and run.session.local.get("refunded") == event.key:
        return
    amount = int(event.gives.get("amount", 0))
    run.effects.append(Refund(run.key(), event.key, amount))
    run.say(run.phrase("late_money", amount=format_money(amount)))
    run.note(run.session.at, "paid too late, returned")


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
    step = run.program.by_id[session.at]
    follow(run, RUNNERS[type(step)].resume(step, run, event))


# -- walking the steps ------------------------------------------------------------------------------------------------


def follow(run: Run, target: str | None) -> None:
    """Walk from step to step until one waits or the service ends."""
    for _ in range(STEPS_A_TURN):
        if target is STAY:
            return
        if target == EXPIRED:
            close(run, run.session.at, EXPIRED)
            return
        if target in run.program.ends:
            finish(run, target)
            return
        target = _pass(run, target)
    run.note(run.session.at, "walked in a circle")
    break_off(run)


def _pass(run: Run, target: str) -> str | None:
    session, step = run.session, run.program.by_id[target]
    if session.resume == target:
        session.resume = ""
    if step.only_if is not None and not step.only_if(run.env(step.computed)):
        left = memory.pop(session.answers, target)
        if left is not None and not memory.is_barrier(run.program, target):
            session.left[target] = left
        return step.then
    if session.resume and _passed_over(run, target):
        return session.taken.get(target, step.then)
    session.at, session.stage, session.tries = target, "", 0
    session.taken.pop(target, None)
    if session.local:
        session.local = {}
    return RUNNERS[type(step)].enter(step, run)


def _passed_over(run: Run, target: str) -> bool:
    """Whether this step has its answer still, while an earlier answer is being changed."""
    if isinstance(
        run.program.by_id[target], SayStep | ConfirmStep | WaitStep | SendStep | RefundStep
    ):
        return True
    answers = run.session.answers
    if memory.get(answers, target) is not None:
        return True
    if target in run.session.left:
        memory.put(answers, target, run.session.left.pop(target))
        return True
    return False


def finish(run: Run, end: str) -> None:
    """Reach a declared end."""
    reached = run.program.ends[end]
    run.say(run.words(reached.text, reached.computed))
    run.note(end, reached.result)
    close(run, end, reached.result)
    run.flush()


def close(run: Run, at: str, result: str) -> None:
    """End the session: nothing is awaited any more and every hold is released."""
    session = run.session
    release(run)
    if session.state != "ended":
        run.rest()
    session.at, session.state, session.stage, session.pending, session.resume = (
        at,
        "ended",
        result,
        "",
        "",
    )
    session.ended = format_moment(run.now)
    session.asked, session.left, session.local, session.taken, session.counts = (
        [],
        {},
        {},
        {},
        session.counts,
    )


def release(run: Run) -> None:
    """Give back whatever is held and not paid for."""
    for step, hold in run.session.holds.items():
        key = run.key()
        run.effects.append(
            Call(key, hold["release"], {"hold": hold["hold"]}, try_until=run.now + RELEASE_FOR)
        )
        run.note(step, "released")
    run.session.holds.clear()


def break_off(run: Run) -> None:
    """End a case that cannot go on through our own fault, with an apology."""
    run.say(run.phrase("trouble"))
    close(run, run.session.at, "failed")
