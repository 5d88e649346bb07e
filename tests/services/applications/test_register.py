"""The register on a real store: sealed, found again, and moved by effects and decisions exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.domain.calendar import HolidayCalendar, OfficeTime
from engine.domain.effect import AnswerOfficers, AskOfficers, OpenCase, Shown, Stage
from engine.domain.event import AskedBack, Replied
from engine.runtime import codec
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys, Sealed, case_owner
from engine.runtime.ports import Arrival, Done, Job
from engine.services.applications.handlers import Applications, DecisionBody, LookAtClock
from engine.services.applications.record import Decision
from tests.services.homes import BROKEN_RULE, Home

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
SECRET = "నమూనా పౌరుడు"
STAGES = (
    Stage("vro", "vro", "kolakaluru", "3 working days", ("forward", "ask_back")),
    Stage("tahsildar", "tahsildar", "tenali", "2 working days", ("approve", "reject", "ask_back")),
)


class StandingClock:
    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0


class World:
    """A store, the register's handlers, and what they answered."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.clock = StandingClock()
        self.keys = Keys(b"m" * 32, SystemRandom())
        self.store = home.store(self.keys, self.clock)
        self.handlers = Applications(
            self.store,
            self.keys,
            self.clock,
            lambda: OfficeTime(HolidayCalendar()),
            lambda: {"vro": {"en": "VRO"}},
        )

    async def deliver(self, effect: Any, key: str = "", session: str = "s1") -> Done:
        job = Job(key or effect.key, effect, "p1", session, (), "", 1, unsure=False, made=NOW)
        result = await self.handlers.deliver(job)
        assert isinstance(result, Done), result
        with self.store.transaction():
            self.store.write(result.writes)
        return result

    async def open(self, session: str = "s1") -> str:
        shown = (Shown("applicant", {"en": "Name"}, "text", SECRET, SECRET, searchable=True),)
        done = await self.deliver(
            OpenCase(
                f"{session}/1", "application", "revenue.income_certificate", {"en": "A"}, shown
            ),
            session=session,
        )
        reply = done.replies[0]
        assert isinstance(reply, Replied)
        return str(reply.gives["number"])

    async def ask(self, session: str = "s1", stages: tuple[Stage, ...] = STAGES) -> Done:
        effect = AskOfficers(
            f"{session}/2",
            f"{session}/1",
            stages,
            {},
            ("applicant",),
            1,
            (("1 working day", "rdo"),),
        )
        return await self.deliver(effect, session=session)

    def decide(
        self, number: str, did: str, seen: int, answers: tuple[str, ...] = ()
    ) -> tuple[Any, ...]:
        body = DecisionBody(number, Decision("an.officer", did, answers=answers), seen)
        arrival = Arrival("decision", f"decision:{number}:{seen}", (), codec.encode(body), NOW)
        received = self.handlers.receive(arrival, self.store, self.clock.moment)
        with self.store.transaction():
            self.store.write(received.writes)
        return received.events


@pytest.fixture
def world(home: Home) -> Iterator[World]:
    made = World(home)
    yield made
    made.store.close()


