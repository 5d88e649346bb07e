"""Who is who, by whatever names a citizen comes; the rows are told as: who came, whose person it must be."""

from __future__ import annotations

import pytest

from engine.runtime import codec
from engine.runtime.persons import Persons
from engine.runtime.ports import Alias, Arrival, MovedBody
from tests.runtime.pretend import Town, undone

P1, P2, P3 = (Alias("phone", f"91{n}") for n in range(3))
U1, U2 = (Alias("user_id", f"IN.{n}") for n in range(2))

CASES = {
    "the same phone is the same person": ([(P1,), (P1,)], "aa"),
    "two phones are two persons": ([(P1,), (P2,)], "ab"),
    "an id that comes with a known phone is linked": ([(P1,), (P1, U1), (U1,)], "aaa"),
    "a phone that comes with a known id is linked": ([(U1,), (P1, U1), (P1,)], "aaa"),
    "the order of names does not matter": ([(U1, P1), (P1, U1), (P1,)], "aaa"),
    "a new id on a known phone is a stranger": ([(P1, U1), (P1, U2), (P1,), (U1,)], "abba"),
    "a number handed on to somebody we know follows them": (
        [(P1, U1), (P2, U2), (P1, U2), (P1,), (U1,)],
        "abbba",
    ),
    "persons are never made one": ([(P1,), (U1,), (P1, U1), (P1,)], "abbb"),
    "a person has one phone at a time": ([(P1, U1), (P2, U1), (P1,)], "aab"),
    "phone alone, then id alone, stay apart": ([(P1,), (U1,)], "ab"),
}


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one by one"])
@pytest.mark.parametrize("case", CASES)
def test_it_knows_who_came(town: Town, case: str, together: bool) -> None:
    senders, expected = CASES[case]
    persons = town.worker.persons
    found: list[str] = []
    if together:
        with town.store.transaction():
            found = persons.resolve(senders, 1)
    else:
        for sender in senders:
            with town.store.transaction():
                found += persons.resolve([sender], 1)
            persons.forget()
    letters: dict[str, str] = {}
    assert (
        "".join(letters.setdefault(person, "abcdef"[len(letters)]) for person in found) == expected
    )


def test_it_forgets_what_a_rolled_back_transaction_learnt(town: Town) -> None:
    persons = town.worker.persons
    with undone(town.store):
        (lost,) = persons.resolve([(P1,)], 1)
    with town.store.transaction():
        (found,) = persons.resolve([(P1,)], 1)
    assert found != lost
    assert town.rows("select count(*) from person") == [(1,)]


def test_it_reaches_a_person_by_every_live_name(town: Town) -> None:
    with town.store.transaction():
        (person,) = town.worker.persons.resolve([(P1, U1)], 1, ["line-2"])
    fresh = Persons(town.store, town.keys, town.random)
    known = fresh.known([person])[person]
    assert set(known.aliases) == {P1, U1}
    assert known.line == "line-2"


def test_it_gives_every_person_a_part_for_ever(town: Town) -> None:
    with town.store.transaction():
        town.worker.persons.resolve([(Alias("phone", str(number)),) for number in range(300)], 1)
    parts = {part for (part,) in town.rows("select part from person")}
    assert parts <= set(range(64))
    assert len(parts) > 40


def moved(town: Town, old: tuple[Alias, ...], new: tuple[Alias, ...]) -> None:
    body = codec.encode(MovedBody(new, town.clock.now()))
    town.inbox.append([Arrival("moved", f"wa:{new}", old, body, town.clock.now())])
    town.work()


def test_it_follows_a_person_to_a_new_number(town: Town) -> None:
    town.write("911", "a")
    town.work()
    moved(town, (Alias("phone", "911"),), (Alias("phone", "922"),))
    town.write("922", "b")
    town.write("911", "c")
    town.work()
    assert town.phone.sent == [("911", "1 a"), ("922", "2 b"), ("911", "1 c")]


def test_it_does_not_follow_to_a_number_somebody_else_has(town: Town) -> None:
    town.write("911", "a")
    town.write("922", "x")
    town.work()
    moved(town, (Alias("phone", "911"),), (Alias("phone", "922"),))
    town.write("922", "y")
    town.write("911", "b")
    town.work()
    assert town.phone.heard_by("922") == ["1 x", "2 y"]
    assert town.phone.heard_by("911") == ["1 a", "2 b"]
