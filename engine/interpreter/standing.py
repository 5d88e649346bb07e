"""Tells a citizen that a certificate of theirs was revoked, suspended, restored or replaced by an officer."""

from __future__ import annotations

from typing import TypeGuard

from engine.domain.event import Event, Replied
from engine.interpreter.trace import TraceRecord
from engine.interpreter.visit import Visit

OUTCOME = "standing"
"""Of an event that is no effect's answer: its key is empty."""


def is_change(event: Event) -> TypeGuard[Replied]:
    """Whether this is news of a certificate that was issued earlier."""
    return isinstance(event, Replied) and event.outcome == OUTCOME and not event.key


def tell(visit: Visit, event: Replied) -> None:
    """Say what was done; the case, which may have ended long ago, stays as it is."""
    did, number, by = (str(event.gives.get(name, "")) for name in ("did", "number", "by"))
    visit.tell(visit.phrase(f"certificate_{did}", number=number, by=by))
    visit.trace.append(TraceRecord(event.session, "", f"told that a certificate was {did}"))
