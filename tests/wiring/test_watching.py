"""It says whether a process may serve, and counts without knowing anybody."""

from __future__ import annotations

import asyncio
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, generate_latest

from bench.postgres import shared
from bench.processes import free_ports
from engine.channels.whatsapp.client import Accepted, Lost, Refused
from engine.channels.whatsapp.errors import rule_for
from engine.domain.effect import Send
from engine.domain.message import TextOut
from engine.runtime.doors import SystemClock
from engine.runtime.ports import Dead, Done, Job, Result, Retry, Unknown
from engine.runtime.store.protocol import Store
from engine.services.watch.heartbeat import Heartbeat
from engine.settings import Settings, SettingsError, read
from engine.wiring.measures import Measures
from engine.wiring.parts import CLOCK, RANDOM, open_keys, open_reader, open_store, sql_folders
from engine.wiring.watching import checks, serve_numbers, standing

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
JOB = Job("k", Send(TextOut("x")), "p", "s", (), "", 1, unsure=False, made=NOW)


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    database = str(tmp_path / "mitra.db") if request.param == "sqlite" else shared().database()
    return read({"MITRA_DATABASE": database}, tmp_path)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = open_store(settings, open_keys(settings))
    yield made
    made.close()


def ready(settings: Settings, services: int = 1) -> dict[str, bool]:
    found = checks(open_reader(settings), sql_folders(settings), lambda: services)
    return {name: check() for name, check in found.items()}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_nothing_is_ready_where_nothing_was_made_yet(settings: Settings) -> None:
    assert ready(settings, services=0) == dict.fromkeys(
        ("store", "migrations", "catalogue", "worker"), False
    )
    assert standing(open_reader(settings), lambda: (0, 0))() is None


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_it_is_ready_once_a_worker_is_there(settings: Settings, store: Store) -> None:
    before = ready(settings)
    Heartbeat(store, CLOCK, RANDOM, lambda: "").beat()

    assert before == {"store": True, "migrations": True, "catalogue": True, "worker": False}
    assert all(ready(settings).values())


@pytest.mark.parametrize(
    ("first", "is_ready"), [("-- after: x", True), ("-- before: x", False), ("-- x", False)]
)
@pytest.mark.usefixtures("store")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_it_waits_for_what_its_release_needs(
    settings: Settings, tmp_path: Path, first: str, is_ready: bool
) -> None:
    folder = tmp_path / "services" / "sample" / "sql"
    (folder / "migrations").mkdir(parents=True)
    (folder / "migrations" / "0001_new.sql").write_text(f"{first}\n", "utf-8")

    found = checks(open_reader(settings), (*sql_folders(settings), folder), lambda: 1)

    assert found["migrations"]() is is_ready


# -- what a worker counts ------------------------------------------------------------------------------------------------


class Says:
    def __init__(self, answer: Result | Exception) -> None:
        self._answer = answer

    async def deliver(self, _job: Job) -> Result:
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Done(), "done"),
        (Retry(None, "x"), "retry"),
        (Dead("x"), "dead"),
        (Unknown(1.0), "unknown"),
        (ValueError("x"), "raised"),
    ],
    ids=["done", "retry", "dead", "unknown", "raised"],
)
def test_it_counts_how_deliveries_end(answer: Result | Exception, outcome: str) -> None:
    measures = Measures(SystemClock())
    handler = measures.handlers({Send: Says(answer)})[Send]

    with suppress(ValueError):
        assert asyncio.run(handler.deliver(JOB)) is answer

    page = generate_latest(measures.registry).decode()
    assert f'mitra_deliveries_total{{effect="Send",outcome="{outcome}"}} 1.0' in page
    assert f"mitra_reply_seconds_count {float(outcome == 'done')}" in page


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Accepted("wamid.1"), 'code="",outcome="accepted"'),
        (Refused(rule_for(131047), 131047, 400, "x"), 'code="131047",outcome="refused"'),
        (Lost("x"), 'code="",outcome="lost"'),
    ],
    ids=["accepted", "refused", "lost"],
)
def test_it_counts_what_the_platform_answers(answer: object, line: str) -> None:
    measures = Measures(SystemClock())

    measures.sent(answer)

    assert f"mitra_sends_total{{{line}}} 1.0" in generate_latest(measures.registry).decode()


def test_a_workers_numbers_are_served_until_it_ends() -> None:
    registry = CollectorRegistry()
    Counter("sample", "Sample", registry=registry).inc()
    (port,) = free_ports(1)

    end = serve_numbers(registry, ("127.0.0.1", port))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        assert b"sample_total 1.0" in answer.read()
    end()

    with socket.create_server(("127.0.0.1", port)):
        serve_numbers(registry, ("127.0.0.1", port))()
        serve_numbers(registry, None)()


@pytest.mark.parametrize("written", ["9101", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000"])
def test_an_address_that_is_none_is_one_clear_line(written: str) -> None:
    with pytest.raises(SettingsError, match="MITRA_WORKER_METRICS"):
        read({"MITRA_WORKER_METRICS": written})
