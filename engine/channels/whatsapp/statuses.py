"""Says what a `failed` status means: the platform took the message and later reported that it did not reach the citizen.

Binding a status to its message is the runtime's work (by the outbox id it was sent with, or by the platform's name of it); only the
meaning of the code is the channel's.
"""

from __future__ import annotations

from engine.channels.whatsapp.errors import Verdict, rule_for
from engine.runtime.ports import Dead, Retry

SAFE_TO_REPEAT = frozenset({Verdict.RETRY, Verdict.THROTTLE, Verdict.PAIR})
LATEST_STATES = ("sent", "delivered", "read")
"""In this order; a later one is never replaced by an earlier one that was overtaken on the way."""


def after_failure(code: int | None, attempt: int) -> Retry | Dead:
    """Return whether the message is sent again. code: of the status, None where it named none; attempt: tries made so far.

    A failed message has certainly not been shown, so sending it again cannot show it twice. A failure without a code stays dead.
    """
    rule = rule_for(code)
    wait = rule.wait_s(attempt)
    if rule.verdict in SAFE_TO_REPEAT and wait is not None:
        return Retry(wait, rule.why)
    return Dead(f"{rule.why} (code {code})")


def newer(known: str, told: str) -> bool:
    """Return whether a status tells more than what is known. `failed` counts only while nothing was delivered."""
    if told == "failed":
        return known in ("", "sent")
    if told not in LATEST_STATES or known == "failed":
        return False
    return not known or LATEST_STATES.index(told) > LATEST_STATES.index(known)