def run(work: Any) -> Any:
    """Play a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("it waited")


def test_it_gives_the_same_number_when_the_effect_is_repeated(world: World) -> None:
    assert run(world.open()) == run(world.open())


def test_a_number_begins_as_the_service_says(world: World) -> None:
    opening = OpenCase("s1/1", "grievance", "grievance.lodge", {"en": "A"}, (), prefix="GRV")
    done = run(world.deliver(opening))

    assert str(done.replies[0].gives["number"]).startswith("GRV-261123-")


def test_it_keeps_the_citizens_words_sealed(world: World) -> None:
    run(world.open())

    rows = world.home.plain("SELECT body FROM application")

    assert len(rows) == 1
    assert SECRET.encode() not in rows[0][-1]
    assert SECRET not in str(rows[0][:-1])


def test_it_finds_by_a_searchable_answer_and_keeps_only_a_mark_of_it(world: World) -> None:
    number = run(world.open())
    run(world.ask())

    assert [each.number for each in world.handlers.register.found(f" {SECRET.upper()}")] == [number]
    rows = world.home.plain("SELECT * FROM application_search")
    assert len(rows) == 1
    assert SECRET not in str(rows)


def test_an_answer_given_anew_is_found_and_the_old_one_no_more(world: World) -> None:
    number = run(world.open())
    run(world.ask())
    world.decide(number, "ask_back", 1, ("applicant",))
    fresh = (Shown("applicant", {"en": "Name"}, "text", "Sita Devi", "Sita Devi", searchable=True),)
    run(world.deliver(AnswerOfficers("s1/3", "s1/1", "1", fresh)))

    found = world.handlers.register.found
    assert [each.number for each in found("sita  devi")] == [number]
    assert found(SECRET) == []


def test_another_process_reads_it_with_the_same_master_key(world: World) -> None:
    number = run(world.open())
    keys = Keys(b"m" * 32, SystemRandom())

    found = Applications(
        world.home.reader(),
        keys,
        world.clock,
        lambda: OfficeTime(HolidayCalendar()),
        dict,
    ).register.by_number(number)

    assert found is not None
    assert found.shown[0]["value"] == SECRET


def test_it_does_not_open_under_another_number(world: World) -> None:
    number = run(world.open())
    world.home.plain("UPDATE application SET number = 'INC-261123-OTHER2' WHERE number = ?", number)

    with pytest.raises(Sealed):
        world.handlers.register.by_number("INC-261123-OTHER2")


def test_it_is_unreadable_once_its_key_is_gone(world: World) -> None:
    number = run(world.open())
    run(world.ask())
    world.home.plain("DELETE FROM data_key WHERE owner = ?", case_owner("s1"))
    world.keys.forget(case_owner("s1"))

    assert world.handlers.register.by_number(number) is None
    assert world.handlers.register.is_taken(number)
    assert world.handlers.register.for_role("vro", ("*",)) == []


def test_it_tells_the_citizens_case_who_has_it(world: World) -> None:
    run(world.open())

    reply = run(world.ask()).replies[0]

    assert reply == Replied(
        "s1", "s1/2", "moved", {"holder": {"en": "VRO"}, "due": "2026-11-26T05:30:00Z"}
    )


def test_it_asks_officers_once(world: World) -> None:
    number = run(world.open())
    run(world.ask())
    world.decide(number, "forward", 1)

    again = run(world.ask())

    assert again.replies == ()
    assert world.handlers.register.by_number(number).role == "tahsildar"


@pytest.mark.parametrize(
    ("role", "areas", "count"),
    [
        ("vro", ("kolakaluru",), 1),
        ("vro", ("elsewhere",), 0),
        ("vro", ("*",), 2),
        ("tahsildar", ("*",), 0),
    ],
)
def test_it_lists_what_waits_for_a_role_in_its_areas(
    world: World, role: str, areas: tuple[str, ...], count: int
) -> None:
    far = (replace(STAGES[0], area="nandivelugu"), STAGES[1])
    for session, stages in (("s1", STAGES), ("s2", far)):
        run(world.open(session))
        run(world.ask(session, stages))

    assert len(world.handlers.register.for_role(role, areas)) == count


def test_a_crowded_state_does_not_hide_a_villages_case(world: World) -> None:
    for each in range(3):
        run(world.open(f"far{each}"))
        run(world.ask(f"far{each}", (replace(STAGES[0], area="elsewhere"),)))
    world.clock.moment += timedelta(days=1)
    run(world.open())
    run(world.ask())

    found = world.handlers.register.for_role("vro", ("kolakaluru",), limit=2)

    assert [case.session for case in found] == ["s1"]


def test_a_decision_takes_effect_once(world: World) -> None:
    number = run(world.open())
    run(world.ask())

    first, second = world.decide(number, "forward", 1), world.decide(number, "forward", 1)

    assert [event.outcome for event in first] == ["moved"]
    assert second == ()
    assert len(world.handlers.register.by_number(number).history) == 2


@pytest.mark.parametrize("did", ["approve", "send_down", "no_such_thing"])
def test_a_decision_that_is_not_open_changes_nothing(world: World, did: str) -> None:
    number = run(world.open())
    run(world.ask())

    assert world.decide(number, did, 1) == ()


def test_a_decision_on_an_unknown_case_changes_nothing(world: World) -> None:
    assert world.decide("INC-261123-NOBODY", "approve", 1) == ()


def test_a_citizens_answer_brings_the_case_back(world: World) -> None:
    number = run(world.open())
    run(world.ask())
    events = world.decide(number, "ask_back", 1, ("applicant",))
    assert events == (AskedBack("s1", "s1/2", ("applicant",), ""),)

    run(
        world.deliver(
            AnswerOfficers(
                "s1/3", "s1/1", "1", (Shown("applicant", {"en": "Name"}, "text", "B", "B"),)
            )
        )
    )

    case = world.handlers.register.by_number(number)
    assert (case.state, case.role, case.shown[0]["value"]) == ("deciding", "vro", "B")


def test_the_clock_is_looked_at_when_the_limit_and_the_further_time_are_over(world: World) -> None:
    number = run(world.open())
    later = run(world.ask()).later

    assert [(each.at, each.effect) for each in later] == [
        (datetime(2026, 11, 27, 5, 30, tzinfo=UTC), LookAtClock(number, 0, 0))
    ]

    world.clock.moment = later[0].at
    moved = run(world.deliver(later[0].effect, later[0].key))

    assert [event.outcome for event in moved.replies] == ["moved"]
    assert world.handlers.register.by_number(number).role == "rdo"


def test_the_clock_does_nothing_to_a_case_that_has_moved_on(world: World) -> None:
    number = run(world.open())
    look = run(world.ask()).later[0]
    world.decide(number, "forward", 1)
    world.clock.moment = look.at

    done = run(world.deliver(look.effect, look.key))

    assert (done.replies, done.writes) == ((), ())


def test_a_later_round_continues_under_the_same_number(world: World) -> None:
    number = run(world.open())
    more = OpenCase(
        "s1/9",
        "grievance",
        "a.b",
        {"en": "A"},
        (Shown("why", {"en": "Why"}, "text", "x", "x"),),
        number,
    )

    reply = run(world.deliver(more)).replies[0]

    assert reply.gives["number"] == number
    assert world.handlers.register.by_number(number).round == 2


def test_two_cases_never_share_a_number(world: World) -> None:
    run(world.open("s1"))
    theirs = world.handlers.register.by_key("s1/1")
    assert theirs is not None
    with pytest.raises(BROKEN_RULE), world.store.transaction():
        world.store.write((world.handlers.register.insert(replace(theirs, key="s2/1")),))
