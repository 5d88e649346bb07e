"""What an operator reads is what lies in the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.ports import Write
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.watch import figures
from engine.services.watch.figures import Effects, Figures, Queue
from engine.services.watch.heartbeat import EVERY_S, Heartbeat
from tests.services.homes import Home

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
PERSON = "0123456789abcdef"


class MovedClock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - NOW).total_seconds()

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def ago(seconds: float) -> int:
    return to_ms(NOW - timedelta(seconds=seconds))


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def store(home: Home, clock: MovedClock) -> Iterator[Store]:
    made = home.store(Keys(b"o" * 32, SystemRandom()), clock)
    yield made
    made.close()


def keep(store: Store, *writes: tuple[str, tuple[Any, ...]]) -> None:
    with store.transaction():
        store.write(Write(*each) for each in writes)


def reading(store: Store) -> Figures:
    return figures.read(store, lambda: (0, 0), NOW)


def test_an_empty_store_waits_for_nothing(store: Store) -> None:
    nothing = Queue(0, 0.0)

    assert reading(store) == Figures(nothing, nothing, nothing, (), {}, {}, 0, None)


def test_it_counts_effects_by_kind_and_state_and_tells_what_is_late(store: Store) -> None:
    add = "outbox.add"
    keep(
        store,
        (add, (1, None, "Send", PERSON, "", 0, 0, ago(90), b"")),
        (add, (2, None, "Send", PERSON, "", 0, ago(20), ago(90), b"")),
        (add, (3, None, "Send", PERSON, "", 2, ago(-60), ago(90), b"")),
        (add, (4, "s/1", "Call", PERSON, "s", 0, ago(30), ago(900), b"")),
        (add, (5, "s/2", "Call", PERSON, "s", 0, ago(-900), ago(900), b"")),
        (add, (6, None, "Send", PERSON, "", 1, 0, ago(7), b"")),
        ("outbox.done", (to_ms(NOW), "wamid.1", 1, 6)),
    )

    assert set(reading(store).effects) == {
        Effects("Send", "waiting", Queue(2, 90.0)),
        Effects("Send", "unknown", Queue(1, 0.0)),
        Effects("Call", "waiting", Queue(2, 30.0)),
    }


def test_it_counts_timers_that_are_due(store: Store) -> None:
    keep(
        store,
        ("timers.set", ("s1", "a", PERSON, ago(12), 1)),
        ("timers.set", ("s2", "a", PERSON, ago(-12), 1)),
    )

    assert reading(store).timers == Queue(1, 12.0)


def test_it_counts_open_letters_by_kind(store: Store) -> None:
    for name in ("a", "b", "c"):
        kind = "turn" if name == "c" else "effect"
        keep(store, ("letters.add", (name, kind, PERSON, "", "", "why", ago(1), b"")))
    keep(store, ("letters.settle", (to_ms(NOW), "a")))

    assert reading(store).letters == {"effect": 1, "turn": 1}


def test_it_shows_todays_messages_alone(store: Store) -> None:
    for day, number in (("2026-11-22", 5), ("2026-11-23", 2), ("2026-11-23", 3)):
        keep(store, ("costs.count", (day, "no session", PERSON, "service", number)))

    assert reading(store).billed == {("", "service"): 5}


def test_it_hands_on_what_waits_in_the_inbox(store: Store) -> None:
    found = figures.read(store, lambda: (3, ago(4)), NOW)

    assert found.inbox == Queue(3, 4.0)


def test_a_worker_is_at_work_while_it_is_heard_of(store: Store, clock: MovedClock) -> None:
    one, two = (Heartbeat(store, clock, SystemRandom(), lambda: "digest") for _ in range(2))
    assert not figures.is_at_work(store, clock.now())

    one.beat()
    two.beat()
    clock.forward(figures.ALIVE.total_seconds() + 1)
    two.beat()

    found = figures.read(store, lambda: (0, 0), clock.now())
    assert (found.workers, found.heard_s) == (1, 0.0)
    clock.forward(figures.ALIVE.total_seconds() + 1)
    assert not figures.is_at_work(store, clock.now())


def test_a_worker_does_not_write_in_every_round(
    store: Store, home: Home, clock: MovedClock
) -> None:
    heartbeat = Heartbeat(store, clock, SystemRandom(), lambda: "digest")
    heartbeat.beat()
    clock.forward(EVERY_S - 1)
    heartbeat.beat()

    assert home.plain("SELECT at, catalogue FROM heartbeat") == [(to_ms(NOW), "digest")]


def test_workers_long_gone_are_forgotten(store: Store, home: Home, clock: MovedClock) -> None:
    Heartbeat(store, clock, SystemRandom(), lambda: "").beat()
    clock.forward(figures.REMEMBERED.total_seconds() + 1)
    Heartbeat(store, clock, SystemRandom(), lambda: "").beat()

    assert len(home.plain("SELECT name FROM heartbeat")) == 1
