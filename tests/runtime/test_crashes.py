"""Whatever the moment of a crash: nothing is lost, nothing is done twice that must be done once, order is kept."""

from __future__ import annotations

import pytest

from engine.runtime.doors import set_fault_hook
from tests.runtime.pretend import Town

POINTS = (
    "turns.claimed",
    "store.before_commit",
    "turns.before_commit",
    "turns.committed",
    "outbox.delivered",
    "outbox.before_commit",
    "outbox.committed",
)
WORDS = ("open", "a", "call", "b", "call", "c")


class Crash(BaseException):
    """The process is gone."""


def crash_at(point: str, times: int):
    """Return a hook that crashes when the point is passed for the `times`-th time."""
    passed = 0

    def hook(name: str) -> None:
        nonlocal passed
        if name == point:
            passed += 1
            if passed == times:
                raise Crash

    return hook


def work_through(town: Town) -> int:
    """Work, restarting after every crash; return how often it crashed."""
    crashes = 0
    for _ in range(60):
        try:
            town.work()
        except Crash:
            crashes += 1
            town.restart()
        town.clock.forward(5)
    return crashes


@pytest.mark.parametrize("batch", [1, 3])
@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("point", POINTS)
def test_it_survives_a_crash_anywhere(make_town, point: str, times: int, batch: int) -> None:
    town = make_town(batch=batch)
    for citizen in ("911", "922"):
        town.write(citizen, *WORDS)
    set_fault_hook(crash_at(point, times))
    assert work_through(town) == 1
    set_fault_hook(None)
    work_through(town)
    for citizen in ("911", "922"):
        heard = town.phone.heard_by(citizen)
        once = list(dict.fromkeys(heard))
        # Turns are numbered by the citizen's own count: each number once, in order.
        assert [int(words.split()[0]) for words in once] == list(range(1, 9))
        # A message may be sent twice only where the crash fell between sending and noting it.
        allowed = (
            12
            if point in ("outbox.delivered", "outbox.before_commit", "store.before_commit")
            else 0
        )
        assert len(heard) - len(once) <= allowed
    ends = town.rows("select count(*), min(state), max(state) from outbox")
    assert ends == [(20, 3, 3)]
    assert town.rows("select count(*) from dead_letter") == [(0,)]
    assert len(town.department.performed) == 4


def test_it_loses_no_message_that_was_answered_with_200_when_the_web_process_dies(
    town: Town,
) -> None:
    town.write("911", "a")
    town.web_store.close()
    town.restart()
    town.work()
    assert town.phone.sent == [("911", "1 a")]


def test_it_waits_for_a_status_before_sending_again_after_a_crash(town: Town) -> None:
    town.write("911", "warm up")
    town.work()
    town.write("911", "a")
    set_fault_hook(crash_at("outbox.delivered", 1))
    with pytest.raises(Crash):
        town.work()
    set_fault_hook(None)
    town.restart()
    town.work()
    assert len(town.phone.sent) == 2
    from engine.runtime import codec
    from engine.runtime.ports import Arrival, StatusBody

    body = codec.encode(StatusBody("wamid.9", "sent", town.clock.now(), town.phone.jobs[-1].key))
    town.inbox.append([Arrival("status", "", (), body, town.clock.now())])
    town.work()
    town.clock.forward(10)
    town.work()
    assert town.phone.heard_by("911") == ["1 warm up", "2 a"]


def test_it_answers_within_five_seconds_of_a_crash_where_no_status_comes(town: Town) -> None:
    town.write("911", "warm up")
    town.work()
    town.write("911", "a")
    set_fault_hook(crash_at("turns.committed", 1))
    with pytest.raises(Crash):
        town.work()
    set_fault_hook(None)
    town.restart()
    town.clock.forward(4)
    town.work()
    assert town.phone.heard_by("911") == ["1 warm up", "2 a"]


def test_it_says_after_a_crash_that_a_request_may_have_been_heard(make_town) -> None:
    town = make_town(batch=1)
    town.write("911", "open", "call")

    def hook(name: str) -> None:
        if name == "outbox.delivered" and len(town.department.unsure) == 1:
            raise Crash

    set_fault_hook(hook)
    assert work_through(town)
    set_fault_hook(None)

    assert town.department.unsure == [False, True]
