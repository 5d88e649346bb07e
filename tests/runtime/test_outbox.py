"""Effects are delivered until they are settled: in order, under one key, never in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from engine.domain.effect import Call, Send
from engine.domain.event import Replied
from engine.runtime import codec
from engine.runtime.outbox import Pace
from engine.runtime.ports import (
    Alias,
    Arrival,
    Dead,
    Done,
    Later,
    Retry,
    StatusBody,
    Unknown,
    Write,
)
from engine.runtime.times import to_ms
from tests.runtime.pretend import Town


def letters(town: Town) -> list[tuple[str, str]]:
    return town.rows("select kind, why from dead_letter order by at, id")


def test_it_keeps_the_order_to_one_person_while_a_message_is_retried(town: Town) -> None:
    town.phone.answers = [Retry(10, "busy")]
    town.write("911", "a", "b", "c")
    town.write("922", "x")
    town.work()
    assert town.phone.sent == [("922", "1 x")]
    town.clock.forward(11)
    town.work()
    assert town.phone.heard_by("911") == ["1 a", "2 b", "3 c"]
    assert [job.attempt for job in town.phone.jobs if job.effect.message.body == "1 a"] == [1, 2]


def test_it_keeps_a_retry_across_a_restart(town: Town) -> None:
    town.phone.answers = [Retry(10, "busy")]
    town.write("911", "a", "b")
    town.work()
    town.restart()
    town.work()
    assert town.phone.sent == []
    town.clock.forward(11)
    town.work()
    assert town.phone.heard_by("911") == ["1 a", "2 b"]


def test_it_gives_up_at_the_end_of_the_table_and_says_so(town: Town) -> None:
    town.department.answers = [Retry(None, "down")] * 20
    town.write("911", "open", "call")
    for _ in range(12):
        town.work()
        town.clock.forward(60)
    assert sum(town.department.performed.values()) == 6
    assert letters(town)[0][0] == "effect"
    assert town.phone.heard_by("911") == ["1 opened", "2 asking", "3 unavailable"]


def test_it_obeys_a_handler_that_names_its_own_time_as_often_as_it_does(town: Town) -> None:
    town.department.answers = [Retry(60, "night")] * 30
    town.write("911", "open", "call")
    for _ in range(32):
        town.work()
        town.clock.forward(61)
    town.work()
    assert sum(town.department.performed.values()) == 31
    assert town.phone.heard_by("911")[-1] == "3 found"


def test_it_tries_again_when_a_handler_raises(town: Town) -> None:
    town.department.answers = [RuntimeError("a bug with words of a citizen")]
    town.write("911", "open", "call")
    town.work()
    town.clock.forward(2)
    town.work()
    assert list(town.department.performed.values()) == [2]
    assert town.phone.heard_by("911")[-1] == "3 found"


def test_it_makes_a_dead_effect_a_letter_and_tells_the_case(town: Town) -> None:
    town.department.answers = [Dead("refused for good")]
    town.write("911", "open", "call")
    town.work()
    assert letters(town) == [("effect", "refused for good")]
    assert town.phone.heard_by("911")[-1] == "3 unavailable"


def test_it_prefers_the_words_the_handler_has_for_the_case(town: Town) -> None:
    def closed(job) -> Dead:
        return Dead("closed", (Replied(job.session, job.key, "closed"),))

    class Closed:
        async def deliver(self, job):
            return closed(job)

    town.handlers[Call] = Closed()
    town.write("911", "open", "call")
    town.work()
    assert town.phone.heard_by("911")[-1] == "3 closed"


def test_it_makes_an_effect_nobody_performs_a_letter(town: Town) -> None:
    del town.handlers[Call]
    town.write("911", "open", "call")
    town.work()
    assert letters(town) == [("effect", "nobody performs Call")]


# -- messages whose answer was lost ------------------------------------------------------------------------------------


def status(
    town: Town, name: str, word: str, code: int | None = None, wamid: str = "wamid.0"
) -> Arrival:
    body = codec.encode(StatusBody(wamid, word, town.clock.now(), name, code))
    return Arrival("status", "", (), body, town.clock.now())


def test_it_does_not_send_again_what_a_status_names(town: Town) -> None:
    town.phone.answers = [Unknown(20)]
    town.write("911", "a", "b")
    town.work()
    assert town.phone.sent == []
    town.inbox.append([status(town, town.phone.jobs[0].key, "sent")])
    town.work()
    assert [job.effect.message.body for job in town.phone.jobs] == ["1 a", "2 b"]
    town.clock.forward(60)
    town.work()
    assert len(town.phone.jobs) == 2


def test_it_sends_again_what_no_status_names_and_says_that_it_may_be_twice(town: Town) -> None:
    town.phone.answers = [Unknown(20)]
    town.write("911", "a")
    town.work()
    town.clock.forward(21)
    town.work()
    assert [(job.attempt, job.unsure) for job in town.phone.jobs] == [(1, False), (2, True)]
    assert len({job.key for job in town.phone.jobs}) == 1


def test_it_notes_how_far_a_message_came_whatever_the_order_of_statuses(town: Town) -> None:
    town.write("911", "a")
    town.work()
    key = town.phone.jobs[0].key
    for word in ("read", "delivered", "sent"):
        town.inbox.append([status(town, key, word)])
    town.work()
    assert town.rows("select status, provider from outbox") == [(3, "wamid.0")]


def test_it_makes_a_message_the_channel_failed_to_deliver_a_letter(town: Town) -> None:
    town.write("911", "a")
    town.work()
    for _ in range(2):
        town.inbox.append([status(town, town.phone.jobs[0].key, "failed", 131026)])
        town.work()
    ((kind, why),) = letters(town)
    assert kind == "effect"
    assert "131026" in why


def test_it_sends_again_what_failed_for_a_while_and_heeds_no_report_of_the_first_try(
    make_town,
) -> None:
    town = make_town(judge=lambda job, status: Retry(10, "busy"))
    town.write("911", "a")
    town.work()
    key = town.phone.jobs[0].key
    town.inbox.append([status(town, key, "failed", 131000), status(town, key, "sent")])
    town.work()
    town.inbox.append([status(town, key, "failed", 131000), status(town, key, "delivered")])
    town.work()
    assert len(town.phone.sent) == 1
    town.restart()
    town.clock.forward(11)
    town.work()
    assert len(town.phone.sent) == 2
    assert [job.attempt for job in town.phone.jobs] == [1, 2]
    town.inbox.append([status(town, key, "failed", 131000)])
    town.work()
    town.clock.forward(11)
    town.inbox.append([status(town, key, "read", wamid="wamid.1")])
    town.work()
    assert len(town.phone.sent) == 2
    assert town.rows("select state, status, provider from outbox") == [(3, 3, "wamid.1")]
    assert letters(town) == []


@pytest.mark.parametrize("end", [Done(), Dead("never")])
def test_it_judges_a_report_of_failure_once_however_often_it_comes(make_town, end) -> None:
    judged = []

    def judge(job, status):
        judged.append(status.code)
        return end

    town = make_town(judge=judge)
    town.write("911", "a")
    town.work()
    for _ in range(3):
        town.inbox.append([status(town, town.phone.jobs[0].key, "failed", 131047)])
        town.work()
    assert judged == [131047]


@pytest.mark.parametrize("answer", [Done(provider_id="wamid.e"), Unknown(20)])
def test_it_heeds_a_report_of_failure_that_comes_before_the_answer(make_town, answer) -> None:
    town = make_town(judge=lambda job, status: Retry(10, "busy"))
    told = []

    class Early:
        async def deliver(self, job):
            if not told:
                now = town.clock.now()
                told.append(StatusBody("wamid.e", "failed", now, job.key, 131000))
                with town.store.transaction():
                    town.worker.outbox.note_statuses(told, to_ms(now))
                return answer
            return await town.phone.deliver(job)

    town.handlers[Send] = Early()
    town.write("911", "a", "b")
    town.work()
    assert town.phone.sent == []
    town.clock.forward(11)
    town.work()
    assert town.phone.heard_by("911") == ["1 a", "2 b"]
    assert town.rows("select count(*) from outbox where state = 3") == [(2,)]
    assert letters(town) == []


@pytest.mark.parametrize("name", ["", "x", "zzzzzz-1", "-", "zzzzzz-99999999999999999999999"])
def test_it_ignores_statuses_of_messages_it_never_sent(town: Town, name: str) -> None:
    town.inbox.append([status(town, name, "sent")])
    town.write("911", "a")
    town.work()
    assert town.phone.sent == [("911", "1 a")]
    assert letters(town) == []


# -- what services may ask for ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expire:
    """An order's time is up."""

    order: str


