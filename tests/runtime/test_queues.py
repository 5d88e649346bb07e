"""Effects of one kind hold up no other kind, and new ones do not hold up those that were begun."""

from __future__ import annotations

from itertools import count

from engine.domain.effect import Call, Issue
from engine.runtime.partitions import part_of
from engine.runtime.queues import Queues
from engine.runtime.rows import Parcel

NUMBERS = count(1)


def papers(number: int, person: str = "p1") -> list[Parcel]:
    return [
        Parcel(next(NUMBERS), "", Issue("s/1", "paper", "sample", {}), person, "s")
        for _ in range(number)
    ]


def question() -> Parcel:
    return Parcel(next(NUMBERS), "", Call("s/2", "office", "find", {}), "p1", "s")


def all_that_may_go(queues: Queues) -> list[Parcel]:
    return list(iter(queues.take, None))


def test_a_thousand_papers_hold_up_no_question() -> None:
    queues, asked = Queues(at_once=3), question()
    queues.add(papers(1_000))
    assert len(all_that_may_go(queues)) == 3

    queues.add([asked])

    assert all_that_may_go(queues) == [asked]


def test_what_was_begun_ends_however_many_are_new() -> None:
    queues, new, begun = Queues(at_once=2), papers(6), papers(3)
    queues.add(new)
    queues.add_due(begun)
    gone = []
    while going := all_that_may_go(queues):
        gone += going
        for parcel in going:
            queues.finish(parcel)

    assert gone == [*(each for pair in zip(begun, new, strict=False) for each in pair), *new[3:]]
    assert not queues.is_busy


def test_so_many_of_a_kind_are_read_as_are_performed_at_once() -> None:
    queues = Queues(at_once=2)
    queues.add(papers(100))
    assert queues.full == []

    queues.add_due(papers(2))

    assert queues.full == ["Issue"]


def test_it_drops_what_goes_to_another_worker() -> None:
    queues, mine, theirs = Queues(at_once=1), papers(2, "a.1"), papers(2, "b.2")
    assert part_of("a.1") != part_of("b.2")
    queues.add([mine[0], theirs[0]])
    queues.add_due([mine[1], theirs[1]])

    assert sorted(queues.leave(frozenset({part_of("b.2")}))) == [each.seq for each in theirs]
    assert len(queues) == 2
