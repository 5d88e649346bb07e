"""Walks a recorded conversation through a program, the world replying as it did then, and says where it parts from the record."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from engine.domain.calendar import format_moment
from engine.domain.effect import RequestPayment
from engine.domain.event import Event, MessageArrived, Replied, Started, TimerFired
from engine.domain.session import Session
from engine.interpreter import memory
from engine.interpreter.machine import Outcome, advance
from engine.language.compiled import ApproveStep, PayStep, WaitStep
from engine.language.program import Program
from engine.scenarios.replaying.recording import Recording
from engine.scenarios.replaying.saying import Unanswered, Unkept, answer

CASE = "case"
CHANGED, FAILED = "changed", "failed"
EVENTS = 400
"""More than any conversation has."""

How = Literal[
    "same", "refused", "new question", "other reply", "other end", "broke off", "circle", "unknown"
]


@dataclass(frozen=True, slots=True)
class Walked:
    """What became of a conversation. how: `unknown` where the record does not hold enough to say; at: the step where it parted from the
    record, or the end; why: in words, empty where it is the same."""

    how: How
    at: str
    why: str = ""


def walk(program: Program, recording: Recording) -> Walked:
    """Return what becomes of a conversation in this program."""
    return _Walk(program, recording).go()


class _Walk:
    """One conversation on its way."""

    def __init__(self, program: Program, recording: Recording) -> None:
        self._program = program
        self._recording = recording
        began = datetime.fromisoformat(f"{recording.held}T06:00:00").replace(tzinfo=UTC)
        self._now, self._over = began, began + timedelta(days=recording.lasted)
        self._left = {step: deque(outcomes) for step, outcomes in recording.outcomes.items()}
        self._later = deque(recording.later)
        self._amount = 0
        self._has_guessed = False
        self._session = Session(CASE, program.service, program.digest, recording.language)

    def go(self) -> Walked:
        """Walk to the end, or to where the record leads no further."""
        event: Event | Walked = Started()
        for _ in range(EVENTS):
            if isinstance(event, Walked):
                return event
            at = self._session.at
            outcome = self._take(event)
            parted = self._look(at, outcome)
            if parted is not None:
                return parted
            event = self._next()
        return Walked("circle", self._session.at, "it goes on and on")

    def _take(self, event: Event) -> Outcome:
        outcome = advance(self._program, self._session, event, self._now)
        self._session = outcome.session
        self._now += timedelta(seconds=20)
        for effect in outcome.effects:
            if isinstance(effect, RequestPayment):
                self._amount = effect.amount
        return outcome

    def _look(self, at: str, outcome: Outcome) -> Walked | None:
        """Return where this turn parted from the record, or None where it did not or where the case has ended as it did then."""
        for record in outcome.trace:
            if record.did.startswith("refused "):
                return Walked("refused", at, f"the answer is refused ({record.did[8:]})")
            if record.did.startswith("broke off") and self._has_guessed:
                return Walked("unknown", at, "what was replied then is not kept")
            if record.did.startswith(("broke off", "walked in a circle")):
                return Walked("broke off", at, record.did)
        if self._session.state != "ended" or self._later:
            return None
        now, then = self._session.at, self._recording.at
        if now == then or self._recording.state != "ended":
            return (
                Walked("same", now)
                if now == then
                else Walked("other end", now, "it was not over then")
            )
        return Walked("other end", now, f"it ended at {then} then")

    def _next(self) -> Event | Walked:
        session, recording = self._session, self._recording
        if session.state == "ended":
            return Started(self._later.popleft())
        if self._has_come_as_far():
            return Walked("same", session.at)
        if session.at in recording.silent and session.at not in recording.answers:
            return Walked("same", session.at)
        if session.state == "asking":
            return self._answer()
        step = self._program.by_id[session.at]
        if isinstance(step, PayStep) and session.stage in ("rechecking", "settling"):
            return self._within_payment(step)
        if not self._left.get(session.at):
            return Walked("other reply", session.at, "no reply of then is left for it")
        return self._reply(self._left[session.at].popleft())

    def _answer(self) -> Event | Walked:
        try:
            message = answer(self._program, self._session, self._recording, self._now)
        except Unkept as why:
            return Walked("unknown", self._session.at, str(why))
        except Unanswered as why:
            return Walked("new question", self._session.at, str(why))
        return MessageArrived(message)

    def _has_come_as_far(self) -> bool:
        """Tell whether a case that had not ended stands where it stood, with nothing of the record left for this step."""
        recording, at = self._recording, self._session.at
        return (
            recording.state != "ended"
            and at == recording.at
            and at not in recording.answers
            and not self._left.get(at)
        )

    def _within_payment(self, step: PayStep) -> Event:
        """Return what comes before and after the payment itself: the bill seen once more, and the places made firm."""
        left = self._left.get(step.id) or deque()
        if self._session.stage == "rechecking":
            known = memory.get(self._session.answers, step.unchanged)
            has_changed = bool(left) and left[0] == CHANGED and bool(left.popleft())
            given = {"other": True} if has_changed else dict(known or {})
            return Replied(CASE, self._session.pending, "found", given)
        failed = bool(left) and left[0] == FAILED and bool(left.popleft())
        return Replied(CASE, self._session.pending, "gone" if failed else "settled")

    def _reply(self, outcome: str) -> Event:
        """Return a reply. What it gave is kept of the last one alone; an earlier one of the same outcome is taken to be like it."""
        session = self._session
        step = self._program.by_id[session.at]
        if isinstance(step, WaitStep):
            return TimerFired(CASE, "wait", session.turn)
        if isinstance(step, ApproveStep):  # it is officers who take days
            self._now = max(self._now, self._over)
        gives = self._recording.gives.get(session.at)
        has_it = self._recording.outcomes[session.at][-1] == outcome
        self._has_guessed = self._has_guessed or not has_it
        given = dict(gives) if has_it and isinstance(gives, dict) else {}
        if isinstance(step, PayStep) and outcome == "paid":
            given = {"reference": "SAMPLE", "paid_on": format_moment(self._now), **given}
            given["amount"] = self._amount
        return Replied(CASE, session.pending, outcome, given)
