"""The log and the sandbox's witness, over real HTTP: what it has not seen is not handed over, and a log that changes its past is alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from engine.runtime.doors import HttpReply, LoopScheduler
from engine.runtime.ports import Done, Retry
from engine.sandbox.witness import WITNESS_KEY, WITNESS_NAME, create_app
from engine.services.certificates.issuing.proofs import CHECKPOINT, HEAD, KEY, note_at, size_of
from engine.services.certificates.issuing.witnessing import Watchers, Witnessing
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.log.note import COSIGNED, NoteKey, read_key
from engine.services.certificates.log.proof import LogPolicy, open_checkpoint
from engine.services.certificates.render import Press
from engine.services.connectors.client import Client
from engine.services.connectors.egress import Reach
from tests.services.certificates.counter import Counter, role
from tests.services.homes import SqliteHome

WITNESS = NoteKey(WITNESS_NAME, bytes(WITNESS_KEY.verify_key), COSIGNED)
ROUNDS = 30
"""More than pass before a witness that did not answer is asked again."""


class Asking(LoopScheduler):
    """The real loop, and a way to wait for what was begun in it."""

    async def ended(self) -> None:
        await asyncio.gather(*self._tasks)


class Town:
    """A log that waits for its witness, and both their servers."""

    def __init__(self, folder: Path, press: Press) -> None:
        self.counter = Counter(SqliteHome(folder), press, alone=False)
        self.http = Client(Reach(sandbox=True))

    async def open(self) -> None:
        engine = web.Application()
        engine.router.add_get("/.well-known/log/key", self._key)
        self.engine = TestServer(engine)
        await self.engine.start_server()
        self.witness = TestServer(
            create_app(str(self.engine.make_url("")).rstrip("/"), self.counter.clock.now)
        )
        await self.witness.start_server()
        self.watch(self.witness)

    def watch(self, witness: TestServer) -> None:
        url = str(witness.make_url("")).rstrip("/")
        clock = self.counter.clock
        watchers = Watchers({url: WITNESS}, 1)
        self.asking = Asking()
        self.witnessing = Witnessing(self.counter.store, self.http, self.asking, clock, watchers)

    async def _key(self, _request: web.Request) -> web.Response:
        return web.Response(text=note_at(self.counter.store, "log/key"))

    async def close(self) -> None:
        await self.http.close()
        await self.engine.close()
        await self.witness.close()
        self.counter.store.close()

    async def shown(self) -> int:
        """Let the witness see the newest checkpoint, and return the size of the one that may be relied upon."""
        for _ in range(ROUNDS):
            self.witnessing.step()
            await self.asking.ended()
            head = note_at(self.counter.store, HEAD)
            if note_at(self.counter.store, CHECKPOINT).startswith(head):
                break
        return size_of(note_at(self.counter.store, CHECKPOINT))

    def log(self, name: str) -> None:
        entry = Entry(
            "issued", "REV-INC", "2026-11-22", "", b"12345678", fingerprint(name.encode())
        )
        with self.counter.store.transaction():
            self.counter.store.execute("certlog.enter", ("", entry.to_bytes(), 0))
        self.counter.sequencer.step()


@pytest.fixture
def run(
    tmp_path: Path, press: Press
) -> Callable[[Callable[[Town], Coroutine[Any, Any, None]]], None]:
    def runs(story: Callable[[Town], Coroutine[Any, Any, None]]) -> None:
        async def told() -> None:
            town = Town(tmp_path, press)
            await town.open()
            try:
                await story(town)
            finally:
                await town.close()

        asyncio.run(told())

    return runs


def test_nothing_is_handed_over_before_a_witness_has_seen_it(run) -> None:
    async def story(town: Town) -> None:
        counter = town.counter
        assert isinstance(await asyncio.to_thread(_entered, counter), Retry)
        assert await town.shown() == 1
        result = await asyncio.to_thread(counter.deliver, "s1")
        assert isinstance(result, Done)
        policy = LogPolicy((read_key(note_at(counter.store, "log/key")),), (WITNESS,), quorum=1)
        assert open_checkpoint(note_at(counter.store, CHECKPOINT), policy).seen.keys() == {
            WITNESS_NAME
        }

    run(story)


def _entered(counter: Counter) -> object:
    counter.deliver("s1")
    counter.sequencer.step()
    return counter.deliver("s1")


def test_a_witness_that_was_away_is_shown_everything_since(run) -> None:
    async def story(town: Town) -> None:
        for name in "abc":
            town.log(name)
            assert await town.shown() == "abc".index(name) + 1
        town.watch(
            town.witness
        )  # a worker that starts anew does not know what the witness has seen
        for name in "defgh":
            town.log(name)
        assert await town.shown() == 8

    run(story)


def test_a_log_that_changed_its_key_is_shown_anew_under_the_next_one(run) -> None:
    async def story(town: Town) -> None:
        counter = town.counter
        town.log("a")
        assert await town.shown() == 1
        before = read_key(note_at(counter.store, KEY))
        with counter.store.transaction():
            until = counter.key("Log").sign_until + 1
            counter.ring.create(role("Log 2", "log", sign_until=until))
        counter.publish_keys()
        counter.clock.wait(seconds=10)
        assert counter.sequencer.step() == 0
        assert await town.shown() == 1
        after = read_key(note_at(counter.store, KEY))
        opened = open_checkpoint(
            note_at(counter.store, CHECKPOINT), LogPolicy((after,), (WITNESS,), quorum=1)
        )
        assert after != before
        assert opened.seen.keys() == {WITNESS_NAME}

    run(story)


def test_a_log_that_was_put_back_gets_no_signature(run) -> None:
    async def story(town: Town) -> None:
        for name in "abc":
            town.log(name)
        assert await town.shown() == 3
        store = town.counter.store
        with store.transaction():  # somebody empties the log and fills it with something else
            store.execute("certlog.grow", (0, 3))
            store.execute("published.drop", ("log/", "log0"))
        town.counter.sequencer._edge = type(town.counter.sequencer._edge)()
        for name in "xyzzy":
            town.log(name)
        assert size_of(note_at(store, HEAD)) == 5
        assert await town.shown() == 0

    run(story)


class Overtaken:
    """A worker's way to its witness, on which another worker overtakes it."""

    def __init__(self, town: Town) -> None:
        self.town, self.slower, self.http = town, town.witnessing, town.http

    async def request(self, *words: Any) -> HttpReply:
        town, self.town = self.town, None
        if town is not None:
            town.log("b")
            town.watch(town.witness)
            assert await town.shown() == 2
        return await self.http.request(*words)


def test_a_worker_that_is_overtaken_by_another_does_not_cry_wolf(run) -> None:
    async def story(town: Town) -> None:
        town.log("a")
        slower, asking = town.witnessing, town.asking
        slower._http = Overtaken(town)
        with capture_logs() as logged:
            slower.step()
            await asking.ended()
            town.log("c")
            town.witnessing, town.asking = slower, asking
            assert await town.shown() == 3
        assert not logged

    run(story)


def test_a_silent_witness_only_makes_it_wait(run) -> None:
    async def story(town: Town) -> None:
        await town.witness.close()
        town.log("a")
        assert await town.shown() == 0
        assert size_of(note_at(town.counter.store, HEAD)) == 1

    run(story)