codec.know(Expire)


class Gateway:
    """Opens an order that expires."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.expired: list[str] = []

    async def deliver(self, job):
        if isinstance(job.effect, Expire):
            self.expired.append(job.effect.order)
            return Done()
        at = self.town.clock.now() + timedelta(minutes=10)
        return Done(later=(Later(at, Expire("o1"), f"expire/{job.key}", job.session),) * 2)

    def receive(self, arrival, store, now):
        raise AssertionError(arrival)


def test_it_delivers_a_later_effect_once_at_its_time(town: Town) -> None:
    gateway = Gateway(town)
    town.handlers[Call] = town.handlers[Expire] = gateway
    town.write("911", "open", "call")
    town.work()
    assert gateway.expired == []
    town.restart()
    town.clock.forward(601)
    town.work()
    assert gateway.expired == ["o1"]


def test_it_drops_a_later_effect_that_is_no_longer_wanted(town: Town) -> None:
    gateway = Gateway(town)
    town.handlers[Call] = town.handlers[Expire] = gateway
    town.write("911", "open", "call")
    town.work()
    ((key,),) = town.rows("select key from outbox where kind = 'Expire'")
    with town.store.transaction():
        town.worker.outbox.forget([key], 0)
    town.clock.forward(601)
    town.work()
    assert gateway.expired == []


def test_it_keeps_writes_replies_and_the_rows_end_together(town: Town) -> None:
    """A result that cannot be written counts as a failed attempt; nothing of it is kept."""
    bad = Done(
        writes=(Write("counters.add", ("n", "s", 1)), Write("counters.add", (None, None, None)))
    )
    town.department.answers = [bad]
    town.write("911", "open", "call")
    town.work()
    assert town.rows("select count(*) from counter") == [(0,)]
    town.clock.forward(2)
    town.work()
    assert town.phone.heard_by("911")[-1] == "3 found"


def test_it_learns_further_names_on_the_way(town: Town) -> None:
    town.phone.answers = [Done(aliases=(Alias("user_id", "IN.1"),))]
    town.write("911", "a")
    town.work()
    town.write("911", "b")
    town.work()
    assert set(town.phone.jobs[-1].aliases) == {Alias("user_id", "IN.1"), Alias("phone", "911")}


def test_it_holds_no_more_in_memory_than_it_is_allowed(make_town) -> None:
    town = make_town(pace=Pace(in_memory=3, messages=2, enough=1_000), batch=50)
    town.phone.answers = [Retry(5, "busy")] * 2
    for number in range(20):
        town.write(f"91{number}", "a", "b")
    town.work(100)
    town.clock.forward(6)
    town.work(100)
    assert len(town.phone.sent) == 40
    for number in range(20):
        assert town.phone.heard_by(f"91{number}") == ["1 a", "2 b"]


def test_it_takes_no_turns_while_messages_pile_up(make_town) -> None:
    town = make_town(pace=Pace(messages=1, enough=2), batch=2)
    town.phone.answers = [Retry(5, "busy")] * 2
    town.write("911", "a")
    town.write("922", "b")
    town.write("933", "c")
    town.work()
    assert town.rows("select count(*) from outbox") == [(2,)]
    town.clock.forward(6)
    town.work()
    assert len(town.phone.sent) == 3
