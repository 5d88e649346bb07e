"""What the channel tells of a message counts once, for the try it names, whatever is under way meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from engine.domain.effect import Send
from engine.runtime import codec
from engine.runtime.doors import set_fault_hook
from engine.runtime.ports import Arrival, Job, Result, Retry, StatusBody, Unknown
from engine.runtime.rows import DONE, Rows
from engine.runtime.times import to_ms
from tests.runtime.pretend import Town
from tests.runtime.test_crashes import Crash, crash_at


def told(town: Town, name: str, word: str, wamid: str, code: int | None = None) -> StatusBody:
    return StatusBody(wamid, word, town.clock.now(), name, code)


def arrival(town: Town, status: StatusBody) -> Arrival:
    return Arrival("status", "", (), codec.encode(status), town.clock.now())


class Interrupted:
    """Sends messages; a status comes while the `at`-th of them is on its way, and `answer` is what became of that one."""

    def __init__(
        self, town: Town, at: int, word: str, wamid: str, answer: Result | None = None
    ) -> None:
        self.town, self.at, self.status, self.answer = town, at, (word, wamid), answer
        self.attempts: list[int] = []

    async def deliver(self, job: Job) -> Any:
        self.attempts.append(job.attempt)
        if len(self.attempts) != self.at:
            return await self.town.phone.deliver(job)
        word, wamid = self.status
        status = told(self.town, job.key, word, wamid, 131000 if word == "failed" else None)
        with self.town.store.transaction():
            self.town.worker.outbox.note_statuses([status], to_ms(self.town.clock.now()))
        return self.answer or await self.town.phone.deliver(job)


def go_on(town: Town) -> None:
    for _ in range(4):
        town.clock.forward(31)
        town.work()


@pytest.mark.parametrize("answer", [Unknown(20), Retry(10, "reset")])
def test_it_does_not_send_again_what_a_status_named_while_the_answer_was_lost(
    town: Town, answer: Result
) -> None:
    town.handlers[Send] = Interrupted(town, 1, "sent", "wamid.e", answer)
    town.write("911", "a", "b")
    town.work()
    go_on(town)
    assert town.phone.heard_by("911") == ["2 b"]
    assert town.rows("select distinct state from outbox") == [(3,)]


@pytest.mark.parametrize(
    ("failed", "attempts"), [("wamid.0", [1, 2]), ("wamid.1", [1, 2, 3])], ids=["first", "second"]
)
def test_it_heeds_of_the_second_try_on_its_way_only_what_is_said_of_it(
    make_town, failed: str, attempts: list[int]
) -> None:
    """The first try is `wamid.0`; while the second is on its way, one of the two is reported as failed."""
    town = make_town(judge=lambda job, status: Retry(10, "busy"))
    town.handlers[Send] = sender = Interrupted(town, 2, "failed", failed)
    town.write("911", "a")
    town.work()
    name = town.phone.jobs[0].key
    town.inbox.append([arrival(town, told(town, name, "failed", "wamid.0", 131000))])
    town.work()
    go_on(town)
    assert sender.attempts == attempts


def test_it_keeps_nothing_early_of_a_batch_with_a_failed_message_that_cannot_be_read(
    town: Town,
) -> None:
    town.write("911", "a")
    town.work()
    ((person,),) = town.rows("select person from outbox")
    unreadable = (77_777, None, "Send", person, "", DONE, 0, 1, b"from another age")
    with town.store.transaction():
        town.store.execute_many("outbox.add", [unreadable])
    name = Rows(town.store, town.keys, None).name_of(77_777, person)  # type: ignore[arg-type]
    town.inbox.append([arrival(town, told(town, name, "failed", "wamid.7", 131000))])
    town.write("922", "b")
    set_fault_hook(crash_at("turns.before_commit", 1))
    with pytest.raises(Crash):
        town.work()
    set_fault_hook(None)
    assert town.rows("select kind from dead_letter") == []
    town.restart()
    town.work()
    assert town.rows("select kind from dead_letter") == [("effect",)]
    assert town.phone.heard_by("922") == ["1 b"]
