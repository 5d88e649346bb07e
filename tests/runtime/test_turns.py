"""Messages become answers: each once, in order, for the right person."""

from __future__ import annotations

import pytest

from tests.runtime.pretend import Town


def test_it_answers_a_message(town: Town) -> None:
    town.write("911", "hello")
    town.work()
    assert town.phone.sent == [("911", "1 hello")]


def test_it_answers_in_the_order_of_arrival_and_keeps_persons_apart(town: Town) -> None:
    for number in range(10):
        town.write("911", f"a{number}")
        town.write("922", f"b{number}")
    town.work()
    assert town.phone.heard_by("911") == [f"{n + 1} a{n}" for n in range(10)]
    assert town.phone.heard_by("922") == [f"{n + 1} b{n}" for n in range(10)]


@pytest.mark.parametrize("batch", [1, 3, 200])
def test_it_takes_every_turn_once_whatever_the_size_of_a_batch(make_town, batch: int) -> None:
    town = make_town(batch=batch)
    for number in range(7):
        town.write("911", f"a{number}", "open", "call")
    town.work(200)
    heard = town.phone.heard_by("911")
    assert [int(words.split()[0]) for words in heard] == list(range(1, 29))
    assert [words.split()[1] for words in heard if " a" in words and "asking" not in words] == [
        f"a{number}" for number in range(7)
    ]


def test_it_takes_a_repeated_message_once(town: Town) -> None:
    twice = town.arrival("911", "hello", "wa:same")
    town.inbox.append([twice, twice])
    town.work()
    town.inbox.append([twice])
    town.restart()
    town.inbox.append([twice])
    town.work()
    assert town.phone.sent == [("911", "1 hello")]


def test_it_hears_what_an_effect_answered(town: Town) -> None:
    town.write("911", "open", "call")
    town.work()
    assert town.phone.heard_by("911") == ["1 opened", "2 asking", "3 found"]
    assert list(town.department.performed.values()) == [1]


def test_it_remembers_across_restarts(town: Town) -> None:
    town.write("911", "open")
    town.work()
    town.restart()
    town.write("911", "call")
    town.work()
    assert town.phone.heard_by("911") == ["1 opened", "2 asking", "3 found"]


def test_it_never_hands_one_citizen_the_case_of_another(town: Town) -> None:
    town.write("911", "open")
    town.work()
    ((session,),) = town.rows("select id from session")
    people = town.worker.turns._results
    from engine.runtime.results import People

    found = People()
    assert people.sessions(found, "somebody-else", (session,)) == {}


def test_it_leaves_nothing_readable_in_the_files(town: Town) -> None:
    town.write("919876543210", "open", "my secret words")
    town.work()
    town.close()
    raw = b"".join(path.read_bytes() for path in town.folder.iterdir())
    town.open()
    for word in (b"919876543210", b"secret words", b"Sample", b"1 opened"):
        assert word not in raw
