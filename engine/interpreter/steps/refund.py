"""refund: gives money back, all of it or what a table says, and releases what was booked."""

from __future__ import annotations

from engine.domain.effect import Call, Refund
from engine.domain.event import Replied
from engine.interpreter import memory
from engine.interpreter.run import Run
from engine.interpreter.steps.runner import STAY, Runner, Wakes
from engine.language.compiled import BookStep, RefundStep

SENT = "sent"


def enter(step: RefundStep, run: Run) -> str | None:
    """Ask for the refund; an amount of nothing is settled at once, and what was given back is not given back again."""
    if step.payment in run.session.keys and _sent(step, run) == run.session.keys[step.payment]:
        return run.route(step, SENT)
    _release(step, run)
    paid = int((memory.get(run.session.answers, step.payment) or {}).get("amount", 0))
    amount = paid if step.amount is None else min(paid, int(step.amount(run.env(step.computed))))
    run.barrier()
    if amount <= 0:
        return run.route(step, SENT)
    key = run.key()
    run.ask(Refund(key, run.session.keys[step.payment], amount), key)
    run.session.keys[step.id] = key
    run.note(step.id, "asked for a refund")
    return STAY


def _sent(step: RefundStep, run: Run) -> str:
    """Return the key of the payment this step has given back already, or an empty string."""
    return run.session.keys.get(f"{step.id}.{SENT}", "")


def _release(step: RefundStep, run: Run) -> None:
    booked = run.program.by_id.get(step.releases)
    hold = (
        (memory.get(run.session.answers, step.releases) or {}).get("hold")
        if step.releases
        else None
    )
    if isinstance(booked, BookStep) and hold is not None:
        run.effects.append(Call(run.key(), booked.release, {"hold": hold}))
        run.session.holds.pop(step.releases, None)


def resume(step: RefundStep, run: Run, event: Wakes) -> str | None:
    """Take the gateway's word."""
    if not isinstance(event, Replied):
        return STAY
    if event.outcome == SENT:
        run.session.keys[f"{step.id}.{SENT}"] = run.session.keys[step.payment]
    return run.route(step, event.outcome)


RUNNER = Runner(enter, resume)
