"""Dialogues are found that come through a service, without its tests, and go the same way in every language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.domain.answers import ANSWER_KINDS, BY_NAME
from engine.domain.answers.kind import Bounds, Given
from engine.domain.message import LocationIn, MediaIn, TextIn
from engine.scenarios.exploring.cover import fewest, missing, things
from engine.scenarios.exploring.examples import good_answers, wrong_answer
from engine.scenarios.exploring.search import Caps, everything, search
from engine.scenarios.exploring.seeds import seeds
from engine.scenarios.exploring.situation import Stage
from engine.scenarios.exploring.telling import tell
from engine.scenarios.run import play
from tests import real
from tests.interpreter.test_cases import catalogue_of, flows

SERVICES = real.services()
HARD = {"apsrtc.ticket_status", "municipal.birth_child_name", "revenue.family_member"}
"""Only their own tests lead all through these: a day, an age or a list of persons has to be just so."""
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
PATTERN = Bounds(pattern="[A-Z]{2}[0-9]{4}", example="AB1234")
ROWS = {row["it"]: row for row in flows(Path(__file__).parent / "missing.yaml")}


@pytest.mark.prove
@pytest.mark.parametrize("service", SERVICES)
def test_it_comes_through_all_of_a_service_in_every_language(service: str, catalogue) -> None:
    program, scenarios = catalogue.programs[service], catalogue.scenarios[service].scenarios
    stage = Stage.of(program, catalogue.connectors)
    found = search(stage, NOW, Caps(), seeds(stage, scenarios))

    few = fewest(found.dialogues)

    assert missing(program, found) == ()
    assert shown(few) == shown(found.dialogues)
    assert len(few) <= len(found.dialogues)
    for dialogue in few:
        for language in program.languages:
            told = tell(stage, dialogue, language)
            assert told.same, (language, dialogue.moves)
            assert len(told.blocks) == len(dialogue.moves) + 1


def shown(dialogues) -> set:
    return {thing for each in dialogues for thing in things(each.reached)}


@pytest.mark.prove
def test_it_finds_almost_everything_without_a_word_of_the_tests(catalogue) -> None:
    lacking: list[object] = []
    whole = 0
    for service in sorted({*real.one_of_each()} - HARD):
        program = catalogue.programs[service]
        found = search(Stage.of(program, catalogue.connectors), NOW, Caps())
        here = missing(program, found)
        assert len(here) <= len(everything(program)) * 0.05, (service, here)
        lacking += here
        whole += len(everything(program))

    assert len(lacking) <= whole * 0.01


@pytest.mark.prove
@pytest.mark.parametrize("service", SERVICES)
def test_it_takes_the_tests_as_they_go(service: str, catalogue) -> None:
    program, scenarios = catalogue.programs[service], catalogue.scenarios[service].scenarios
    taken = {each.title: each for each in seeds(Stage.of(program, catalogue.connectors), scenarios)}

    for scenario in scenarios:
        plain = replace(scenario, not_understood=None)
        reached = play(program, catalogue.connectors, plain).reached
        assert replace(taken[scenario.it].reached, habits=reached.habits) == reached


@pytest.mark.parametrize("service", ["grievance.lodge", "revenue.income_certificate"])
def test_it_keeps_to_its_bounds(service: str, catalogue) -> None:
    caps = Caps(situations=200, moves=15)
    program = catalogue.programs[service]

    small = search(Stage.of(program, catalogue.connectors), NOW, caps)

    assert small.stopped
    assert small.looked < caps.situations + 10 * caps.moves
    assert max(len(each.moves) for each in small.dialogues) <= caps.moves
    assert all("stopped after" in each.why for each in missing(program, small))


@pytest.mark.parametrize("it", list(ROWS))
def test_it_says_what_it_cannot_find_and_why(it: str) -> None:
    row = ROWS[it]
    tiny = catalogue_of({"flow": row["flow"], "scenarios": row["scenarios"]})
    program = tiny.programs["sample.case"]

    nothing = missing(
        program, search(Stage.of(program, tiny.connectors), NOW, Caps(situations=900))
    )

    assert {each.what: each.why.partition(";")[0] for each in nothing} == row["missing"]


# -- example answers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [kind.name for kind in ANSWER_KINDS])
def test_every_kind_of_question_has_answers_that_will_do_and_one_that_will_not(name: str) -> None:
    kind, bounds = BY_NAME[name], PATTERN if name == "reference" else Bounds()

    good = good_answers(kind, bounds, TODAY)
    wrong = wrong_answer(kind, bounds, TODAY)

    assert good
    assert not any(kind.read(given(each), bounds, TODAY).problem for each in good)
    assert name in ("text", "name") or wrong is not None
    assert wrong is None or kind.read(given(wrong), bounds, TODAY).problem


def given(message: TextIn | MediaIn | LocationIn) -> Given:
    match message:
        case TextIn(text):
            return Given(text=text)
        case MediaIn():
            return Given(media=message)
        case LocationIn():
            return Given(location=message)
