"""People before a help desk, on a real store: entered once, sealed, found by their number, seen to, gone with their key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.domain.calendar import HolidayCalendar, OfficeTime, parse_moment
from engine.domain.effect import HandOver, Shown, WentOn
from engine.domain.event import Event, Replied
from engine.language.model.department import HelpDesk
from engine.runtime import codec
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys, case_owner
from engine.runtime.ports import Alias, Arrival, Dead, Done, Job, Result, Retry
from engine.services.applications.handlers import Applications, DecisionBody
from engine.services.applications.help_desks import HELP, HelpDesks, stopped_at
from engine.services.applications.record import Application, Decision
from engine.services.watch import figures
from tests.services.applications.test_register import NOW, SECRET, StandingClock, run
from tests.services.homes import Home

POWER = HelpDesk(id="energy_helpdesk", title={"en": "Electricity help desk"}, within="1 day")
BUSES = HelpDesk(id="apsrtc_helpdesk", title={"en": "APSRTC help desk"})
NAME = Shown("name", {"en": "Name"}, "text", SECRET, SECRET)
NUMBER_STEP = {"te": "సర్వీస్ నంబర్", "en": "Service number"}
GIVEN_UP = HandOver(
    "s1/4", "energy.spdcl_bill", "number", "energy_helpdesk", {"en": "Pay a bill"}, NUMBER_STEP,
    "An officer will call.", 4500_00, (NAME,), "", "te",
)  # fmt: skip


class World:
    """A store, the help desks, and the receiver of what officers decide."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.keys = Keys(b"m" * 32, SystemRandom())
        self.clock = StandingClock()
        self.store = home.store(self.keys, self.clock)
        self.desks = {"energy": POWER, "apsrtc": BUSES}
        self.handler = HelpDesks(
            self.store, self.keys, self.clock, lambda: OfficeTime(HolidayCalendar()), lambda: self.desks
        )  # fmt: skip
        self.officers = Applications(
            self.store, self.keys, self.clock, lambda: OfficeTime(HolidayCalendar()), dict
        )

    def deliver(self, effect: Any, *aliases: Alias) -> Result:
        job = Job(effect.key, effect, "p1", "s1", aliases, "", 1, unsure=False, made=NOW)
        result: Result = run(self.handler.deliver(job))
        with self.store.transaction():
            self.store.write(result.writes)
        return result

    def at(self, desk: str) -> list[Application]:
        return self.officers.register.for_role(desk, ("*",))

    def decide(self, case: Application, did: str, reason: str = "") -> tuple[Event, ...]:
        body = DecisionBody(case.number, Decision("sita", did, reason), len(case.history))
        arrival = Arrival("decision", "d1", (), codec.encode(body), NOW)
        received = self.officers.receive(arrival, self.store, self.clock.moment)
        with self.store.transaction():
            self.store.write(received.writes)
        return received.events


@pytest.fixture
def world(home: Home) -> Iterator[World]:
    made = World(home)
    yield made
    made.store.close()


PHONE = Alias("phone", "919848022338")


def test_it_puts_the_person_before_the_help_desk_once(world: World) -> None:
    world.deliver(GIVEN_UP, PHONE)
    world.deliver(GIVEN_UP, PHONE)

    (case,) = world.at("energy_helpdesk")
    seen = {each["name"]: each["text"] for each in case.shown}
    assert case.kind == HELP
    assert (seen["whatsapp"], seen["language"]) == ("+919848022338", "తెలుగు")
    assert (seen["told"], seen["paid"], seen["name"]) == (
        "An officer will call.",
        "₹4,500",
        SECRET,
    )
    assert [stopped_at(case, language) for language in ("te", "en")] == list(NUMBER_STEP.values())
    assert parse_moment(case.due) == NOW + timedelta(days=1)


def test_it_keeps_the_persons_words_and_number_sealed(world: World) -> None:
    world.deliver(GIVEN_UP, PHONE)

    kept = str(world.home.plain("SELECT * FROM application"))
    kept += str(world.home.plain("SELECT * FROM application_search"))

    assert PHONE.value[2:] not in kept
    assert SECRET not in kept


