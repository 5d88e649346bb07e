"""PostgreSQL does what every store must, and what only a shared database can: partitions, takeovers, forwarding, clear refusals."""

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
from engine.runtime import codec
from engine.runtime.doors import SystemClock, set_fault_hook
from engine.runtime.keys import Keys
from engine.runtime.partitions import EVERY, new_id_in, part_of
from engine.runtime.ports import Alias, Arrival, MovedBody
from engine.runtime.store.postgres.inbox import PostgresInbox
from engine.runtime.store.postgres.intake import PostgresIntake
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.postgres.statements import statements
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.protocol import Address, StoreDown, WrongRelease
from engine.runtime.store.sqlite import store as sqlite
from tests.runtime.homes import PostgresHome
from tests.runtime.pretend import MASTER, Repeating, SetClock, Town
from tests.runtime.store_conformance import InboxConformance, StoreConformance, Stores

FULL = """
CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION no_room()
"""


@pytest.fixture
def home() -> type[PostgresHome]:
    return PostgresHome


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


# -- partitions -------------------------------------------------------------------------------------------------------


def cut_off(town: Town) -> None:
    """Break a worker's connection, and wait until the server has let go of all that it held."""
    pid = town.store._connection.info.backend_pid
    shared().say(f"SELECT pg_terminate_backend({pid}, 60000)")


class Crew:
    """Several workers at one database, each with memory of its own; `lead` is the one the town made."""

    def __init__(self, lead: Town) -> None:
        self.lead = lead
        self.towns = [lead]

    def join(self) -> Town:
        """Start another worker."""
        town = Town(self.lead.folder, lambda _folder: self.lead.home, clock=self.lead.clock, phone=self.lead.phone,
                    department=self.lead.department, random=Repeating(str(len(self.towns))))  # fmt: skip
        town.handlers.update(self.lead.handlers)
        self.towns.append(town)
        return town

    def leave(self, town: Town) -> None:
        """End a worker's process without a word."""
        self.towns.remove(town)
        cut_off(town)

    def settle_down(self) -> None:
        """Let everyone look around until each has its share."""
        for _ in range(8):
            self.lead.clock.forward(0.6)
            for town in self.towns:
                town.worker.cycle()
            time.sleep(0.002)

    def shares(self) -> list[int]:
        return [len(town.store.mine) for town in self.towns]


@pytest.fixture
def crew(town: Town) -> Iterator[Crew]:
    crew = Crew(town)
    yield crew
    for other in crew.towns[1:]:
        other.store.close()
        other.web_store.close()


def owned_once(crew: Crew) -> bool:
    owned = [part for town in crew.towns for part in town.store.mine]
    return sorted(owned) == sorted(EVERY)


def test_workers_share_out_the_partitions_and_take_over_from_the_dead(crew: Crew) -> None:
    assert crew.shares() == [64]
    second = crew.join()
    crew.settle_down()
    assert crew.shares() == [32, 32]
    third = crew.join()
    crew.settle_down()
    assert max(crew.shares()) <= 22
    assert owned_once(crew)
    crew.leave(second)
    crew.settle_down()
    assert max(crew.shares()) <= 32
    assert owned_once(crew)
    crew.leave(third)
    crew.settle_down()
    assert crew.shares() == [64]


def test_every_citizen_is_answered_in_order_whoever_has_the_partition(crew: Crew) -> None:
    citizens = [f"9{number:02}" for number in range(40)]

    def round_(word: str) -> None:
        for citizen in citizens:
            crew.lead.write(citizen, "open" if word == "a" else "call", word)
        crew.settle_down()

    round_("a")
    second = crew.join()
    crew.settle_down()
    round_("b")
    third = crew.join()
    round_("c")
    crew.leave(second)
    round_("d")
    crew.leave(third)
    round_("e")
    for citizen in citizens:
        heard = list(dict.fromkeys(crew.lead.phone.heard_by(citizen)))
        assert [int(words.split()[0]) for words in heard] == list(range(1, 15)), citizen
    assert set(crew.lead.department.performed.values()) == {1}
    assert len(crew.lead.department.performed) == 160
    assert crew.lead.rows("select count(*) from dead_letter") == [(0,)]


