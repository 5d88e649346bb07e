"""A scripted world: departments answer from their examples, payments settle, officers decide, the clock jumps. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from engine.domain.calendar import format_moment
from engine.domain.effect import (
    AnswerOfficers,
    AskOfficers,
    Call,
    CancelPayment,
    CancelTimer,
    Effect,
    HandOver,
    Issue,
    OpenCase,
    Refund,
    RequestPayment,
    Send,
    SetTimer,
    Verify,
    WentOn,
)
from engine.domain.event import LIMIT, AskedBack, Event, Replied, TimerFired
from engine.domain.message import Outgoing
from engine.language.model.connector import Connector
from engine.scenarios.department_answers import answer

DECIDED = {"approve": "approved", "reject": "rejected", "close": "closed"}
UNREAD = ("unreadable", "encrypted", "too_large", "lost", "no_keys", "other_code")
"""What keeps a certificate from being verified."""


@dataclass(slots=True)
class Desk:
    """The one case that lies before officers."""

    ask: AskOfficers
    stage: int = 0


@dataclass(slots=True)
class World:
    """Takes effects, gives events.

    script: by operation (or `pay`, `refund`), what happens in order, the last for ever; holders: role labels;
    said: every message sent, oldest first; timers: by name; counted: uses of a limit; performed: what was asked of the world besides
    messages and timers (`power.bill`, `pay`, `refund 4500`), in order; overdue: until when nobody pays, and what comes then all the same.
    """

    session: str
    connectors: Mapping[str, Connector]
    script: Mapping[str, tuple[str, ...]]
    now: datetime
    said: list[Outgoing] = field(default_factory=list)
    timers: dict[str, SetTimer] = field(default_factory=dict)
    desk: Desk | None = None
    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    paid: dict[str, int] = field(default_factory=dict)
    effects: list[str] = field(default_factory=list)
    performed: list[str] = field(default_factory=list)
    overdue: tuple[datetime, Replied | None] | None = None

    def copy(self) -> World:
        """Return a world that goes on from here by itself."""
        return replace(
            self,
            said=list(self.said),
            timers=dict(self.timers),
            desk=None if self.desk is None else replace(self.desk),
            counted=dict(self.counted),
            used=dict(self.used),
            paid=dict(self.paid),
            effects=list(self.effects),
            performed=list(self.performed),
        )

    def perform(self, effect: Effect) -> list[Event]:
        """Do what a step asked for and return what comes of it at once."""
        self.effects.append(type(effect).__name__)
        self.performed += _named(effect)
        match effect:
            case Send(message):
                self.said.append(message)
                return []
            case SetTimer(name=name):
                self.timers[name] = effect
                return []
            case CancelTimer(name=name):
                self.timers.pop(name, None)
                return []
            case Call():
                return self._call(effect)
            case RequestPayment():
                return self._pay(effect)
            case _:
                return self._elsewhere(effect)

    def _elsewhere(self, effect: Effect) -> list[Event]:
        match effect:
            case Refund(key=key):
                return [self._reply(key, self._next("refund") or "sent")]
            case OpenCase(key=key):
                number = effect.continues or f"SAMPLE-{len(self.effects):03}"
                return [
                    self._reply(
                        key, "opened", {"number": number, "opened": format_moment(self.now)}
                    )
                ]
            case AskOfficers():
                self.desk = Desk(effect)
                return [self._moved()]
            case Issue(key=key, type=name):
                return [self._reply(key, "issued", _issued(name))]
            case Verify(key=key):
                return [self._verified(key)]
            case AnswerOfficers() | CancelPayment() | _:
                return []

    def _verified(self, key: str) -> Replied:
        found = self._next("verify") or "no_keys"
        if found in UNREAD:
            return self._reply(key, "unread", {"why": found})
        return self._reply(key, "verified", {"reason": found, "said": {"en": found}})

    def _reply(self, key: str, outcome: str, gives: Mapping[str, Any] | None = None) -> Replied:
        return Replied(self.session, key, outcome, gives or {})

    def _next(self, name: str) -> str:
        """Return what the script says comes next for this operation, or an empty string."""
        script = self.script.get(name, ())
        if not script:
            return ""
        place = self.used.get(name, 0)
        self.used[name] = place + 1
        return script[min(place, len(script) - 1)]

    # -- departments ---------------------------------------------------------------------------------------------------

    def _call(self, call: Call) -> list[Event]:
        for place, limit in enumerate(call.limits):
            if self.counted.get((limit.name, limit.by), 0) >= limit.at_most:
                return [self._reply(call.key, "over_limit", {LIMIT: place})]
        outcome, gives = self._answer(call)
        for counter in {(each.name, each.by) for each in call.limits if outcome in each.outcomes}:
            self.counted[counter] = self.counted.get(counter, 0) + 1
        if outcome == "unavailable" and call.try_until is not None:
            return self._try_on(call)
        return [self._reply(call.key, outcome, gives)]

    def _try_on(self, call: Call) -> list[Event]:
        waiting = self._reply(call.key, "still_trying")
        script = self.script.get(call.operation, ())
        if self.used.get(call.operation, 0) >= len(script):
            return [waiting, self._reply(call.key, "gave_up")]
        outcome, gives = self._answer(call)
        return [
            waiting,
            self._reply(call.key, "gave_up" if outcome == "unavailable" else outcome, gives),
        ]

    def _answer(self, call: Call) -> tuple[str, Mapping[str, Any]]:
        name, _, operation = call.operation.partition(".")
        wanted = self._next(call.operation)
        return answer(self.connectors[name].operations[operation], call.needs, wanted)

    # -- money ---------------------------------------------------------------------------------------------------------

    def _pay(self, request: RequestPayment) -> list[Event]:
        link = self._reply(
            request.key, "link", {"url": "https://pay.example/SAMPLE", "reference": "SAMPLE"}
        )
        paid = {
            "amount": request.amount,
            "reference": "SAMPLE-PAY",
            "paid_on": format_moment(self.now),
        }
        match self._next("pay") or "paid":
            case "paid":
                return [link, self._reply(request.key, "paid", paid)]
            case "late":
                self.overdue = request.expires, self._reply(request.key, "paid", paid)
                return [link]
            case "expired":
                self.overdue = request.expires, None
                return [link]
            case "waiting":
                return [link]
            case outcome:
                return [link, self._reply(request.key, outcome)]

    def after_a_while(self) -> list[Event]:
        """Return what comes of a payment that is late or never made, once nothing else happens; nothing where there is none."""
        if self.overdue is None:
            return []
        moment, reply = self.overdue
        fired = self.pass_until(moment)
        if fired:
            return fired
        self.overdue = None
        return [reply] if reply is not None else []

    # -- time ----------------------------------------------------------------------------------------------------------

    def pass_until(self, moment: datetime) -> list[Event]:
        """Move the clock and return the timer that fires first on the way, if any."""

        due = sorted(
            (timer for timer in self.timers.values() if timer.at <= moment),
            key=lambda timer: timer.at,
        )
        if not due:
            self.now = max(self.now, moment)
            return []
        first = due[0]
        del self.timers[first.name]
        self.now = max(self.now, first.at)
        return [TimerFired(first.session, first.name, first.token)]

    # -- officers ------------------------------------------------------------------------------------------------------

    def _moved(self) -> Replied:
        assert self.desk is not None  # noqa: S101 (set by the callers)
        role = self.desk.ask.stages[self.desk.stage].role
        return self._reply(
            self.desk.ask.key, "moved", {"holder": {"en": role}, "due": format_moment(self.now)}
        )

    def decide(self, decision: str, reason: str, answers: tuple[str, ...]) -> list[Event] | str:
        """Return what an officer's decision brings, or why it is not possible."""
        if self.desk is None:
            return "no case lies before officers"
        ask, stage = self.desk.ask, self.desk.ask.stages[self.desk.stage]
        if decision not in stage.may:
            return f'the stage "{stage.id}" may not {decision}'
        if decision in ("forward", "send_down"):
            self.desk.stage += 1 if decision == "forward" else -1
            if not 0 <= self.desk.stage < len(ask.stages):
                return f"there is no stage to {decision.replace('_', ' ')} to"
            return [self._moved()]
        if decision == "ask_back":
            return [AskedBack(self.session, ask.key, answers, reason)]
        self.desk = None
        labels = ask.reasons.get(decision, {})
        if reason and labels and reason not in labels:
            return f'"{reason}" is no reason to {decision}'
        return [
            self._reply(
                ask.key, DECIDED[decision], {"reason": labels[reason]} if reason in labels else {}
            )
        ]


_NAMES: Mapping[type, str] = {
    RequestPayment: "pay", CancelPayment: "cancel", OpenCase: "submit", AskOfficers: "approve", AnswerOfficers: "answer", Issue: "issue",
    HandOver: "hand over", WentOn: "went on", Verify: "verify",
}  # fmt: skip


def _named(effect: Effect) -> list[str]:
    """Return what a test calls this effect; messages and timers have no name."""
    match effect:
        case Call(operation=operation):
            return [operation]
        case Refund(amount=amount):
            return [f"refund {amount}"]
        case _:
            return [_NAMES[type(effect)]] if type(effect) in _NAMES else []


def _issued(name: str) -> dict[str, Any]:
    """Return what a certificate gives, as a sample."""
    file = {"media": "sample", "name": f"{name}.pdf", "mime": "application/pdf", "bytes": 1}
    return {
        "number": "SAMPLE",
        "id": "SAMPLE",
        "url": "https://certificate.example/c/SAMPLE",
        "file": file,
    }
