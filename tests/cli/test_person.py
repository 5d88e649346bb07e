"""A citizen who asks for it is forgotten by one command beside the running worker; what law keeps is named."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.main import cli
from engine.runtime.ports import Write
from engine.settings import read
from engine.wiring.parts import open_keys, open_store
from tests.runtime.homes import HOMES
from tests.runtime.pretend import MASTER, Town

PHONE = "919800000001"


@pytest.fixture(params=HOMES)
def town(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    """Return a town with one citizen, whose case is before officers and paid for; the commands are at its database."""
    monkeypatch.chdir(tmp_path)
    made = Town(tmp_path, HOMES[request.param])
    (tmp_path / "key").write_bytes(MASTER)
    (tmp_path / "key").chmod(0o400)
    monkeypatch.setenv("MITRA_MASTER_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("MITRA_DATABASE", getattr(made.home, "url", str(tmp_path / "mitra.db")))
    made.write(PHONE, "open", "a secret")
    made.work()
    keep_what_law_keeps(tmp_path, made.rows("SELECT id FROM session")[0][0])
    yield made
    made.close()


def keep_what_law_keeps(folder: Path, session: str) -> None:
    told = read(root=folder)
    store = open_store(told, open_keys(told))
    case = (
        *("GRV-2026-1", "k", session, "grievance", "s"),
        *("approved", "", "", "", "2026-11-22", b""),
    )
    with store.transaction():
        store.write(
            (
                Write("applications.insert", case),
                Write("payments.insert", ("k", session, "PAY1", 4_500, "paid", "2026-11-22")),
            )
        )
    store.close()


@contextmanager
def at_work(town: Town) -> Iterator[None]:
    """Keep the worker going beside the test."""
    stopped = threading.Event()

    def work() -> None:
        while not stopped.wait(0.02):
            town.clock.forward(2)
            town.work()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def catalog(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["person", "forget", *words], input=typed)


def test_a_citizen_is_forgotten_and_what_law_keeps_is_named(town: Town) -> None:
    with at_work(town):
        told = catalog("--phone", "+" + PHONE, "--yes")
    again = catalog("--phone", PHONE, "--yes")

    assert told.exit_code == 0, told.output
    assert "applications: GRV-2026-1" in told.output
    assert "payments: PAY1" in told.output
    assert town.rows("SELECT person FROM alias") == []
    assert town.rows("SELECT person FROM conversation") == []
    assert again.exit_code == 2
    assert PHONE not in told.output + again.output


def test_nothing_happens_without_a_yes(town: Town) -> None:
    told = catalog("--phone", PHONE, typed="n\n")

    assert told.exit_code == 1
    assert town.rows("SELECT person FROM erasure") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "either --phone or --user-id"),
        (("--phone", "1", "--user-id", "2"), "either --phone or --user-id"),
        (("--user-id", "IN.1", "--yes"), "Nobody is known"),
    ],
)
def test_what_will_not_do_is_one_line(town: Town, words: tuple[str, ...], said: str) -> None:
    told = catalog(*words)

    assert told.exit_code == 2
    assert said in told.output


def test_a_database_that_does_not_answer_is_one_line(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MITRA_DATABASE", "postgresql://me:secret@127.0.0.1:1/mitra")

    told = catalog("--phone", PHONE, "--yes")

    assert told.exit_code == 2
    assert "PostgreSQL" in told.output
    assert "secret" not in told.output
