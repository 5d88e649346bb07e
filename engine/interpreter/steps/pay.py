"""pay: asks for money once, for an amount that is frozen when the link is sent.

Stages: `rechecking` (the bill is fetched again), `ordering` (the link is made), `paying` (the citizen has it),
`settling` (a hold is made firm).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.domain.calendar import format_moment, parse_moment
from engine.domain.effect import Call, CancelPayment, Refund, RequestPayment
from engine.domain.event import Replied, TimerFired
from engine.domain.message import LinkOut
from engine.domain.money import format_money
from engine.interpreter import memory
from engine.interpreter.run import Negative, Run
from engine.interpreter.steps import call
from engine.interpreter.steps.runner import STAY, Runner, Wakes
from engine.language.compiled import CallStep, PayStep

SETTLE_FOR = timedelta(days=1)

TAKEN = "taken"
"""Among the session's keys, by the key of a payment that was made: heard of again, it changes nothing."""

UNKNOWN = ("unavailable", "gave_up")
"""Outcomes after which a place may be firm although nobody told us: it is given back together with the money."""


def enter(step: PayStep, run: Run) -> str | None:
    """Look once more at what is due where the officer asked for that, then ask for the money."""
    if step.unchanged:
        earlier = run.program.by_id[step.unchanged]
        assert isinstance(earlier, CallStep)  # noqa: S101 (the compiler resolved it)
        key = run.key()
        run.ask(call.effect(earlier, run, key), key, stage="rechecking")
        return STAY
    return _order(step, run)


def _order(step: PayStep, run: Run) -> str | None:
    env = run.env(step.computed)
    due = step.amount(env)
    if due < 0:
        raise Negative(f"{step.id}: {due} paise")
    amount = int(due)
    if amount == 0:
        run.settle(
            step,
            {"amount": 0, "reference": "-", "paid_on": format_moment(run.now)},
            "nothing to pay",
        )
        return _make_firm(step, run)
    key = run.key()
    account = "" if step.account is None else str(step.account(env))
    expires = run.now + timedelta(seconds=step.within_s)
    run.ask(
        RequestPayment(key, amount, account, run.words(step.title, step.computed), expires),
        key,
        stage="ordering",
    )
    run.session.keys[step.id] = key
    run.session.local = {"amount": amount, "expires": format_moment(expires)}
    run.session.turn += 1
    run.wake(step.within_s)
    run.barrier()
    run.note(step.id, "asked for money")
    return STAY


def resume(step: PayStep, run: Run, event: Wakes) -> str | None:
    """Take the gateway's word, or the end of the time to pay."""
    match run.session.stage, event:
        case "rechecking", Replied():
            return _rechecked(step, run, event)
        case "settling", Replied():
            return _settled(step, run, event)
        case _, Replied(outcome="link"):
            run.session.stage, run.session.state = "paying", "parked"
            run.session.local["url"] = event.gives["url"]
            _link(step, run)
            return STAY
        case _, Replied(outcome="paid"):
            return _paid(step, run, event)
        case _, Replied(outcome=outcome):
            run.rest()
            return run.route(step, "failed" if outcome != "expired" else outcome)
        case (("ordering" | "paying"), TimerFired()):
            run.effects.append(CancelPayment(run.key(), run.session.keys[step.id]))
            return run.route(step, "expired")
        case _:
            return STAY


def _rechecked(step: PayStep, run: Run, reply: Replied) -> str | None:
    if reply.outcome == call.STILL_TRYING:
        run.session.state = "parked"
        return STAY
    if dict(reply.gives) == memory.get(run.session.answers, step.unchanged):
        return _order(step, run)
    run.brought(step.id, reply.gives)
    return run.route(step, "changed")


def _link(step: PayStep, run: Run) -> None:
    local = run.session.local
    left = parse_moment(local["expires"]) - run.now
    words = run.phrase(
        "pay_body",
        title=run.words(step.title, step.computed),
        amount=format_money(local["amount"]),
        within=_within(max(1, round(left.total_seconds() / 60)), run),
    )
    run.send(LinkOut(run.body(words), run.phrase("pay_button"), local["url"]))


def _within(minutes: int, run: Run) -> str:
    """Return so many minutes in the largest unit of which there are at least two, never more than there are."""
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size:
            return run.phrase(f"within_{unit}", count=str(minutes // size))
    return run.phrase("within_minutes", count=str(minutes))


def _paid(step: PayStep, run: Run, reply: Replied) -> str | None:
    gives: dict[str, Any] = dict(reply.gives)
    run.settle(step, gives, "paid")
    run.brought(step.id, gives)
    run.session.keys[reply.key] = TAKEN
    run.rest()
    run.say(run.phrase("paid", amount=format_money(int(gives["amount"]))))
    return _make_firm(step, run)


def _make_firm(step: PayStep, run: Run) -> str | None:
    """Settle the hold this payment is for, where there is one."""
    hold = run.session.holds.get(step.settles)
    if hold is None:
        return run.route(step, "paid")
    key = run.key()
    run.ask(
        Call(key, hold["settle"], {"hold": hold["hold"]}, try_until=run.now + SETTLE_FOR),
        key,
        stage="settling",
    )
    return STAY


def _settled(step: PayStep, run: Run, reply: Replied) -> str | None:
    if reply.outcome == call.STILL_TRYING:
        run.session.state = "parked"
        return STAY
    session = run.session
    if reply.outcome == "settled":
        session.holds.pop(step.settles, None)
        return run.route(step, "paid")
    if reply.outcome in UNKNOWN and step.settles in session.holds:
        run.let_go(step.settles)
    session.holds.pop(step.settles, None)
    session.keys.pop(step.settles, None)
    amount = int(memory.get(session.answers, step.id)["amount"])
    if amount > 0:
        run.effects.append(Refund(run.key(), session.keys[step.id], amount))
        run.say(run.phrase("late_money", amount=format_money(amount)))
    return run.route(step, "expired")


def remind(step: PayStep, run: Run) -> bool:
    """Send the link again to a citizen who writes instead of paying."""
    if run.session.stage != "paying":
        return False
    run.say(run.phrase("pay_waiting"))
    _link(step, run)
    return True


def again(step: PayStep, run: Run) -> None:
    """The link is the question."""
    remind(step, run)


RUNNER = Runner(enter, resume, again, remind)
