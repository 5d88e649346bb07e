"""A PostgreSQL whose disk is really full: webhooks get 503, workers wait, and when there is room again all goes on by itself."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from bench.postgres import SMALL, Server
from bench.processes import Engine
from bench.world import Load
from tests.chaos.disk import Disk, NoDisk, disk
from tests.chaos.killing import Crew, Outcome, Trouble, play
from tests.chaos.test_issuing import play as issue

WORKERS = ("worker 1", "worker 2")
ISSUING = Load(12.0, rate=12, warm_s=0, citizens=14, together=0, again=0.05, batch=10, drain_s=90)
LOAD = Load(11.0, rate=40, warm_s=0, citizens=60, together=0, batch=10, drain_s=60)
BEFORE_S, BEHIND_S, FULL_S = 2.0, 1.0, 5.0
"""How long all is well; how long the workers are held up, so that they have much to write when the disk is full; how long it is."""
UNREAD = """
SELECT count(*) FROM outbox WHERE kind = 'Send' AND status < 3 AND made < (SELECT max(made) FROM outbox) - 2000
"""
"""Messages of ours that were read, which was acknowledged but not kept. The last reports may still be under way when all ends."""
NEXT_SEGMENT = "SELECT pg_logical_emit_message(true, '', ''), pg_switch_wal()"
NO_ROOM, DIED = "No space left on device", "PANIC"
pytestmark = pytest.mark.prove


@dataclass(frozen=True, slots=True)
class Place:
    """A server and the small disk under it."""

    server: Server
    disk: Disk
    address: str

    def said(self) -> str:
        """Return what the server wrote into its log, which lies elsewhere."""
        return (self.server.folder / "log").read_text("utf-8")

    def ask(self, sql: str) -> int:
        """Return the one number that is the answer."""
        with psycopg.connect(self.address) as connection:
            found = connection.execute(sql.encode()).fetchone()
        assert found is not None
        return int(found[0])


@contextmanager
def place(own_wal: bool) -> Iterator[Place]:
    """Give a server whose data lie on a small disk. own_wal: its log of changes lies elsewhere, where there is room."""
    server = Server(SMALL)
    try:
        with disk(server.folder / "disk", "160m") as small:
            server.stop()
            if own_wal:
                wal = server.data / "pg_wal"
                wal.rename(server.folder / "wal")
                wal.symlink_to(server.folder / "wal")
            server.entering, server.data = small.enter(server.user), small.take_in(server.data)
            server.start()
            yield Place(server, small, server.database())
            server.stop()
    except NoDisk as trouble:
        pytest.skip(
            f"NOT PROVEN: nothing may be mounted here, so no disk can be filled ({trouble})"
        )
    finally:
        server.remove()


def full(at: Place, wal: bool) -> Trouble:
    """Return a trouble that fills the disk for a while. wal: the log of changes needs a new file meanwhile, sooner than by itself."""

    async def trouble(made: Engine, _chance: random.Random) -> None:
        await asyncio.sleep(BEFORE_S)
        tell(made, signal.SIGSTOP)
        await asyncio.sleep(BEHIND_S)
        at.disk.fill()
        tell(made, signal.SIGCONT)
        await asyncio.sleep(FULL_S / 2)
        assert at.disk.free == 0, "it was not full"
        for _ in range(3 if wal else 0):
            with suppress(psycopg.OperationalError):
                await asyncio.to_thread(at.server.say, NEXT_SEGMENT)
        await asyncio.sleep(FULL_S / 2)
        at.disk.make_room()
        assert at.server.process is not None
        if at.server.process.poll() is not None:
            await asyncio.to_thread(at.server.start)

    return trouble


def tell(made: Engine, what: signal.Signals) -> None:
    for name in WORKERS:
        made.running[name].send_signal(what)


def check(outcome: Outcome, at: Place, folder: Path) -> None:
    """Look at what holds however much room the tables still had inside: whether the next row needs a new page is chance."""
    seen, unread = outcome.world.seen, at.ask(UNREAD)
    told = {name: seen.counts[name] for name in ("replies", "sent_twice", "webhooks_refused")}
    print(f"{len(outcome.office.entries)} cases, {told}, broken: {outcome.broken}")
    assert NO_ROOM in at.said()
    assert not outcome.broken, f"{outcome.broken}\n{outcome.logs}"
    assert len(outcome.office.entries) > 20
    assert not unread, "what was reported of a message was acknowledged but not kept"
    assert seen.counts["sent_twice"] == 0
    assert seen.statuses <= {200, 503}
    logs = [(folder / f"{name}.log").read_text("utf-8") for name in WORKERS]
    for log in logs:
        assert log.count("store_down") == log.count("store_back"), log
        assert "failed" not in log, log
    assert any("store_down" in log for log in logs), logs


def test_it_goes_on_by_itself_after_the_tables_had_no_room(tmp_path: Path) -> None:
    with place(own_wal=True) as at:
        outcome = play(tmp_path, LOAD, full(at, wal=False), 41, Crew(WORKERS, 2, at.address), 20)
        check(outcome, at, tmp_path)
        assert DIED not in at.said()


def test_it_goes_on_by_itself_after_the_one_disk_that_holds_everything_was_full(
    tmp_path: Path,
) -> None:
    with place(own_wal=False) as at:
        outcome = play(tmp_path, LOAD, full(at, wal=True), 42, Crew(WORKERS, 2, at.address), 20)
        check(outcome, at, tmp_path)
        assert DIED in at.said()
        assert outcome.world.seen.counts["webhooks_refused"] > 0


@pytest.mark.parametrize("own_wal", [True, False], ids=["tables alone", "everything"])
def test_nothing_is_half_issued_and_everything_is_in_the_end(tmp_path: Path, own_wal: bool) -> None:
    """Signed, entered, logged, listed, drawn and told: a full disk leaves each certificate whole or not begun."""
    with place(own_wal) as at:
        issued = issue(tmp_path, ISSUING, full(at, wal=not own_wal), 44, WORKERS, at.address, 10)
        seen = issued.world.seen
        print(f"{len(issued.rows)} certificates, {seen.counts['webhooks_refused']} refused")
        assert NO_ROOM in at.said()
        assert (DIED in at.said()) is not own_wal
        assert not issued.broken
        assert len(issued.rows) > 10
        assert seen.statuses <= {200, 503}
        assert seen.counts["sent_twice"] == 0
        logs = "".join((tmp_path / f"{name}.log").read_text("utf-8") for name in WORKERS)
        assert logs.count("store_down") == logs.count("store_back") > 0, logs
        assert "_failed" not in logs, logs
