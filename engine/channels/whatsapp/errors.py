"""What each error code of the platform means for us: try again, wait, use a template, stop, or give up.

The table is `errors.json`, with its source and date. The HTTP status is not reliable there (throttling travels as 400), so the code
decides first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import orjson


class Verdict(StrEnum):
    """What to do about a refusal.

    retry: a passing trouble of the platform; throttle: our number is too fast, all its messages wait and go slower afterwards;
    pair: too many messages to this one person, who waits alone; window: more than 24 hours have passed, a template goes instead;
    stop: our account or token is in trouble, every further send fails or does harm until a person acts; dead: this message will never
    be delivered. The citizen is told nothing in any case but `window`: what cannot be delivered cannot say so either.
    """

    RETRY = "retry"
    THROTTLE = "throttle"
    PAIR = "pair"
    WINDOW = "window"
    STOP = "stop"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done about some codes. waits: seconds before the next try, by attempts made; after the last one the message is dead.

    endless: the last wait is repeated as long as it takes, because the trouble is ours or the platform's, not the message's;
    alert: a person of ours must act.
    """

    verdict: Verdict
    why: str
    waits: tuple[float, ...] = ()
    endless: bool = False
    alert: bool = False

    def wait_s(self, attempt: int) -> float | None:
        """Return seconds to wait after this attempt (1 is the first), or None where no further try makes sense."""
        if not self.waits or (attempt > len(self.waits) and not self.endless):
            return None
        return self.waits[min(max(attempt, 1), len(self.waits)) - 1]


def _rule(row: Mapping[str, Any]) -> Rule:
    waits = tuple(float(wait) for wait in row.get("waits", ()))
    return Rule(
        Verdict(row["verdict"]),
        row["why"],
        waits,
        row.get("endless", False),
        row.get("alert", False),
    )


_TABLE: Mapping[str, Any] = orjson.loads(Path(__file__).with_name("errors.json").read_bytes())
_NAMED = {name: _rule(row) for name, row in _TABLE["rules"].items()}

RULES: Mapping[int, Rule] = {row["code"]: _NAMED[row["rule"]] for row in _TABLE["codes"]}
MEANINGS: Mapping[int, str] = {row["code"]: row["means"] for row in _TABLE["codes"]}
PLATFORM, TOO_FAST, OURS = _NAMED["platform"], _NAMED["too_fast"], _NAMED["ours"]
_ACCESS, _PUZZLED, _UNLISTED = _NAMED["access"], _NAMED["puzzled"], _NAMED["unlisted"]
PERMISSIONS = range(200, 300)
"""Codes that say which permission is missing."""


def rule_for(code: int | None, status: int = 0, transient: bool = False) -> Rule:
    """Return the rule for an error. code: the platform's, if it gave one; status: of HTTP; transient: its own word for it."""
    if code is not None and code in RULES:
        return RULES[code]
    if code in PERMISSIONS or status in (401, 403):
        return _ACCESS
    if status == 429:
        return TOO_FAST
    if status >= 500:
        return PLATFORM
    return _PUZZLED if transient else _UNLISTED
