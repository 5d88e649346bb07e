"""PostgreSQL does what every store must, and what only a shared database can: an inbox for many, clear refusals."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bench.postgres import shared
from engine.runtime.doors import SystemClock
from engine.runtime.keys import Keys
from engine.runtime.partitions import EVERY, new_id_in, part_of
from engine.runtime.store.postgres.inbox import PostgresInbox
from engine.runtime.store.postgres.intake import PostgresIntake
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.postgres.statements import statements
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.protocol import Address, StoreDown, WrongRelease
from engine.runtime.store.sqlite import store as sqlite
from tests.runtime.pretend import MASTER, Repeating, SetClock
from tests.runtime.store_conformance import InboxConformance, StoreConformance, Stores

FULL = """
CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION no_room()
"""


@pytest.fixture
def url() -> str:
    return shared().database()


@pytest.fixture
def stores(url: str) -> Iterator[Stores]:
    def fresh() -> tuple[PostgresStore, PostgresInbox, PostgresIntake, Keys]:
        keys = Keys(MASTER, Repeating())
        store = PostgresStore(url, keys, SetClock(), Repeating())
        store.own(EVERY)
        return store, PostgresInbox(url, SetClock()), PostgresIntake(store, SetClock()), keys

    def reopen() -> None:
        stores.store.close()
        stores.inbox.close()
        stores.store, stores.inbox, stores.intake, stores.keys = fresh()

    def fill(table: str) -> Callable[[bool], None]:
        def change(full: bool) -> None:
            with psycopg.connect(url, autocommit=True) as connection:
                sql = FULL.format(table=table) if full else f"DROP TRIGGER no_room ON {table}"
                connection.execute(sql.encode())

        return change

    stores = Stores(*fresh(), reopen, fill("program"), fill("inbox"))
    yield stores
    stores.store.close()
    stores.inbox.close()


class TestStore(StoreConformance):
    """PostgreSQL as a store."""


class TestInbox(InboxConformance):
    """PostgreSQL as an inbox."""


# -- statements -------------------------------------------------------------------------------------------------------


def test_it_has_every_statement_the_other_store_has() -> None:
    own_files = {"inbox", "partitions"}
    ours, theirs = set(statements()), set(sqlite.statements())
    assert theirs - ours == {"inbox.cursor"}
    assert {name.partition(".")[0] for name in ours - theirs} <= own_files | {"persons"}


def test_it_prepares_every_statement(stores: Stores) -> None:
    for name, ready in statements().items():
        try:
            stores.store._connection.execute(f"PREPARE one AS {ready.sql}".encode(), prepare=False)
        except psycopg.Error as trouble:
            pytest.fail(f"{name}: {trouble}")
        stores.store._connection.execute("DEALLOCATE one", prepare=False)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("outbox.open_messages", "outbox_sends"),
        ("outbox.due_others", "outbox_due"),
        ("timers.due", "timer_at"),
        ("turns.sessions", "session_pkey"),
        ("persons.by_alias", "alias_blind"),
        ("outbox.known_keys", "outbox_key"),
        ("outbox.done", "outbox_pkey"),
        ("inbox.claim", "pkey"),
    ],
)
def test_it_finds_by_index_on_the_hot_path_however_small_the_tables_were(
    stores: Stores, statement: str, index: str
) -> None:
    run = stores.store._connection.execute
    run(f"PREPARE one AS {statements()[statement].sql}".encode(), prepare=False)
    run("SET plan_cache_mode = force_generic_plan")
    count = run("SELECT cardinality(parameter_types) FROM pg_prepared_statements WHERE name = 'one'").fetchone()[0]  # fmt: skip
    plan = run(f"EXPLAIN EXECUTE one ({', '.join(['NULL'] * count)})".encode()).fetchall()
    assert index in " ".join(line for (line,) in plan)


def test_it_agrees_with_the_database_about_partitions(stores: Stores) -> None:
    names = [new_id_in(part, Repeating()) for part in range(64)]
    assert [part_of(name) for name in names] == list(range(64))
    odd = ["", "0", "z", "zz", "person/x", "ఒకటి", "i1", "A9", "-"]
    for name in (*names, *odd):
        found = stores.store._connection.execute("SELECT part_of($1)", (name,)).fetchone()
        assert found == (part_of(name),), name


# -- the inbox --------------------------------------------------------------------------------------------------------


def test_it_loses_no_arrival_whose_commit_came_late(stores: Stores) -> None:
    """A number drawn early and committed late lies below what was taken meanwhile."""
    with psycopg.connect(stores.inbox._url) as late:
        late.execute("SELECT pg_current_xact_id()")
        late.execute("INSERT INTO inbox (part, day, kind, dedupe, body, at) VALUES (0, 20779, 'message', 'late', '', 1)")  # fmt: skip
        for number in range(5):
            stores.inbox.append([("message", str(number), b"", 1)])
            taken = stores.intake.claim(10)
            assert [each.dedupe for each in taken] == [str(number)]
            with stores.store.transaction():
                stores.intake.finish(taken)
            stores.intake._look_at = 0.0
        late.commit()
    assert [each.dedupe for each in stores.intake.claim(10)] == ["late"]
    assert stores.intake._low < stores.intake.claim(10)[0].seq


def test_it_moves_its_low_mark_when_nothing_smaller_can_come(stores: Stores) -> None:
    stores.inbox.append([("message", str(number), b"", 1) for number in range(5)])
    for _ in range(4):
        stores.intake._look_at = 0.0
        with stores.store.transaction():
            stores.intake.finish(stores.intake.claim(10))
    assert stores.intake._low == 5
    assert not stores.intake._taken


def test_it_opens_days_ahead_and_drops_days_that_are_worked_through(stores: Stores) -> None:
    def days() -> set[str]:
        sql = "SELECT relname FROM pg_class WHERE relname ~ '^inbox_[0-9]+$'"
        return {name for (name,) in stores.store._connection.execute(sql).fetchall()}

    def tend(today: int) -> None:
        with stores.store.transaction():
            stores.store.execute("inbox.tend_days", (today, today + 2, today - 3))

    tend(20_000)
    assert days() == {"inbox_20241004", "inbox_20241005", "inbox_20241006"}
    tend(20_010)
    assert len(days()) == 6, "nobody has worked through them"
    with stores.store.transaction():
        stores.store.execute("inbox.move_cursor", (1, 20_010, list(range(64))))
    tend(20_010)
    assert days() == {"inbox_20241014", "inbox_20241015", "inbox_20241016"}


def test_processes_that_meet_a_new_sender_at_once_agree_on_the_partition(url: str) -> None:
    inboxes = [PostgresInbox(url, SystemClock()) for _ in range(3)]

    def write(inbox: PostgresInbox, part: int) -> None:
        for sender in range(60):
            names = (f"u{sender}", f"p{sender}")
            inbox.append([("message", f"{part}.{sender}", b"", 1)], [Address(names, part)])
            inbox.append([("message", f"{part}.{sender}", b"", 1)], [Address(names[1:], 40 + part)])

    threads = [
        threading.Thread(target=write, args=(inbox, part)) for part, inbox in enumerate(inboxes)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(url) as connection:
        sql = "SELECT split_part(dedupe, '.', 2) AS sender, count(*), count(DISTINCT part) FROM inbox GROUP BY 1"
        found = connection.execute(sql).fetchall()
    for inbox in inboxes:
        inbox.close()
    assert sorted(found) == sorted((str(sender), 6, 1) for sender in range(60))


# -- refusals ---------------------------------------------------------------------------------------------------------


def opened(url: str) -> PostgresStore:
    return PostgresStore(url, Keys(MASTER, Repeating()), SetClock(), Repeating())


def test_it_refuses_the_database_of_a_newer_release(url: str) -> None:
    opened(url).close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE migration SET number = 999 WHERE number = 1")
    with pytest.raises(WrongRelease, match="newer release"):
        opened(url)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ALTER DATABASE {name} SET default_transaction_read_only = on", "standby"),
        (
            "ALTER DATABASE {name} CONNECTION LIMIT 0",
            "too many connections|not currently accepting",
        ),
    ],
)
def test_it_says_in_one_line_why_it_cannot_be_used(url: str, change: str, said: str) -> None:
    name = url.partition("?")[0].rpartition("/")[2]
    user = f"plain_{name}"
    shared().say(f"CREATE ROLE {user} LOGIN")
    shared().say(change.format(name=name))
    with pytest.raises(StoreDown, match=said) as refused:
        opened(url.replace("postgres@", f"{user}@"))
    assert "\n" not in str(refused.value)


def test_it_says_in_one_line_that_nobody_answers() -> None:
    with pytest.raises(StoreDown) as refused:
        opened("postgresql://somebody:secret@127.0.0.1:1/mitra")
    assert re.search("PostgreSQL: .*refused", str(refused.value))
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_several_processes_may_make_the_tables_at_once(url: str) -> None:
    opened_by: list[PostgresStore] = []
    threads = [threading.Thread(target=lambda: opened_by.append(opened(url))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({store.tag for store in opened_by}) == 1
    for store in opened_by:
        store.close()
    assert len(opened_by) == 4


def test_it_takes_things_away_only_when_no_older_process_is_left(url: str, tmp_path: Path) -> None:
    part = tmp_path / "services" / "x" / "postgres"
    (part / "migrations").mkdir(parents=True)
    (part / "migrations" / "0001_first.sql").write_text(
        "-- before: a table.\nCREATE TABLE extra (n integer);"
    )
    older = PostgresStore(url, Keys(MASTER, Repeating()), SetClock(), Repeating(), [part])
    (part / "migrations" / "0002_gone.sql").write_text(
        "-- after: nobody uses it.\nDROP TABLE extra;"
    )

    def start() -> bool:
        store = PostgresStore(url, Keys(MASTER, Repeating()), SetClock(), Repeating(), [part])
        found = store._connection.execute("SELECT to_regclass('extra') IS NOT NULL").fetchone()[0]
        store.close()
        return found

    assert start(), "a process of the release before still uses it"
    older.close()
    limit = time.monotonic() + 60
    while start() and time.monotonic() < limit:
        time.sleep(0.01)
    assert not start()


def test_it_refuses_a_migration_that_does_not_say_when_it_runs(url: str, tmp_path: Path) -> None:
    part = tmp_path / "services" / "x" / "postgres"
    (part / "migrations").mkdir(parents=True)
    (part / "migrations" / "0001_first.sql").write_text("CREATE TABLE extra (n integer);")
    with pytest.raises(ValueError, match="first line"):
        PostgresStore(url, Keys(MASTER, Repeating()), SetClock(), Repeating(), [part])


def test_its_readers_come_back_by_themselves(stores: Stores) -> None:
    reader = stores.store.reader()
    assert reader.rows("letters.count_open") == [(0,)]
    name = stores.store._connection.info.dbname
    shared().say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    assert reader.rows("letters.count_open") == [(0,)]
    reader.close()


def test_a_reader_of_an_empty_database_says_that_nothing_is_there_yet(url: str) -> None:
    with (
        closing(PostgresReader(url)) as reader,
        pytest.raises(StoreDown, match="no process has made the tables"),
    ):
        reader.rows("letters.count_open")
