"""How long to wait before trying again, by kind of effect; the end of a row is a dead letter."""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain.effect import (
    AskOfficers,
    Call,
    Issue,
    OpenCase,
    Refund,
    RequestPayment,
    Send,
    Verify,
)
from engine.domain.event import Event, Replied

MINUTE, HOUR = 60, 3600

QUICK = (1, 2, 5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR)
"""About eight hours: a message is worth sending late, but not into another day's conversation."""
SHORT = (1, 2, 4, 8, 15)
"""About half a minute: the citizen is waiting for the answer."""
PATIENT = (1, 5, 30, 2 * MINUTE, 10 * MINUTE, HOUR, *(6 * HOUR,) * 28)
"""About a week: money and cases are never given up while there is hope."""

TABLE: Mapping[type, tuple[int, ...]] = {
    Send: QUICK,
    Call: SHORT,
    RequestPayment: SHORT,
    Verify: SHORT,
}
"""Seconds after the first, second, … failure."""

UNENDING = frozenset({Issue})
"""Given up only where the handler says so: what was signed and is in the public log already must get its paper, or be revoked."""

LAST_REPLY: Mapping[type, str] = {
    Call: "unavailable",
    RequestPayment: "failed",
    Refund: "failed",
    Issue: "failed",
    OpenCase: "failed",
    AskOfficers: "failed",
    Verify: "unread",
}
"""What a session hears when its effect failed for good and the handler said nothing better."""


def wait_s(effect: object, attempt: int) -> int | None:
    """Return how many seconds to wait after this attempt (1 is the first) failed, None to give up."""
    table = TABLE.get(type(effect), PATIENT)
    if type(effect) in UNENDING:
        return table[min(attempt, len(table)) - 1]
    return table[attempt - 1] if attempt <= len(table) else None


def last_replies(effect: object, key: str, session: str) -> tuple[Event, ...]:
    """Return what the session hears when the effect is given up."""
    outcome = LAST_REPLY.get(type(effect))
    return (Replied(session, key, outcome),) if outcome and session else ()
