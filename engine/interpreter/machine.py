"""advance: one event, one case. Pure: the same program, session, event and moment always give the same outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.answers.kind import Given
from engine.domain.calendar import format_moment
from engine.domain.duration import parse_duration, render
from engine.domain.effect import AnswerOfficers, CancelPayment, Effect, Refund
from engine.domain.event import AskedBack, Event, MessageArrived, Replied, Started, TimerFired
from engine.domain.message import LocationIn, MediaIn, TapIn, TextIn
from engine.domain.money import format_money
from engine.domain.session import Session
from engine.interpreter import commands, memory
from engine.interpreter.offers import Heard
from engine.interpreter.run import Run, Unmapped
from engine.interpreter.steps import RUNNERS
from engine.interpreter.steps.approve import ASKED_BACK
from engine.interpreter.steps.confirm import CORRECT
from engine.interpreter.steps.runner import EXPIRED, STAY
from engine.interpreter.trace import TraceRecord
from engine.language.compiled import (
    ApproveStep,
    BookStep,
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


RETURNED = "returned"
"""Among the session's keys, by the key of a payment that came too late: it is given back, once."""


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
        session.keys[memory.LATER] = session.at
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
    if session.keys.get(memory.LATER):
        back_as_it_was(run)
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
    close(run, "stopped", "abandoned")


def _is_changing_the_world(run: Run) -> bool:
    """Whether something is under way that cannot be called back: a hold and a payment can."""
    session = run.session
    step = run.program.by_id.get(session.at)
    return (
        session.state != "asking"
        and memory.is_barrier(run.program, session.at)
        and not isinstance(step, BookStep | PayStep)
    )


def back_as_it_was(run: Run) -> None:
    """Leave what was begun with a finished case: it stands as it stood before."""
    session = run.session
    run.note(session.at, "left as it was")
    end = session.keys.pop(memory.LATER)
    close(run, end, run.program.ends[end].result)


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
        follow(run, RUNNERS[type(step)].resume(step, run, event))
    elif event.outcome == "paid":
        _too_late(run, event)
    elif event.outcome == "held":
        _held_too_late(run, event)
    else:
        run.note(session.at, f"ignored {event.outcome}")


def _too_late(run: Run, event: Replied) -> None:
    """Give back money for which nothing can be done any more, once; of money taken before a repeated report changes nothing."""
    session = run.session
    step = next((name for name, key in session.keys.items() if key == event.key), "")
    if event.key in session.keys or (step and memory.get(session.answers, step) is not None):
        run.note(session.at, "ignored a repeated paid")
        return
    session.keys[event.key] = RETURNED
    amount = int(event.gives.get("amount", 0))
    run.effects.append(Refund(run.key(), event.key, amount))
    run.say(run.phrase("late_money", amount=format_money(amount)))
    run.note(run.session.at, "paid too late, returned")


def _held_too_late(run: Run, event: Replied) -> None:
    """Give back a place that nobody waits for any more."""
    session = run.session
    for step in run.program.steps:
        if isinstance(step, BookStep) and session.keys.get(step.id) == event.key:
            if memory.get(session.answers, step.id) is not None:
                break
            session.holds[step.id] = {"hold": event.gives.get("hold"), "release": step.release}
            run.let_go(step.id)
            return
    run.note(session.at, "ignored held")


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
    follow(run, RUNNERS[type(step)].resume(step, run, event))


# -- walking the steps ------------------------------------------------------------------------------------------------


def follow(run: Run, target: str | None) -> None:
    """Walk from step to step until one waits or the service ends."""
    for _ in range(STEPS_A_TURN):
        if target is STAY:
            return
        if target == EXPIRED:
            _expire(run)
            return
        if target in run.program.ends:
            finish(run, target)
            return
        target = _pass(run, target)
    run.note(run.session.at, "walked in a circle")
    break_off(run)


def _expire(run: Run) -> None:
    """End a case whose citizen did not answer; one that had been finished before stands as it stood."""
    if run.session.keys.get(memory.LATER):
        back_as_it_was(run)
    else:
        close(run, run.session.at, EXPIRED)


def _pass(run: Run, target: str) -> str | None:
    session, step = run.session, run.program.by_id[target]
    back_to = session.resume.split()
    if target in back_to:
        session.resume = " ".join(back_to[back_to.index(target) + 1 :])
        back_to = [target]
    if step.only_if is not None and not step.only_if(run.env(step.computed)):
        _leave_out(run, target)
        return step.then
    if session.resume and target not in back_to[:1] and _passed_over(run, target):
        return session.taken.get(target, step.then)
    session.at, session.stage, session.tries = target, "", 0
    session.taken.pop(target, None)
    if session.local:
        session.local = {}
    return RUNNERS[type(step)].enter(step, run)


def _leave_out(run: Run, target: str) -> None:
    """Put the answer of a step that no longer applies aside; what changed the world has happened all the same."""
    session = run.session
    if not memory.is_barrier(run.program, target):
        left = memory.pop(session.answers, target)
        if left is not None:
            session.left[target] = left


def _passed_over(run: Run, target: str) -> bool:
    """Whether this step has its answer still, while an earlier answer is being changed."""
    step = run.program.by_id[target]
    if isinstance(step, SayStep | WaitStep | SendStep):
        return True
    if isinstance(step, ConfirmStep):
        return bool(run.session.counts.get(f"{target}.{CORRECT}"))
    if isinstance(step, RefundStep):
        return target in run.session.keys
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
    for step in list(session.holds):
        run.let_go(step)
    _tell_officers(run)
    session.keys.pop(memory.LATER, None)
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


def _tell_officers(run: Run) -> None:
    """Tell officers who wait for answers of the citizen that none will come."""
    session, waiting = run.session, memory.officers_wait(run.session)
    step = run.program.by_id.get(waiting)
    if isinstance(step, ApproveStep):
        del session.keys[waiting + memory.OFFICERS_ASK]
        request = str(session.counts.get(f"{waiting}.{ASKED_BACK}", 0))
        run.effects.append(
            AnswerOfficers(run.key(), session.keys[step.case], request, (), lapsed=True)
        )


def break_off(run: Run) -> None:
    """End a case that cannot go on through our own fault, with an apology."""
    run.say(run.phrase("trouble"))
    close(run, run.session.at, "failed")
