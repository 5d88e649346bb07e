"""Bounds across conversations: how often an outcome (a wrong guess, say) may come up for one citizen or one number."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.domain.effect import Call, Limit
from engine.runtime.keys import Keys
from engine.runtime.ports import Reader, Write
from engine.runtime.times import to_ms

CITIZEN = "citizen"


def used_up(call: Call, person: str, keys: Keys, store: Reader, now: datetime) -> int | None:
    """Return the place of the first of the call's limits that allows no further try, nothing where all have room."""
    for place, limit in enumerate(call.limits):
        if _count(limit, person, keys, store, now) >= limit.at_most:
            return place
    return None


def counted(call: Call, outcome: str, person: str, keys: Keys, now: datetime) -> tuple[Write, ...]:
    """Return the writes that count an outcome: once for each name and subject, however many limits look at them."""
    at = to_ms(now)
    meant = (limit for limit in call.limits if outcome in (*limit.outcomes, call.counted))
    subjects = ((limit.name, _subject(limit, person, keys)) for limit in meant)
    return tuple(Write("counters.add", (*each, at)) for each in dict.fromkeys(subjects))


def _count(limit: Limit, person: str, keys: Keys, store: Reader, now: datetime) -> int:
    since = to_ms(now - timedelta(seconds=limit.within_s))
    rows = store.rows("counters.count", (limit.name, _subject(limit, person, keys), since))
    return int(rows[0][0])


def _subject(limit: Limit, person: str, keys: Keys) -> str:
    """Return whom it counts for, unreadable to anyone without the master key."""
    if limit.by == CITIZEN:
        return keys.blind("limit/person", person)
    return keys.blind("limit/value", limit.by)
