"""Several workers share out the partitions of one PostgreSQL database: takeovers, the fence, what is handed on."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from engine.runtime import codec
from engine.runtime.doors import set_fault_hook
from engine.runtime.partitions import EVERY, part_of
from engine.runtime.ports import Alias, Arrival, MovedBody
from engine.runtime.store.protocol import StoreDown
from tests.runtime.crew import Crew, cut_off
from tests.runtime.homes import PostgresHome
from tests.runtime.pretend import Town


@pytest.fixture
def home() -> type[PostgresHome]:
    return PostgresHome


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
