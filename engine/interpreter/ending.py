"""How a case ends: at a declared end, by silence, through our own fault; nothing stays held and nobody waits in vain."""

from __future__ import annotations

from engine.domain.calendar import format_moment
from engine.domain.effect import AnswerOfficers, Refund
from engine.domain.money import format_money
from engine.interpreter import memory
from engine.interpreter.handing_over import HANDOFF, hand_over
from engine.interpreter.late import RETURNED
from engine.interpreter.run import Run
from engine.interpreter.steps.approve import ASKED_BACK
from engine.interpreter.steps.pay import TAKEN
from engine.interpreter.steps.runner import EXPIRED
from engine.language.compiled import ApproveStep, PayStep


def finish(run: Run, end: str) -> None:
    """Reach a declared end."""
    reached = run.program.ends[end]
    words = run.words(reached.text, reached.computed)
    run.say(words)
    run.say(reached.desk.get(run.session.language, ""))
    if _may_come_back(run):
        run.session.keys[memory.GAVE_UP] = run.session.at
        run.say(run.phrase("can_go_on"))
    if reached.result == HANDOFF:
        hand_over(run, words, sum(_paid(run).values()), reached.to)
    run.note(end, reached.result)
    close(run, end, reached.result)
    run.flush()


def _may_come_back(run: Run) -> bool:
    """Whether a question was given up, and what was answered before it stays good: nothing is given back, no officer is told."""
    session = run.session
    return (
        run.gave_up == session.at
        and bool(session.answers or session.local)
        and not (session.holds or memory.officers_wait(session))
    )


def close(run: Run, at: str, result: str) -> None:
    """End the session: nothing is awaited any more and every hold is released."""
    session = run.session
    for step in list(session.holds):
        run.let_go(step)
    _tell_officers(run)
    if session.state != "ended":
        run.rest()
    session.at, session.state, session.stage = at, "ended", result
    session.pending, session.ended = "", format_moment(run.now)
    if memory.GAVE_UP not in session.keys:
        session.asked, session.left, session.local, session.taken = [], {}, {}, {}
        session.resume = ""
        session.keys.pop(memory.LATER, None)


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


def expire(run: Run) -> None:
    """End a case whose citizen did not answer; one that had been finished before stands as it stood."""
    if run.session.keys.get(memory.LATER):
        back_as_it_was(run)
    else:
        close(run, run.session.at, EXPIRED)


def back_as_it_was(run: Run) -> None:
    """Leave what was begun with a finished case: it stands as it stood before."""
    session = run.session
    run.note(session.at, "left as it was")
    end = session.keys.pop(memory.LATER)
    close(run, end, run.program.ends[end].result)


def break_off(run: Run) -> None:
    """End a case that cannot go on through our own fault, with an apology.

    Money for which nothing was done goes back; where anything else was done in the world already, the department's help desk takes the
    case over.
    """
    session = run.session
    if session.keys.get(memory.LATER):
        run.say(run.phrase("trouble"))
        back_as_it_was(run)
        return
    paid = _paid(run)
    if _has_changed_the_world(run):
        words = run.phrase("trouble_officer")
        hand_over(run, words, sum(paid.values()))
        run.say(words)
        close(run, session.at, HANDOFF)
        return
    if paid:
        for payment, amount in paid.items():
            session.keys[payment] = RETURNED
            run.effects.append(Refund(run.key(), payment, amount))
        run.say(run.phrase("trouble_money", amount=format_money(sum(paid.values()))))
    else:
        run.say(run.phrase("trouble"))
    close(run, session.at, "failed")


def _paid(run: Run) -> dict[str, int]:
    """Return the amounts this case has taken, by the key of their payment."""
    session = run.session
    given = {
        session.keys.get(step.id, ""): memory.get(session.answers, step.id)
        for step in run.program.steps
        if isinstance(step, PayStep)
    }
    return {
        payment: int(each["amount"])
        for payment, each in given.items()
        if each and int(each["amount"]) > 0 and session.keys.get(payment) == TAKEN
    }


def _has_changed_the_world(run: Run) -> bool:
    """Whether anything but a payment was done that cannot be taken back."""
    return any(
        memory.get(run.session.answers, step.id) is not None
        and memory.is_firm(run.program, run.session, step.id)
        for step in run.program.steps
        if not isinstance(step, PayStep)
    )
