"""A disk that is full refuses with 503 and loses nothing; when there is room again everything goes on by itself."""

from __future__ import annotations

import asyncio
import random
import resource
from pathlib import Path

from bench.processes import Engine, family
from bench.world import Load
from tests.chaos.killing import play

NO_ROOM = 4096
SAYS = {"web": "inbox.down", "worker": "store_down"}
LOAD = Load(4.5, rate=60, warm_s=0, citizens=50, together=0, batch=10)


def limit(made: Engine, name: str, most: int) -> None:
    """Let no file of this process grow beyond so many bytes, as a full disk would."""
    for pid in family(made.running[name].pid):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most or hard, hard))


def full(name: str):
    """Return a trouble that lasts until the process has said that it cannot go on, and a while longer."""

    async def trouble(made: Engine, _chance: random.Random) -> None:
        await asyncio.sleep(1.0)
        limit(made, name, NO_ROOM)
        while SAYS[name] not in made.logs():
            await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)
        limit(made, name, 0)

    return trouble


def test_it_answers_503_while_the_inbox_has_no_room(tmp_path: Path) -> None:
    outcome = play(tmp_path, LOAD, full("web"), seed=21)

    assert not outcome.broken, f"{outcome.broken}\n{outcome.logs}"
    assert outcome.world.seen.counts["webhooks_refused"] > 0
    assert outcome.world.seen.statuses == {200, 503}


def test_it_waits_while_the_worker_has_no_room(tmp_path: Path) -> None:
    outcome = play(tmp_path, LOAD, full("worker"), seed=22)

    assert not outcome.broken, f"{outcome.broken}\n{outcome.logs}"
    assert outcome.world.seen.statuses == {200}