@pytest.mark.parametrize("typed", ["9848022338", "+91 98480 22338"])
def test_it_is_found_by_the_persons_number(world: World, typed: str) -> None:
    world.deliver(GIVEN_UP, PHONE)

    assert [each.kind for each in world.officers.register.found(typed)] == [HELP]


@pytest.mark.parametrize(
    ("effect", "desk"),
    [
        (replace(GIVEN_UP, desk="apsrtc_helpdesk"), "apsrtc_helpdesk"),
        (replace(GIVEN_UP, desk="helpdesk_of_last_year"), "energy_helpdesk"),
        (HandOver("s1/4", "energy.spdcl_bill", "bill"), "energy_helpdesk"),
    ],
    ids=["another department's", "one that is gone", "of an earlier release"],
)
def test_it_finds_the_help_desk(world: World, effect: HandOver, desk: str) -> None:
    world.deliver(effect, PHONE)

    assert [each.service for each in world.at(desk)] == ["energy.spdcl_bill"]


def test_it_becomes_a_dead_letter_where_there_is_no_help_desk_at_all(world: World) -> None:
    world.desks.clear()

    assert isinstance(world.deliver(GIVEN_UP), Dead)


@pytest.mark.parametrize(("did", "outcome"), [("spoken", "helped"), ("unreached", "unreached")])
def test_it_tells_the_case_what_came_of_it(world: World, did: str, outcome: str) -> None:
    world.deliver(GIVEN_UP, PHONE)
    (case,) = world.at("energy_helpdesk")

    (event,) = world.decide(case, did, "settled" if did == "spoken" else "")

    assert isinstance(event, Replied)
    assert (event.session, event.key, event.outcome) == ("s1", "s1/4", outcome)
    assert world.at("energy_helpdesk") == []


def test_it_wants_a_reason_from_whoever_has_spoken_with_them(world: World) -> None:
    world.deliver(GIVEN_UP, PHONE)
    (case,) = world.at("energy_helpdesk")

    assert world.decide(case, "spoken") == ()
    assert world.at("energy_helpdesk") == [case]


def test_it_lets_go_of_whoever_went_on(world: World) -> None:
    world.deliver(GIVEN_UP, PHONE)
    (case,) = world.at("energy_helpdesk")

    assert isinstance(world.deliver(WentOn("s1/5")), Done)
    assert isinstance(world.deliver(WentOn("s1/5")), Done)

    after = world.officers.register.by_number(case.number)
    assert world.at("energy_helpdesk") == []
    assert after is not None
    assert (after.state, [each["did"] for each in after.history]) == (
        "went_on",
        ["opened", "went_on"],
    )
    assert world.decide(case, "unreached") == ()


def test_it_waits_with_letting_go_until_the_person_is_there(world: World) -> None:
    assert isinstance(world.deliver(WentOn("s1/5")), Retry)

    world.deliver(GIVEN_UP, PHONE)

    assert isinstance(world.deliver(WentOn("s1/5")), Done)
    assert world.at("energy_helpdesk") == []


def test_it_goes_as_a_whole_with_the_key_of_its_case(world: World) -> None:
    world.deliver(GIVEN_UP, PHONE)

    world.home.plain("DELETE FROM data_key WHERE owner = ?", case_owner("s1"))

    assert world.home.plain("SELECT count(*) FROM application") == [(0,)]
    assert world.home.plain("SELECT count(*) FROM application_search") == [(0,)]


def test_it_is_counted_by_help_desk_and_once_more_when_it_is_overdue(world: World) -> None:
    world.deliver(GIVEN_UP, PHONE)
    world.deliver(replace(GIVEN_UP, key="s1/9", desk="apsrtc_helpdesk"), PHONE)
    (seen_to,) = world.at("apsrtc_helpdesk")
    world.decide(seen_to, "unreached")

    counted = [
        figures.read(world.store, lambda: (0, 0), NOW + timedelta(hours=hours)).help
        for hours in (1, 25)
    ]

    assert counted == [{"energy_helpdesk": (1, 0)}, {"energy_helpdesk": (1, 1)}]
