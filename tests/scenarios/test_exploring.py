"""Dialogues are found that come through a service, without its tests, and go the same way in every language."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine.domain.answers import ANSWER_KINDS, BY_NAME
from engine.domain.answers.kind import Bounds, Given
from engine.domain.message import LocationIn, MediaIn, TextIn
from engine.scenarios.exploring.cover import fewest, missing, things
from engine.scenarios.exploring.examples import good_answers, wrong_answer
from engine.scenarios.exploring.search import Caps, Found, everything, search
from engine.scenarios.exploring.seeds import seeds
from engine.scenarios.exploring.situation import Stage
from engine.scenarios.exploring.telling import tell
from engine.scenarios.run import play
from tests.interpreter.test_cases import catalogue_of, flows

ROOT = Path(__file__).resolve().parents[2] / "catalog"
SERVICES = [
    f"{path.parent.name}.{path.stem}"
    for path in sorted(ROOT.glob("[a-z]*/[a-z]*.yaml"))
    if not path.stem.endswith(".test")
]
NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
PATTERN = Bounds(pattern="[A-Z]{2}[0-9]{4}", example="AB1234")
ROWS = {row["it"]: row for row in flows(Path(__file__).parent / "missing.yaml")}


@pytest.fixture(scope="module")
def found(catalogue) -> dict[str, Found]:
    """Return what a search without tests finds in each service."""
    return {
        name: search(Stage.of(program, catalogue.connectors), NOW, Caps())
        for name, program in catalogue.programs.items()
    }


@pytest.mark.prove
@pytest.mark.parametrize("service", SERVICES)
def test_it_finds_nearly_all_by_itself(service: str, catalogue, found: dict[str, Found]) -> None:
    program = catalogue.programs[service]
    lacking = missing(program, found[service])

    assert len(lacking) <= len(everything(program)) * 0.05, lacking


@pytest.mark.prove
def test_it_finds_almost_everything_of_all_services(catalogue, found: dict[str, Found]) -> None:
    whole = sum(len(everything(program)) for program in catalogue.programs.values())
    lacking = sum(len(missing(catalogue.programs[name], each)) for name, each in found.items())

    assert lacking <= whole * 0.01


@pytest.mark.prove
@pytest.mark.parametrize("service", SERVICES)
def test_it_goes_the_same_way_in_every_language(service: str, catalogue, found) -> None:
    program = catalogue.programs[service]
    stage = Stage.of(program, catalogue.connectors)

    for dialogue in fewest(found[service].dialogues):
        for language in program.languages:
            told = tell(stage, dialogue, language)
            assert told.same, (language, dialogue.moves)
            assert len(told.blocks) == len(dialogue.moves) + 1


@pytest.mark.prove
@pytest.mark.parametrize("service", SERVICES)
def test_it_takes_the_tests_as_they_go(service: str, catalogue) -> None:
    program, scenarios = catalogue.programs[service], catalogue.scenarios[service].scenarios
    taken = {each.title: each for each in seeds(Stage.of(program, catalogue.connectors), scenarios)}

    for scenario in scenarios:
        assert taken[scenario.it].reached == play(program, catalogue.connectors, scenario).reached


@pytest.mark.parametrize("service", ["grievance.lodge", "revenue.income_certificate"])
def test_it_keeps_to_its_bounds(service: str, catalogue) -> None:
    caps = Caps(situations=200, moves=15)
    program = catalogue.programs[service]

    small = search(Stage.of(program, catalogue.connectors), NOW, caps)

    assert small.stopped
    assert small.looked < caps.situations + 10 * caps.moves
    assert max(len(each.moves) for each in small.dialogues) <= caps.moves
    assert all("stopped after" in each.why for each in missing(program, small))


@pytest.mark.prove
def test_the_fewest_show_what_all_show(found: dict[str, Found]) -> None:
    for each in found.values():
        few = fewest(each.dialogues)
        shown = {thing for dialogue in few for thing in things(dialogue.reached)}

        assert shown == {thing for one in each.dialogues for thing in things(one.reached)}
        assert len(few) <= len(each.dialogues)


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
