"""What every store must do. A store's own test module gives the fixture `stores`, and inherits these classes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from engine.runtime.keys import Keys, NoKey
from engine.runtime.ports import Reader, Write
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.protocol import InboxStore, Intake, Store, StoreDown
from tests.runtime.pretend import MASTER, Repeating, undone


class Limits(Protocol):
    """How the tests pretend a full disk."""

    def limit_pages(self, pages: int) -> None: ...


@dataclass
class Stores:
    """One store and one inbox, which can be closed and opened again. intake: takes from the inbox; keys: those of the store."""

    store: Store
    inbox: InboxStore
    intake: Intake
    keys: Keys
    reopen: Callable[[], None]
    fill_store: Callable[[bool], None]
    fill_inbox: Callable[[bool], None]


def add(store: Store, name: str) -> None:
    store.execute("counters.add", (name, "s", 1))


def fill(store: Store) -> None:
    with store.transaction():
        for number in range(200):
            store.execute("programs.keep", (str(number), "s", b"x" * 4_096, 1))


def flood(inbox: InboxStore) -> None:
    for number in range(100):
        inbox.append([("message", str(number), b"x" * 4_096, 5)])


def count(store: Any, name: str) -> int:
    return store.rows("counters.count", (name, "s", 0))[0][0]


class StoreConformance:
    """Transactions, statements, numbers, keys."""

    def test_it_keeps_a_transaction(self, stores: Stores) -> None:
        with stores.store.transaction():
            add(stores.store, "a")
            stores.store.execute_many("counters.add", [("a", "s", 2), ("a", "s", 3)])
        stores.reopen()
        assert count(stores.store, "a") == 3

    def test_it_keeps_nothing_of_a_transaction_that_raised(self, stores: Stores) -> None:
        with undone(stores.store):
            add(stores.store, "a")
        assert count(stores.store, "a") == 0
        with stores.store.transaction():
            add(stores.store, "a")
        assert count(stores.store, "a") == 1

    @pytest.fixture
    def reader(self, stores: Stores) -> Iterator[Reader]:
        """Return what reads beside the store; only one of PostgreSQL has connections to let go of."""
        found = stores.store.reader()
        yield found
        if isinstance(found, PostgresReader):
            found.close()

    def test_it_reads_its_own_writes_but_readers_do_not(
        self, stores: Stores, reader: Reader
    ) -> None:
        with stores.store.transaction():
            add(stores.store, "a")
            assert count(stores.store, "a") == 1
            assert count(reader, "a") == 0
        assert count(reader, "a") == 1

    def test_it_lets_every_thread_read(self, stores: Stores, reader: Reader) -> None:
        with stores.store.transaction():
            add(stores.store, "a")
        found: list[int] = []
        threads = [
            threading.Thread(target=lambda: found.append(count(reader, "a"))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [1, 1, 1, 1]

    def test_its_readers_cannot_write(self, stores: Stores, reader: Reader) -> None:
        with pytest.raises(Exception):  # noqa: B017, PT011
            reader.rows("counters.add", ("a", "s", 1))
        assert count(stores.store, "a") == 0

    def test_it_does_what_waits_for_the_commit_after_it_and_only_then(self, stores: Stores) -> None:
        done: list[str] = []
        with stores.store.transaction():
            stores.store.after_commit(lambda: done.append("yes"))
            assert done == []
        assert done == ["yes"]
        with undone(stores.store):
            stores.store.after_commit(lambda: done.append("no"))
        with stores.store.transaction():
            add(stores.store, "a")
        assert done == ["yes"]

    def test_it_tells_of_every_roll_back(self, stores: Stores) -> None:
        told: list[int] = []
        stores.store.on_roll_back(lambda: told.append(1))
        for _ in range(2):
            with undone(stores.store):
                pass
        with stores.store.transaction():
            add(stores.store, "a")
        assert told == [1, 1]

    def test_it_finds_many_at_once(self, stores: Stores) -> None:
        with stores.store.transaction():
            rows = [(f"d{number}", "svc", b"x", 1) for number in range(2_000)]
            stores.store.execute_many("programs.keep", rows)
        wanted = [f"d{number}" for number in range(0, 4_000, 2)]
        assert len(stores.store.rows_in("programs.known", wanted)) == 1_000
        assert stores.store.rows_in("programs.known", []) == []

    def test_it_marks_what_is_new_and_says_which(self, stores: Stores) -> None:
        def mark(*names: str) -> set[str]:
            with stores.store.transaction():
                return {name for (name,) in stores.store.rows_in("inbox.mark_seen", names, (1,))}

        assert mark("a", "b", "b") == {"a", "b"}
        assert mark("b", "c") == {"c"}
        stores.reopen()
        assert mark("a", "d") == {"d"}

    def test_it_never_gives_a_number_twice(self, stores: Stores) -> None:
        row = ("k", "Call", "p", "", 0, 0, 0, b"")
        first = stores.store.reserve("outbox", 3)
        with stores.store.transaction():
            stores.store.execute("outbox.add", (first + 2, *row))
        assert stores.store.reserve("outbox", 1) == first + 3
        with stores.store.transaction():
            stores.store.execute("outbox.dead", (1, 1, first + 2))
            stores.store.execute("outbox.expunge", (0, first + 9, 2))
        assert stores.store.rows("outbox.first_after", (0,)) == []
        stores.reopen()
        assert stores.store.reserve("outbox", 1) > first + 2

    def test_it_keeps_its_tag(self, stores: Stores) -> None:
        tag = stores.store.tag
        stores.reopen()
        assert stores.store.tag == tag
        assert len(tag) == 6

    def test_it_runs_writes_in_order(self, stores: Stores) -> None:
        with stores.store.transaction():
            stores.store.write(
                [
                    Write("programs.keep", ("d", "first", b"", 1)),
                    Write("programs.keep", ("d", "second", b"", 1)),
                ]
            )
        assert stores.store.rows("programs.sources", ("d",)) == [("first", b"")]

    def test_it_refuses_a_broken_rule_without_calling_itself_down(self, stores: Stores) -> None:
        with pytest.raises(Exception) as raised, stores.store.transaction():  # noqa: PT011
            stores.store.execute("counters.add", (None, None, None))
        assert not isinstance(raised.value, StoreDown)

    def test_it_keeps_new_keys_with_the_transaction(self, stores: Stores) -> None:
        stores.keys.new("person/a")
        with stores.store.transaction():
            add(stores.store, "a")
        stores.reopen()
        Keys(MASTER, Repeating()).find("person/a", stores.store)
        with pytest.raises(NoKey):
            Keys(MASTER, Repeating()).find("person/b", stores.store)

    def test_it_says_that_it_is_full_and_goes_on_when_there_is_room(self, stores: Stores) -> None:
        stores.fill_store(True)
        with pytest.raises(StoreDown):
            fill(stores.store)
        assert stores.store.rows_in("programs.known", ["0"]) == []
        stores.fill_store(False)
        with stores.store.transaction():
            add(stores.store, "a")
        assert count(stores.store, "a") == 1


class InboxConformance:
    """What arrived stays, in order, is durable when append returns, and is claimed until it is finished."""

    def test_it_keeps_arrivals_in_order(self, stores: Stores) -> None:
        stores.inbox.append([("message", "a", b"1", 5), ("message", "b", b"2", 6)])
        stores.inbox.append([("status", "", b"3", 7)])
        stores.reopen()
        found = stores.intake.claim(10)
        assert [(each.kind, each.dedupe, each.body, each.at) for each in found] == [
            ("message", "a", b"1", 5),
            ("message", "b", b"2", 6),
            ("status", "", b"3", 7),
        ]

    def test_it_claims_again_what_is_not_finished_and_nothing_else(self, stores: Stores) -> None:
        stores.inbox.append([("message", name, b"", 5) for name in "abcd"])
        assert [each.dedupe for each in stores.intake.claim(2)] == ["a", "b"]
        first = stores.intake.claim(2)
        with stores.store.transaction():
            stores.intake.finish(first)
        second = stores.intake.claim(10)
        assert [each.dedupe for each in second] == ["c", "d"]
        with undone(stores.store):
            stores.intake.finish(second)
        assert [each.dedupe for each in stores.intake.claim(1)] == ["c"]

    def test_it_keeps_a_repetition_too(self, stores: Stores) -> None:
        stores.inbox.append([("message", "a", b"1", 5)] * 2)
        assert len(stores.intake.claim(10)) == 2

    def test_it_takes_many_threads_at_once(self, stores: Stores) -> None:
        def write(thread: int) -> None:
            for number in range(20):
                stores.inbox.append([("message", f"{thread}.{number}", b"", number)])

        threads = [threading.Thread(target=write, args=(thread,)) for thread in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = stores.intake.claim(1_000)
        assert len({each.dedupe for each in found}) == 160
        for thread in range(8):
            mine = [each.at for each in found if each.dedupe.startswith(f"{thread}.")]
            assert mine == list(range(20))

    def test_it_says_that_it_is_full_and_goes_on_when_there_is_room(self, stores: Stores) -> None:
        stores.inbox.append([("message", "a", b"1", 5)])
        stores.fill_inbox(True)
        with pytest.raises(StoreDown):
            flood(stores.inbox)
        stores.fill_inbox(False)
        stores.inbox.append([("message", "z", b"2", 5)])
        found = stores.intake.claim(1_000)
        assert (found[0].dedupe, found[-1].dedupe) == ("a", "z")