def test_a_worker_whose_connection_broke_begins_anew_and_loses_nothing(crew: Crew) -> None:
    crew.lead.write("911", "open", "a")
    crew.lead.work()
    cut_off(crew.lead)
    crew.lead.write("911", "b")
    with pytest.raises(StoreDown):
        crew.lead.worker.cycle()
    crew.lead.worker.cycle()
    crew.settle_down()
    assert crew.lead.phone.heard_by("911") == ["1 opened", "2 a", "3 b"]


@pytest.mark.parametrize("stumbles", [0, 1])
def test_a_worker_that_comes_back_remembers_nothing_of_before(crew: Crew, stumbles: int) -> None:
    """Somebody else went on with the conversation meanwhile. stumbles: how often the return itself fails half-way."""
    left = stumbles

    def stumble(name: str) -> None:
        nonlocal left
        if name == "partitions.gained" and left:
            left -= 1
            raise StoreDown(name)

    crew.lead.write("911", "a")
    crew.settle_down()
    second = crew.join()
    cut_off(crew.lead)
    crew.lead.write("911", "b")
    crew.towns.remove(crew.lead)
    crew.settle_down()
    assert len(second.store.mine) == 64
    crew.leave(second)
    crew.towns.append(crew.lead)
    crew.lead.write("911", "c")
    set_fault_hook(stumble)
    for _ in range(1 + stumbles):
        with pytest.raises(StoreDown):
            crew.lead.worker.cycle()
    crew.settle_down()
    assert crew.lead.phone.heard_by("911") == ["1 a", "2 b", "3 c"]


def test_messages_of_a_person_are_numbered_upwards_whoever_writes_them(crew: Crew) -> None:
    """Numbers are drawn in blocks; a block begun before a partition was given away must not be used in it again."""

    def write(text: str) -> None:
        for number in range(30):
            crew.lead.write(f"9{number:02}", text)
        crew.settle_down()

    write("a")
    second = crew.join()
    crew.settle_down()
    write("b")
    crew.leave(second)
    crew.settle_down()
    write("c")
    numbers: dict[str, list[int]] = {}
    for person, seq in crew.lead.rows("select person, seq from outbox order by made, seq"):
        numbers.setdefault(person, []).append(seq)
    assert len(numbers) == 30
    assert all(seqs == sorted(seqs) for seqs in numbers.values())


def test_a_worker_that_hangs_loses_its_partitions_to_others(crew: Crew) -> None:
    """A stopped process keeps its connection; only its silence gives it away."""
    crew.lead.store.rows("partitions.limit_silence", ("50ms",))
    crew.join()
    limit = time.monotonic() + 60
    while crew.shares()[1] < 64 and time.monotonic() < limit:
        crew.lead.clock.forward(0.6)
        crew.towns[1].worker.cycle()
        time.sleep(0.01)
    assert crew.shares()[1] == 64
    with pytest.raises(StoreDown):
        crew.lead.worker.cycle()


def test_nothing_can_be_written_between_the_loss_and_the_return(crew: Crew) -> None:
    """The fence: on a new connection nothing is written before the partitions are taken again."""
    store = crew.lead.store
    cut_off(crew.lead)
    with pytest.raises(StoreDown):
        store.rows("letters.count_open")
    for _ in range(2):
        with pytest.raises(StoreDown), store.transaction():
            store.execute("counters.add", ("a", "s", 1))
    assert store.is_lost


def moved(crew: Crew, old: str, new: str) -> None:
    clock = crew.lead.clock
    body = codec.encode(MovedBody((Alias("phone", new),), clock.now()))
    crew.lead.inbox.append(
        [Arrival("moved", f"wa:{new}", (Alias("phone", old),), body, clock.now())]
    )
    crew.settle_down()


