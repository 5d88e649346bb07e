"""Two web and three worker processes at one PostgreSQL database: whatever is killed, cut off or restarted, every promise is kept."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bench.postgres import SMALL, Server
from bench.processes import Engine, family
from bench.wire import Wire, wire
from bench.world import Load
from tests.chaos.killing import Crew, Outcome, Trouble, play, sent_again, unsure

WORKERS = ("worker 1", "worker 2", "worker 3")
QUICK = Load(8.0, rate=40, warm_s=0, citizens=80, together=0, again=0.05, batch=10, drain_s=60)
LONG = Load(45.0, rate=25, warm_s=0, citizens=300, together=0, again=0.05, batch=10, drain_s=120)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server(SMALL)
    yield made
    made.remove()


@pytest.fixture
def line(server: Server) -> Iterator[Wire]:
    with wire(server.socket, seed=7) as made:
        yield made


def crew(server: Server, line: Wire | None = None) -> Crew:
    address = server.database()
    if line is not None:
        name = address.partition("?")[0].rpartition("/")[2]
        address = server.url(name, f"127.0.0.1:{line.port}")
    return Crew(WORKERS, 2, address)


def check(outcome: Outcome, entries: int) -> None:
    counts = outcome.world.seen.counts
    kept = len(outcome.office.entries)
    told = {name: counts[name] for name in ("replies", "sent_twice", "webhooks_refused")}
    print(f"{kept} cases, {told}, broken: {outcome.broken}")
    assert not outcome.broken, f"{outcome.broken}\n{outcome.logs}"
    assert kept > entries


def until(seconds: float, trouble: Trouble) -> Trouble:
    """Return a trouble that comes again and again for so long; what died of it is started again."""

    async def again(made: Engine, chance: random.Random) -> None:
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            await asyncio.sleep(chance.uniform(0.3, 1.5))
            await trouble(made, chance)
            revive(made)
        for _ in range(100):
            await asyncio.sleep(0.1)
            revive(made)

    return again


def revive(made: Engine) -> None:
    for name, process in list(made.running.items()):
        if process.poll() is not None:
            made.start(name)


def kill_any(cut_off: Counter[int]) -> Trouble:
    """Return a trouble that kills one of the workers, one of the web processes, or the web server as a whole. cut_off: as for `kills`."""

    async def trouble(made: Engine, chance: random.Random) -> None:
        name = chance.choice([*WORKERS, "web", "web"])
        pids = family(made.running[name].pid)
        if name == "web" and len(pids) > 1 and chance.random() < 0.7:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(pids[1:]), signal.SIGKILL)
            return
        made.kill(name)
        if name != "web":
            cut_off.update(unsure(made))
        await asyncio.sleep(chance.uniform(0.0, 0.4))
        made.start(name)

    return trouble


def test_it_keeps_every_promise_when_processes_are_killed(tmp_path: Path, server: Server) -> None:
    cut_off: Counter[int] = Counter()
    outcome = play(tmp_path, QUICK, until(6, kill_any(cut_off)), 31, crew(server), 15)

    check(outcome, 15)
    assert sent_again(outcome.world.seen) <= cut_off


@pytest.mark.prove
def test_it_keeps_every_promise_through_many_kills(tmp_path: Path, server: Server) -> None:
    cut_off: Counter[int] = Counter()
    outcome = play(tmp_path, LONG, until(42, kill_any(cut_off)), 32, crew(server), 100)

    check(outcome, 100)
    assert sent_again(outcome.world.seen) <= cut_off


@pytest.mark.prove
def test_it_goes_on_by_itself_when_the_database_is_restarted(
    tmp_path: Path, server: Server
) -> None:
    cut_off: Counter[int] = Counter()

    async def restart(made: Engine, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(2, 5))
        await asyncio.to_thread(server.stop, chance.choice([signal.SIGQUIT, signal.SIGINT]))
        await asyncio.sleep(chance.uniform(0, 2))
        await asyncio.to_thread(server.start)
        cut_off.update(unsure(made))

    outcome = play(tmp_path, LONG, until(40, restart), 33, crew(server), 100)
    check(outcome, 100)
    assert sent_again(outcome.world.seen) <= cut_off
    assert outcome.world.seen.statuses <= {0, 200, 503}


@pytest.mark.prove
def test_it_neither_loses_nor_doubles_where_the_answer_to_a_commit_is_lost(
    tmp_path: Path, server: Server, line: Wire
) -> None:
    async def lose(_made: Engine, chance: random.Random) -> None:
        line.lose = chance.choice([0.0, 0.01, 0.1])

    async def healed(made: Engine, chance: random.Random) -> None:
        await until(40, lose)(made, chance)
        line.lose = 0.0

    outcome = play(tmp_path, LONG, healed, 34, crew(server, line), 100)
    print(f"{line.lost} answers lost")
    check(outcome, 100)
    assert outcome.world.seen.counts["sent_twice"] <= 2_000
    assert line.lost > 5


@pytest.mark.prove
def test_it_keeps_up_when_each_commit_takes_ten_milliseconds_more(
    tmp_path: Path, server: Server, line: Wire
) -> None:
    line.delay_s, cut_off = 0.01, Counter[int]()
    outcome = play(tmp_path, LONG, until(42, kill_any(cut_off)), 35, crew(server, line), 100)

    check(outcome, 100)
    assert sent_again(outcome.world.seen) <= cut_off
