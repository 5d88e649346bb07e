"""What each error code of the platform means for us: try again, wait, use a template, stop, or give up.

Codes: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
(copy of 10 March 2026). The HTTP status is not reliable there (throttling travels as 400), so the code decides first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do about a refusal.

    retry: a passing trouble of the platform; throttle: our number is too fast; pair: too many messages to this one person;
    window: more than 24 hours have passed, only a template may go; stop: our account or token is in trouble: every further send
    fails or does harm until a person acts; dead: this message will never be delivered.
    """

    RETRY = "retry"
    THROTTLE = "throttle"
    PAIR = "pair"
    WINDOW = "window"
    STOP = "stop"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table. waits: seconds before the next try, by attempts made; after the last one the message is dead.

    endless: the last wait is repeated as long as it takes, because the trouble is ours or the platform's, not the message's.
    """

    verdict: Verdict
    why: str
    waits: tuple[float, ...] = ()
    endless: bool = False

    def wait_s(self, attempt: int) -> float | None:
        """Return seconds to wait after this attempt (1 is the first), or None where no further try makes sense."""
        if not self.waits or (attempt > len(self.waits) and not self.endless):
            return None
        return self.waits[min(max(attempt, 1), len(self.waits)) - 1]


_BRIEF = (2.0, 10.0, 60.0)
_NUMBER = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
_PERSON = (1.0, 4.0, 16.0, 64.0, 256.0)
_CLOSED = (60.0, 300.0, 900.0)

PLATFORM = Rule(Verdict.RETRY, "the platform is down", (*_BRIEF, 300.0), endless=True)
PUZZLED = Rule(Verdict.RETRY, "the platform does not say what is wrong", _BRIEF)
TOO_FAST = Rule(Verdict.THROTTLE, "our number sends too fast", _NUMBER, endless=True)
UPGRADING = Rule(Verdict.THROTTLE, "our number is being upgraded", (20.0,), endless=True)
SLOW_APP = Rule(
    Verdict.THROTTLE, "our app makes too many requests", (60.0, 120.0, 300.0), endless=True
)
ONE_PERSON = Rule(Verdict.PAIR, "too many messages to this person", _PERSON, endless=True)
WINDOW = Rule(Verdict.WINDOW, "more than 24 hours since the citizen wrote")
MARKETING = Rule(Verdict.DEAD, "the citizen has had enough messages of this kind today")
UNREACHABLE = Rule(Verdict.DEAD, "the message cannot reach this person")
OURS = Rule(Verdict.DEAD, "the platform does not accept the message as we made it")
MEDIA = Rule(Verdict.RETRY, "the platform could not take the file", (5.0,))
TEMPLATE = Rule(Verdict.DEAD, "the template is paused or disabled")
QUALITY = Rule(Verdict.STOP, "the platform has restricted our account", (900.0,), endless=True)
ACCESS = Rule(Verdict.STOP, "our access to the platform is not valid", _CLOSED, endless=True)
BILLING = Rule(Verdict.STOP, "the platform's bill is not settled", _CLOSED, endless=True)
IDENTITY = Rule(Verdict.DEAD, "the number may have a new owner")
UNLISTED = Rule(Verdict.DEAD, "the platform refused with a code we do not know")


def _table(rows: Mapping[Rule, tuple[int, ...]]) -> Mapping[int, Rule]:
    return {code: rule for rule, codes in rows.items() for code in codes}


RULES: Mapping[int, Rule] = _table(
    {
        PLATFORM: (2, 131016, 133004),
        PUZZLED: (1, 131000),
        TOO_FAST: (130429, 429),
        UPGRADING: (131057,),
        SLOW_APP: (4, 80007, 133016),
        ONE_PERSON: (131056,),
        WINDOW: (131047,),
        MARKETING: (131049,),
        UNREACHABLE: (131021, 131026, 131030, 131037, 131050, 131062, 131063, 130472, 130497),
        OURS: (
            33, 100, 131008, 131009, 131051, 132000, 132001, 132005, 132007, 132008, 132012,
            132018, 135000,
        ),
        MEDIA: (131052, 131053),
        TEMPLATE: (132015, 132016, 132068, 132069),
        QUALITY: (131048, 131064, 368, 131031),
        ACCESS: (0, 3, 10, 190, 131005, 131045, 133010, *range(200, 300)),
        BILLING: (131042, 131044, 134011),
        IDENTITY: (137000,),
    }
)  # fmt: skip


def rule_for(code: int | None, status: int = 0, transient: bool = False) -> Rule:
    """Return the rule for an error. code: the platform's, if it gave one; status: of HTTP; transient: its own word for it."""
    known = RULES.get(code) if code is not None else None
    if known is not None:
        return known
    if status == 429:
        return TOO_FAST
    if status >= 500:
        return PLATFORM
    if transient:
        return PUZZLED
    if status in (401, 403):
        return ACCESS
    return UNLISTED
