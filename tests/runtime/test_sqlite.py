"""The embedded store does what every store must, and a few things that are its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.runtime.keys import Keys
from engine.runtime.store.protocol import StoreDown
from engine.runtime.store.sqlite.inbox import SqliteInbox, SqliteIntake
from engine.runtime.store.sqlite.store import SqliteReader, SqliteStore, statements
from engine.runtime.store.statements import read_migrations, read_statements
from tests.runtime.homes import SqliteHome
from tests.runtime.pretend import MASTER, Repeating, SetClock, Town
from tests.runtime.store_conformance import InboxConformance, StoreConformance, Stores


@pytest.fixture
def home() -> type[SqliteHome]:
    return SqliteHome


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    def fresh() -> tuple[SqliteStore, SqliteInbox, SqliteIntake, Keys]:
        keys = Keys(MASTER, Repeating())
        store = SqliteStore(tmp_path / "m.db", keys, SetClock(), Repeating())
        inbox = SqliteInbox(tmp_path / "m.inbox.db", SetClock(), Repeating())
        return store, inbox, SqliteIntake(store, inbox), keys

    def reopen() -> None:
        stores.store.close()
        stores.inbox.close()
        stores.store, stores.inbox, stores.intake, stores.keys = fresh()

    def fill_store(full: bool) -> None:
        pages = stores.store._connection.execute("pragma page_count").fetchone()[0]
        stores.store.limit_pages(pages + 2 if full else 0)

    def fill_inbox(full: bool) -> None:
        stores.inbox.limit_pages(10 if full else 0)

    stores = Stores(*fresh(), reopen, fill_store, fill_inbox)
    yield stores
    stores.store.close()
    stores.inbox.close()


class TestStore(StoreConformance):
    """SQLite as a store."""


class TestInbox(InboxConformance):
    """SQLite as an inbox."""


def test_it_forces_every_commit_to_disk(stores: Stores) -> None:
    for connection in (stores.store._connection, stores.inbox._writing()):
        assert connection.execute("pragma synchronous").fetchone() == (2,)
        assert connection.execute("pragma journal_mode").fetchone() == ("wal",)


def test_it_prepares_every_statement(stores: Stores) -> None:
    for name, sql in statements().items():
        numbered = [int(number) for number in re.findall(r"\?(\d+)", sql)]
        marks = max(numbered, default=sql.count("?"))
        try:
            stores.store._connection.execute(f"explain {sql}", (None,) * marks)
        except sqlite3.Error as trouble:
            pytest.fail(f"{name}: {trouble}")


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("outbox.open_messages", "outbox_sends"),
        ("outbox.due_others", "outbox_due"),
        ("timers.due", "timer_at"),
        ("turns.sessions", "PRIMARY KEY"),
        ("persons.by_alias", "alias_blind"),
        ("outbox.known_keys", "outbox_key"),
    ],
)
def test_it_finds_by_index_on_the_hot_path(stores: Stores, statement: str, index: str) -> None:
    sql = statements()[statement]
    plan = stores.store._connection.execute(f"explain query plan {sql}", (0,) * sql.count("?"))
    assert index in " ".join(row[3] for row in plan)


def test_it_reads_no_reader_before_the_worker_has_made_the_file(tmp_path: Path) -> None:
    with pytest.raises(StoreDown):
        SqliteReader(tmp_path / "none.db").rows("letters.count_open")


def test_it_says_down_when_the_file_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "m.db").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StoreDown):
        SqliteStore(tmp_path / "m.db", Keys(MASTER, Repeating()), SetClock(), Repeating())


def test_it_lets_go_of_what_the_worker_has_worked_through(tmp_path: Path) -> None:
    clock = SetClock()
    inbox = SqliteInbox(tmp_path / "i.db", clock, Repeating(), worked_through=lambda: 2)
    for number in range(3):
        inbox.append([("message", str(number), b"", 0)])
    clock.forward(2)
    inbox.append([("message", "3", b"", 0)])
    assert [each.seq for each in inbox.after(0, 10)] == [3, 4]
    inbox.close()
    inbox = SqliteInbox(tmp_path / "i.db", clock, Repeating(), worked_through=lambda: 4)
    clock.forward(4)
    inbox.append([("message", "4", b"", 0)])
    clock.forward(4)
    inbox.append([("message", "5", b"", 0)])
    assert [each.seq for each in inbox.after(0, 10)] == [5, 6]
    inbox.close()


def test_it_starts_a_new_inbox_from_its_beginning(town: Town) -> None:
    town.write("911", "a")
    town.work()
    town.close()
    for path in town.folder.glob("mitra.inbox.db*"):
        path.unlink()
    town.random._seed = b"another"
    town.open()
    town.write("911", "b")
    town.work()
    assert town.phone.heard_by("911") == ["1 a", "2 b"]


def test_it_goes_on_by_itself_when_a_full_disk_has_room_again(town: Town) -> None:
    town.write("911", "a")
    town.work()
    pages = town.store._connection.execute("pragma page_count").fetchone()[0]
    town.store.limit_pages(pages)
    for number in range(300):
        town.write("911", f"{number} " + "x" * 1_000)
    with pytest.raises(StoreDown):
        town.work(500)
    with pytest.raises(StoreDown):
        town.work(500)
    town.store.limit_pages(0)
    town.work(500)
    town.clock.forward(5)
    town.work(500)
    heard = town.phone.heard_by("911")
    assert [int(words.split()[0]) for words in heard] == list(range(1, 302))
    assert town.rows("select count(*) from dead_letter") == [(0,)]


def test_it_refuses_two_statements_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "inbox.sql").write_text("-- name: cursor\nSELECT 1;\n")
    with pytest.raises(ValueError, match="taken"):
        statements([tmp_path])
    (tmp_path / "queries" / "a.sql").write_text("-- name: x\nSELECT 1;\n-- name: x\nSELECT 2;\n")
    with pytest.raises(ValueError, match="twice"):
        read_statements(tmp_path)
    (tmp_path / "queries" / "a.sql").write_text("SELECT 1;\n")
    with pytest.raises(ValueError, match="without a name"):
        read_statements(tmp_path)


def test_it_migrates_each_part_once_and_in_order(tmp_path: Path) -> None:
    part = tmp_path / "services" / "x" / "sqlite"
    (part / "migrations").mkdir(parents=True)
    (part / "migrations" / "0002_second.sql").write_text("INSERT INTO extra VALUES (2);")
    (part / "migrations" / "0001_first.sql").write_text("CREATE TABLE extra (n INTEGER);")
    for _ in range(2):
        store = SqliteStore(
            tmp_path / "m.db", Keys(MASTER, Repeating()), SetClock(), Repeating(), [part]
        )
        assert store._connection.execute("select n from extra").fetchall() == [(2,)]
        store.close()


def test_it_keeps_nothing_of_a_migration_that_fails(tmp_path: Path) -> None:
    part = tmp_path / "services" / "x" / "sqlite"
    (part / "migrations").mkdir(parents=True)
    (part / "migrations" / "0001_first.sql").write_text(
        "CREATE TABLE extra (n INTEGER); CREATE TABLE extra (n INTEGER);"
    )
    with pytest.raises(sqlite3.Error):
        SqliteStore(tmp_path / "m.db", Keys(MASTER, Repeating()), SetClock(), Repeating(), [part])
    store = SqliteStore(tmp_path / "m.db", Keys(MASTER, Repeating()), SetClock(), Repeating())
    tables = {name for (name,) in store._connection.execute("select name from sqlite_master")}
    assert "extra" not in tables
    store.close()


def test_it_refuses_a_migration_without_a_number(tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "first.sql").write_text("SELECT 1;")
    with pytest.raises(ValueError, match="NNNN"):
        read_migrations(tmp_path)
