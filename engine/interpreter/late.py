"""What comes when nobody waits for it any more: money and places, which are given back once; what came of it at the help desk."""

from __future__ import annotations

from engine.domain.effect import Refund
from engine.domain.event import Replied
from engine.domain.money import format_money
from engine.interpreter import memory
from engine.interpreter.handing_over import HANDOFF, SEEN_TO
from engine.interpreter.run import Run
from engine.language.compiled import BookStep

RETURNED = "returned"
"""Among the session's keys, by the key of a payment that came too late: it is given back, once. (One in time is `pay.TAKEN` there.)"""


def take(run: Run, reply: Replied) -> None:
    """Heed a reply that the case does not wait for."""
    match reply.outcome:
        case "paid":
            _money(run, reply)
        case "held":
            _place(run, reply)
        case outcome if outcome in SEEN_TO and run.session.stage == HANDOFF:
            _seen_to(run, reply)
        case outcome:
            run.note(run.session.at, f"ignored {outcome}")


def _money(run: Run, event: Replied) -> None:
    """Give back money for which nothing can be done any more, once; of money taken before a repeated report changes nothing."""
    session = run.session
    if event.key in session.keys:
        run.note(session.at, "ignored a repeated paid")
        return
    session.keys[event.key] = RETURNED
    amount = int(event.gives.get("amount", 0))
    run.effects.append(Refund(run.key(), event.key, amount))
    run.say(run.phrase("late_money", amount=format_money(amount)))
    run.note(run.session.at, "paid too late, returned")


def _place(run: Run, event: Replied) -> None:
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


def _seen_to(run: Run, reply: Replied) -> None:
    """Remember what the help desk did and tell the citizen; whom it has helped has no more to go on with."""
    session, language = run.session, run.session.language
    session.stage = reply.outcome
    if reply.outcome == "helped":
        session.keys.pop(memory.GAVE_UP, None)
    title, reason = run.program.title, reply.gives.get("reason", {})
    said = {"title": title.get(language) or next(iter(title.values()))}
    said["reason"] = reason.get(language) or next(iter(reason.values()), "")
    run.say(run.phrase(f"desk_{reply.outcome}", **said).replace("\n\n", "\n"))
    run.note(session.at, reply.outcome)
