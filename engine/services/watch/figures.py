"""How things stand in the store: what waits, how long it has waited, who is at work. One reading is a handful of small queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.domain.calendar import format_moment, local_date
from engine.runtime.ports import Reader
from engine.runtime.times import to_ms

STATES = ("waiting", "in_hand", "unknown")
"""Open states of an effect, by the number its row holds."""

ALIVE = timedelta(seconds=30)
"""A worker that has not been heard of for so long does not work."""

REMEMBERED = timedelta(days=1)
"""So long is a worker that has ended still counted among those that are missing."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Rows that wait. oldest_s: how long the one that should have been done first is overdue; 0 where none is."""

    rows: int
    oldest_s: float


NOTHING = Queue(0, 0.0)

RESTS_MS = 1_000
"""What is to be tried so soon has not failed, it waits for its turn."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Effects of one kind in one state, one of STATES."""

    kind: str
    state: str
    queue: Queue


@dataclass(frozen=True, slots=True)
class Figures:
    """One reading. letters: open dead letters by kind; billed: today's messages by service and category;
    heard_s: since the last sign of any worker, None where there never was one; unlogged: certificates that wait for the public log;
    logged: entries it has; undrawn: certificates in it whose paper could not be drawn, the
    oldest by when it was asked for; help: people who wait to be called, and those of them for whom it is overdue, by help desk.
    """

    inbox: Queue
    replies: Queue
    timers: Queue
    effects: tuple[Effects, ...]
    letters: Mapping[str, int]
    billed: Mapping[tuple[str, str], int]
    workers: int
    heard_s: float | None
    unlogged: Queue = NOTHING
    logged: int = 0
    undrawn: Queue = NOTHING
    help: Mapping[str, tuple[int, int]] = field(default_factory=dict)


Waiting = Callable[[], tuple[int, int]]
"""How many arrivals the inbox holds that no worker has dealt with, and the moment of the oldest in ms, 0 where there is none."""


def read(store: Reader, waiting: Waiting, now: datetime) -> Figures:
    """Return how things stand. Raises StoreDown."""
    moment, today = to_ms(now), local_date(now).isoformat()
    workers = beats(store, now)
    waits, since, logged = store.rows("watch.log")[0]
    rows = store.rows("watch.messages", (moment,)) + store.rows("watch.effects", (moment,))
    return Figures(
        inbox=_queue(waiting(), moment),
        replies=_queue(store.rows("watch.replies", (moment,))[0], moment),
        timers=_queue(store.rows("watch.timers", (moment,))[0], moment),
        effects=tuple(
            Effects(kind, STATES[state], _queue((count, oldest), moment))
            for kind, state, count, oldest in rows
        ),
        letters={str(kind): int(count) for kind, count in store.rows("watch.letters")},
        billed={
            (service, category): messages
            for _, service, category, messages in store.rows("costs.by_service", (today,))
        },
        workers=sum(seconds <= ALIVE.total_seconds() for seconds in workers),
        heard_s=min(workers, default=None),
        unlogged=_queue((waits, since), moment),
        logged=int(logged),
        undrawn=_queue(store.rows("watch.papers", (moment + RESTS_MS,))[0], moment),
        help={
            str(desk): (int(waiting), int(late))
            for desk, waiting, late in store.rows("watch.help", (format_moment(now),))
        },
    )


def beats(store: Reader, now: datetime) -> list[float]:
    """Return for every worker of the last day the seconds since it was last heard of. Raises StoreDown."""
    rows = store.rows("watch.workers", (to_ms(now - REMEMBERED),))
    return [max(0.0, (to_ms(now) - at) / 1000) for (at,) in rows]


def is_at_work(store: Reader, now: datetime) -> bool:
    """Return whether a worker has been heard of lately. Raises StoreDown."""
    return any(seconds <= ALIVE.total_seconds() for seconds in beats(store, now))


def _queue(row: tuple[Any, ...], now: int) -> Queue:
    count, oldest = row
    return Queue(int(count), max(0.0, (now - oldest) / 1000) if oldest else 0.0)
