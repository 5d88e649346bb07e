"""Whoever ends at a help desk stands before it: once, with what it needs to know, until it is seen to or they go on by themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engine.domain.effect import HandOver, OpenCase, RequestPayment, Send, WentOn
from engine.domain.message import ListOut, TemplateOut
from tests.interpreter.test_edges import PAID_ON, PAY, Talk, asks, broken, program_of, taps
from tests.interpreter.test_giving_up import give_up, way_back

WORDS = {**asks("words"), "title": {"en": "Name"}}
NUMBER = {**asks("number", "number(1..9)"), "title": {"en": "Number of seats"}}


def handed_over(*steps: dict[str, Any]) -> tuple[Talk, HandOver]:
    """Return a case that was given up at its last question, after the others were answered, and what the help desk is told."""
    talk = Talk(program_of(*steps))
    for step in steps[:-1]:
        if "pay" in step:
            talk.pay(talk.asked(RequestPayment)[0].key)
        else:
            talk.type("Ravi")
    give_up(talk)
    (told,) = talk.asked(HandOver)
    return talk, told


def status(talk: Talk) -> str:
    """Return the line of the first case under "my applications"."""
    effects = talk.type("status")
    said = [each.message for each in effects if isinstance(each, Send)]
    lists = [message for message in said if isinstance(message, ListOut)]
    return lists[0].rows[0].note if lists else ""


def test_it_tells_the_help_desk_where_it_stopped_and_what_was_answered() -> None:
    talk, told = handed_over(WORDS, PAY, NUMBER)

    assert (told.key.partition("/")[0], told.service) == (talk.case.id, "sample.case")
    assert (told.at, told.stopped) == ("number", {"en": "Number of seats"})
    assert (told.desk, told.told, told.paid) == ("sample_desk", "An officer will call.", 10000)
    assert [(each.name, each.text) for each in told.shown] == [("words", "Ravi")]
    assert talk.case.stage == "handoff"


def test_it_never_shows_a_code_to_the_help_desk() -> None:
    timed = {"up_to": "10 minutes", "outcomes": {"timeout": "sorry"}}
    code = {**asks("code", "otp(6)", **timed), "title": {"en": "Code"}}
    talk = Talk(program_of(WORDS, code, NUMBER))
    talk.type("Ravi")
    talk.type("123456")
    give_up(talk)

    assert talk.case.answers["code"] == "123456"
    assert [each.name for each in talk.asked(HandOver)[0].shown] == ["words"]


def test_it_lets_the_help_desk_know_that_the_citizen_went_on() -> None:
    talk, told = handed_over(WORDS, NUMBER)

    talk.tap(way_back(talk))
    talk.type("4")

    (went_on,) = talk.asked(WentOn)
    assert went_on.key.partition("/")[0] == told.key.partition("/")[0]
    assert went_on.key != told.key
    assert (talk.case.at, talk.asked(HandOver)) == ("done", [told])


def test_it_asks_again_when_the_citizen_gives_up_once_more() -> None:
    talk, first = handed_over(WORDS, NUMBER)

    talk.tap(way_back(talk))
    give_up(talk)

    assert len({each.key for each in talk.asked(HandOver)} - {first.key}) == 1


@pytest.mark.parametrize(("outcome", "goes_on"), [("helped", False), ("unreached", True)])
def test_it_remembers_what_came_of_it(outcome: str, goes_on: bool) -> None:
    talk, told = handed_over(WORDS, NUMBER)
    before = status(talk)

    talk.reply(told.key, outcome)

    assert talk.case.stage == outcome
    assert "help desk" in before
    assert "help desk" in status(talk)
    assert status(talk) != before
    assert bool(way_back(talk)) is goes_on


@pytest.mark.parametrize("outcome", ["helped", "unreached"])
def test_it_tells_the_citizen_once_what_came_of_it(outcome: str) -> None:
    talk, told = handed_over(WORDS, NUMBER)
    said = {"reason": {"te": "వివరించారు.", "en": "It was explained."}} if outcome == "helped" else {}

    first = talk.reply(told.key, outcome, **said)
    again = talk.reply(told.key, outcome, **said)

    (message,) = [each.message for each in first if isinstance(each, Send)]
    assert ("It was explained." in message.body) is (outcome == "helped")
    assert "\n\n" not in message.body
    assert [each for each in again if isinstance(each, Send)] == []


def test_it_asks_by_the_template_where_the_citizen_has_long_been_silent() -> None:
    talk, told = handed_over(WORDS, NUMBER)
    talk.now += timedelta(hours=30)

    said = talk.reply(told.key, "helped", reason={"en": "It was explained."})

    assert [type(each.message) for each in said if isinstance(each, Send)] == [TemplateOut]


def test_it_takes_the_request_back_when_the_citizen_begins_again() -> None:
    talk, told = handed_over(WORDS, NUMBER)
    first = talk.case.id

    talk.tap(f"m.anew:{first}")

    (went_on,) = talk.asked(WentOn)
    assert went_on.key.partition("/")[0] == told.key.partition("/")[0] == first
    assert talk.sessions[first].stage == "abandoned"
    assert (talk.case.at, talk.case.id != first) == ("words", True)


def test_it_leaves_the_request_with_the_help_desk_where_something_was_paid() -> None:
    talk, _ = handed_over(WORDS, PAY, NUMBER)
    first = talk.case.id

    talk.tap(f"m.anew:{first}")

    assert talk.asked(WentOn) == []
    assert talk.sessions[first].stage == "handoff"


def test_it_lets_nobody_else_end_a_case_like_that() -> None:
    talk = Talk(program_of(WORDS))
    talk.type("Ravi")

    talk.reply(f"{talk.case.id}/1", "helped")

    assert talk.case.stage == "success"


def test_it_puts_a_case_that_breaks_off_before_the_departments_own_help_desk() -> None:
    talk = broken({"id": "case", "submit": "grievance", "with": ["first"]})
    talk.pay(talk.asked(RequestPayment)[0].key)

    talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)

    (told,) = talk.asked(HandOver)
    assert (told.desk, told.number, told.paid, talk.case.stage) == ("", "S-1", 10000, "handoff")
    assert told.told
    assert not taps(talk.type("menu"))[0][0].startswith("m.case:")