def test_a_message_that_comes_to_the_wrong_partition_is_handed_over(crew: Crew) -> None:
    """The route still leads to where the name's owner was before; the worker there knows better."""
    crew.lead.write("911", "a")
    crew.settle_down()
    crew.join()
    crew.settle_down()
    ((person,),) = crew.lead.rows("select id from person")
    elsewhere = (part_of(person) + 32) % 64
    crew.lead.rows("update route set part = ? returning 1", elsewhere)
    crew.lead.write("911", "b", "c")
    crew.settle_down()
    assert crew.lead.phone.heard_by("911") == ["1 a", "2 b", "3 c"]
    assert crew.lead.rows("select count(*) from person") == [(1,)]


def test_a_person_who_moved_to_a_new_number_keeps_the_partition(crew: Crew) -> None:
    crew.join()
    crew.settle_down()
    crew.lead.write("911", "a")
    crew.settle_down()
    moved(crew, "911", "922")
    crew.lead.write("922", "b")
    crew.lead.write("911", "c")
    crew.settle_down()
    assert crew.lead.phone.sent == [("911", "1 a"), ("922", "2 b"), ("911", "1 c")]


def test_a_number_taken_across_partitions_is_never_used_for_its_old_owner_again(crew: Crew) -> None:
    """Two persons of two workers; then the platform says that one has the other's number now."""
    crew.join()
    crew.settle_down()
    town = crew.lead
    numbers = [f"9{number:02}" for number in range(30)]
    for number in numbers:
        town.write(number, "hello")
    crew.settle_down()
    owner = dict(
        town.rows(
            "select r.blind, a.person from alias a join route r using (blind) where retired_at is null"
        )
    )
    persons = {number: owner[town.keys.blind("phone", number)] for number in numbers}
    lead = [number for number in numbers if part_of(persons[number]) in town.store.mine]
    other = [number for number in numbers if number not in lead]
    told = Alias("user_id", "IN.1")
    both = (Alias("phone", lead[0]), told)
    town.inbox.append([arrival(town, "x", both)])
    crew.settle_down()
    # The user id now brings the number of somebody whose partition is the other worker's.
    town.inbox.append([arrival(town, "y", (Alias("phone", other[0]), told))])
    crew.settle_down()
    town.write(other[0], "z")
    crew.settle_down()
    heard = [words for _, words in town.phone.sent if words.split()[1] in "xyz"]
    assert heard == ["2 x", "3 y", "4 z"], "one person, whoever had the number before"


def test_a_number_that_another_worker_gave_away_is_not_written_to_any_more(crew: Crew) -> None:
    crew.join()
    crew.settle_down()
    town = crew.lead
    numbers = [f"9{number:02}" for number in range(30)]
    for number in numbers:
        town.write(number, "open", "timer")
    crew.settle_down()
    owner = dict(town.rows("select blind, person from alias"))
    persons = {number: owner[town.keys.blind("phone", number)] for number in numbers}
    mine = next(each for each in numbers if part_of(persons[each]) in town.store.mine)
    theirs = next(each for each in numbers if part_of(persons[each]) not in town.store.mine)
    told = Alias("user_id", "IN.1")
    town.inbox.append([arrival(town, "x", (Alias("phone", mine), told))])
    crew.settle_down()
    town.inbox.append([arrival(town, "y", (Alias("phone", theirs), told))])
    crew.settle_down()

    town.clock.forward(400)
    crew.settle_down()

    woken = [to for to, words in town.phone.sent if "woken" in words]
    assert woken.count(theirs) == 1, "the one who has this number now"
    assert len(woken) == 29


def arrival(town: Town, text: str, names: tuple[Alias, ...]) -> Arrival:
    made = town.arrival("", text)
    return Arrival("message", made.dedupe, names, made.body, made.at)


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
