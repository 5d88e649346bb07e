"""Somebody changes the log in the database: nothing more is logged or handed over, the worker goes on, and people are told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from engine.runtime.doors import LoopScheduler
from engine.runtime.ports import Done, Retry
from engine.services.certificates.issuing.witnessing import Watchers, Witnessing
from engine.services.certificates.render import Press
from engine.services.connectors.client import Client
from engine.services.connectors.egress import Reach
from engine.services.watch import figures
from engine.wiring.issuing import Issuing
from engine.wiring.measures import Measures
from tests.services.certificates.counter import Counter
from tests.services.homes import Home

TILE = "log/tile/0/000.p/3"
CHECKPOINT = "log/head"


@pytest.fixture
def counter(home: Home, press: Press) -> Iterator[Counter]:
    made = Counter(home, press)
    yield made
    made.store.close()


def issuing(counter: Counter) -> Issuing:
    witnessing = Witnessing(
        counter.store, Client(Reach(sandbox=True)), LoopScheduler(), counter.clock, Watchers()
    )
    return Issuing(counter.ring, counter.sequencer, counter.standings, witnessing, counter.clock)


def content(counter: Counter, path: str) -> bytes:
    return bytes(counter.store.rows("published.get", (path,))[0][0])


def put(counter: Counter, path: str, what: bytes) -> None:
    with counter.store.transaction():
        counter.store.execute("published.put", (path, what, "", 0))


@pytest.mark.parametrize("path", [TILE, CHECKPOINT])
def test_nothing_more_is_logged_until_the_files_are_put_back(counter: Counter, path: str) -> None:
    for session in ("s1", "s2", "s3"):
        counter.issue(session)
    before = content(counter, path)
    put(
        counter,
        path,
        before.replace(b"\n3\n", b"\n2\n") if path == CHECKPOINT else before[:-1] + b"?",
    )
    counter.restart()
    worker, measures = issuing(counter), Measures(counter.clock)
    measures.watch_log(lambda: worker.forked)

    with capture_logs() as logged:
        assert isinstance(counter.deliver("s4"), Retry)
        for _ in range(3):
            worker.step()
            assert isinstance(counter.deliver("s4"), Retry)

    assert [line["event"] for line in logged] == ["log.forked"]
    assert b"mitra_log_forked 1.0" in generate_latest(measures.registry)
    assert counter.store.rows("certlog.size") == [(3,)]

    put(counter, path, before)
    worker.step()

    assert isinstance(counter.deliver("s4"), Done)
    assert b"mitra_log_forked 0.0" in generate_latest(measures.registry)


def test_a_proof_that_would_prove_nothing_is_not_handed_over(counter: Counter) -> None:
    counter.deliver("s1")
    counter.deliver("s2")
    counter.sequencer.step()
    path = "log/tile/0/000.p/2"
    before = content(counter, path)
    put(counter, path, before[:32] + bytes(32))

    assert isinstance(counter.deliver("s1"), Retry)
    put(counter, path, before)
    assert isinstance(counter.deliver("s1"), Done)


def test_what_waits_for_the_log_is_seen_by_those_who_watch(counter: Counter) -> None:
    counter.issue("s1")
    counter.deliver("s2")
    counter.clock.wait(seconds=90)

    found = figures.read(counter.store, lambda: (0, 0), counter.clock.now())

    assert (found.unlogged, found.logged) == (figures.Queue(1, 90.0), 1)


def test_it_says_once_a_minute_that_no_key_set_is_in_force(home: Home, press: Press) -> None:
    bare = Counter(home, press, keys=False)
    worker = issuing(bare)
    with capture_logs() as logged:
        for _ in range(3):
            worker.step()
        bare.clock.wait(minutes=2)
        worker.step()
        bare.make_keys()
        bare.clock.wait(minutes=2)
        worker.step()
    bare.store.close()

    assert [line["event"] for line in logged] == ["keys.none_in_force"] * 2
