"""Sealed values open only where they were sealed, and only as long as their key lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.runtime.keys import Keys, NoKey, Sealed, case_owner, person_owner
from engine.runtime.store.protocol import WrongMaster
from engine.runtime.store.sqlite.store import SqliteStore
from tests.runtime.pretend import MASTER, Repeating, SetClock, Town, undone


class Empty:
    """A store without keys."""

    def rows(self, statement, params=()):
        return []

    def rows_in(self, statement, values, params=()):
        return []


@pytest.fixture
def keys() -> Keys:
    made = Keys(MASTER, Repeating())
    made.new("person/a")
    made.new("person/b")
    return made


def test_it_opens_what_it_sealed(keys: Keys) -> None:
    sealed = keys.of("person/a").seal(b"words", "t/r/c")
    assert keys.of("person/a").open(sealed, "t/r/c") == b"words"


@pytest.mark.parametrize("place", ["t/r/d", "t/s/c", "u/r/c", ""])
def test_it_refuses_a_value_moved_elsewhere(keys: Keys, place: str) -> None:
    sealed = keys.of("person/a").seal(b"words", "t/r/c")
    with pytest.raises(Sealed):
        keys.of("person/a").open(sealed, place)


def test_it_refuses_a_value_given_to_somebody_else(keys: Keys) -> None:
    sealed = keys.of("person/a").seal(b"words", "t/r/c")
    with pytest.raises(Sealed):
        keys.of("person/b").open(sealed, "t/r/c")


def test_it_notices_every_flipped_bit_and_every_cut(keys: Keys) -> None:
    sealed = keys.of("person/a").seal(b"words", "t/r/c")
    for position in range(len(sealed)):
        broken = bytearray(sealed)
        broken[position] ^= 1
        with pytest.raises(Sealed):
            keys.of("person/a").open(bytes(broken), "t/r/c")
        with pytest.raises(Sealed):
            keys.of("person/a").open(sealed[:position], "t/r/c")


def test_it_never_makes_a_second_key_for_an_owner_it_did_not_look_for() -> None:
    keys = Keys(MASTER, Repeating())
    with pytest.raises(NoKey):
        keys.make("person/a")
    keys.load(["person/a"], Empty())
    box = keys.make("person/a")
    assert keys.make("person/a") is box


def test_it_finds_exact_values_again_without_telling_them_apart_by_kind_or_key() -> None:
    keys = Keys(MASTER, Repeating())
    other = Keys(b"o" * 32, Repeating())
    assert keys.blind("phone", "911") == keys.blind("phone", "911")
    names = {keys.blind("phone", "911"), keys.blind("user_id", "911"), other.blind("phone", "911")}
    assert len(names) == 3


def test_it_refuses_a_database_made_under_another_master_key(town: Town) -> None:
    with pytest.raises(WrongMaster):
        town.home.store(Keys(b"o" * 32, Repeating()), SetClock(), Repeating())


def test_it_refuses_a_short_master_key() -> None:
    with pytest.raises(ValueError, match="32"):
        Keys(b"short", Repeating())


def test_it_keeps_a_key_with_the_first_value_and_not_before(tmp_path: Path) -> None:
    keys = Keys(MASTER, Repeating())
    store = SqliteStore(tmp_path / "m.db", keys, SetClock(), Repeating())
    with undone(store):
        keys.new("person/a")
    assert "person/a" in keys.fresh
    with store.transaction():
        store.execute("counters.add", ("n", "s", 1))
    assert not keys.fresh
    again = Keys(MASTER, Repeating("other"))
    again.load(["person/a"], store)
    sealed = keys.of("person/a").seal(b"x", "p")
    assert again.of("person/a").open(sealed, "p") == b"x"
    store.close()


def test_it_reads_nothing_of_a_person_whose_key_is_erased(town: Town) -> None:
    town.write("911", "open")
    town.work()
    ((person,),) = town.rows("select id from person")
    ((session,),) = town.rows("select id from session")
    with town.store.transaction():
        town.store.execute("keys.drop", (person_owner(person),))
        town.store.execute("keys.drop", (case_owner(session),))
    town.restart()
    assert town.worker.persons.known([person])[person].aliases == ()
    town.write("911", "hello")
    town.work()
    town.clock.forward(1)
    assert town.rows("select count(*) from conversation") == [(1,)]


def test_it_moves_no_value_between_rows_unseen(town: Town) -> None:
    """Somebody who can write to the database swaps two citizens' conversations: neither is ever shown."""
    town.write("911", "my words")
    town.write("922", "other words")
    town.work()
    first, second = town.rows("select person, body from conversation order by person")
    swap = "update conversation set body = ? where person = ? returning person"
    town.rows(swap, second[1], first[0])
    town.rows(swap, first[1], second[0])
    town.phone.sent.clear()
    town.restart()
    town.write("911", "again")
    town.work(60)
    assert town.phone.sent == []
    assert town.rows("select kind from dead_letter") == [("arrival",)]
