"""The worker works until it is told to stop, alone, and through troubles of the store."""

from __future__ import annotations

import asyncio
import re
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.domain.message import MediaIn
from engine.runtime import codec
from engine.runtime.doors import LoopScheduler, Random, SystemClock, SystemRandom, new_id
from engine.runtime.ports import Alias, Arrival, Done, FetchMedia, MessageBody
from engine.runtime.store.protocol import StoreDown
from engine.runtime.worker import AnotherWorker, WorkerLock
from tests.runtime.pretend import Repeating, Town


class Patience(LoopScheduler):
    """The real loop, whose pauses are cut short."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


async def run_until(town: Town, done: Any) -> None:
    town.worker._scheduler = town.worker.outbox._scheduler = Patience()
    running = asyncio.create_task(town.worker.run())
    for _ in range(2_000):
        if done():
            break
        await asyncio.sleep(0)
    town.worker.stop()
    await asyncio.wait_for(running, 60)


def test_it_answers_until_it_is_stopped(town: Town) -> None:
    town.write("911", "open", "call")
    asyncio.run(run_until(town, lambda: len(town.phone.sent) == 3))
    assert town.phone.heard_by("911") == ["1 opened", "2 asking", "3 found"]
    assert town.rows("select count(*) from outbox where state <> 3") == [(0,)]


def test_it_ends_what_is_under_way_before_it_stops(town: Town) -> None:
    begun = []

    class Slow:
        async def deliver(self, job):
            begun.append(job.key)
            for _ in range(50):
                await asyncio.sleep(0)
            return Done(provider_id="wamid.slow")

    town.handlers.clear()
    from engine.domain.effect import Send

    town.handlers[Send] = Slow()
    town.write("911", "a")
    asyncio.run(run_until(town, lambda: bool(begun)))
    assert town.rows("select state, provider from outbox") == [(3, "wamid.slow")]


def test_it_waits_while_the_store_is_down(town: Town) -> None:
    times = 5
    real = town.store.transaction

    @contextmanager
    def flaky():
        nonlocal times
        if times:
            times -= 1
            raise StoreDown("disk full")
        with real():
            yield

    town.store.transaction = flaky  # type: ignore[method-assign]
    town.write("911", "a")
    asyncio.run(run_until(town, lambda: bool(town.phone.sent)))
    assert town.phone.sent == [("911", "1 a")]


def test_it_lets_one_worker_at_a_database(tmp_path: Path) -> None:
    lock = WorkerLock(tmp_path / "m.db")
    with pytest.raises(AnotherWorker, match="another worker"):
        WorkerLock(tmp_path / "m.db")
    lock.release()
    WorkerLock(tmp_path / "m.db").release()


def test_it_brings_a_citizens_file_home(town: Town) -> None:
    fetched = []

    class Fetch:
        async def deliver(self, job):
            fetched.append((job.effect, job.line))
            return Done()

    town.handlers[FetchMedia] = Fetch()
    body = codec.encode(
        MessageBody(MediaIn("m1", "image/jpeg", "a.jpg", 9), town.clock.now(), to="line-1")
    )
    town.inbox.append(
        [Arrival("message", "wa:1", (Alias("phone", "911"),), body, town.clock.now())]
    )
    town.work()
    assert fetched == [(FetchMedia("m1", "image/jpeg", "a.jpg"), "line-1")]


def test_it_throws_away_what_is_no_longer_needed(town: Town) -> None:
    town.write("911", "a", "open", "timer")
    town.work()
    for _ in range(3):
        town.clock.forward(10 * 24 * 3600)
        town.work()
    assert town.rows("select count(*) from seen") == [(0,)]
    assert town.rows("select count(*) from outbox where ended < ?", 1_796_000_000_000) == [(0,)]
    assert town.rows("select count(*) from session") == [(1,)]


@pytest.mark.parametrize("random", [Repeating(), SystemRandom()])
def test_it_makes_ids_that_are_safe_in_keys_and_buttons(random: Random) -> None:
    ids = {new_id(random) for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch("[0-9a-z]{16}", each) for each in ids)


def test_its_clock_is_aware() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset().total_seconds() == 0
    assert clock.monotonic() <= clock.monotonic()
