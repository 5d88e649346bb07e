"""How little and how much a service can take: figures worked out by hand, and conversations that never leave them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from engine.domain.effect import Call, Send
from engine.domain.event import MessageArrived, Replied, Started
from engine.domain.message import TextIn
from engine.domain.session import Session
from engine.interpreter.machine import advance
from engine.language import nodes
from engine.language.bounds.costs import MEASURES
from engine.language.bounds.room import session_bytes
from engine.language.bounds.silence import late_words
from engine.language.bounds.summary import summary_of
from engine.language.bounds.walk import SUCCESS, Walks
from engine.language.catalogue import load
from engine.language.compiled import ConfirmStep
from engine.language.habits import tried_in
from engine.language.model.scenario import Scenario
from engine.language.program import Program
from engine.scenarios.playing import Play
from engine.scenarios.run import Result, play
from tests import real
from tests.language.bounds.made_services import services
from tests.language.catalogues import project, schemas
from tests.language.checks.graph.test_graph import PATH, written

HERE = Path(__file__).parent
QUIET = {"give_up": "desk", "tries": 3, "remind_after": "0 minutes"}


def rows(name: str) -> list[dict[str, Any]]:
    content = (HERE / name).read_bytes()
    found: list[dict[str, Any]] = nodes.to_plain(nodes.parse(content, name).node)
    return found


def program(row: dict[str, Any]) -> Program:
    header = {"defaults": QUIET, **row.get("header", {})}
    loaded = load(written({**row, "header": header}), schemas())
    return loaded.catalogue.programs["revenue.tried"]


@pytest.mark.parametrize("row", rows("figures.yaml"), ids=lambda row: row["it"])
def test_it_takes(row: dict[str, Any]) -> None:
    found = summary_of(program(row))

    spans = {"turns": found.turns, "messages": found.messages, "calls": found.calls}
    assert {what: [span.least, span.most] for what, span in spans.items()} == {
        what: row[what] for what in MEASURES
    }
    assert list(found.at_will) == row.get("at_will", [])


@pytest.mark.parametrize("row", rows("late.yaml"), ids=lambda row: row["it"])
def test_it_may_have_to_speak_after_24_hours(row: dict[str, Any]) -> None:
    assert list(late_words(program(row))) == row["late"]


# -- the catalogue that ships ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("service", real.each())
def test_no_dialogue_leaves_its_bounds(service: str) -> None:
    shipped = real.loaded().catalogue
    program, dialogues = shipped.programs[service], shipped.scenarios[service].scenarios
    walks = Walks(program)
    most = {each: walks.dearest(each).total for each in MEASURES}
    fewest = {each: walks.fewest(each) for each in MEASURES}

    for scenario in dialogues:
        result = play(program, shipped.connectors, scenario)
        at_will = changes_at_will(scenario) or result.reached.ways & set(walks.unbounded)
        taken, good = took(program, result)
        # nobody says how often a citizen may go back at will, and each time a department is asked anew
        held = [each for each in MEASURES if each != "calls" or not at_will]
        assert all(taken[each] <= most[each] for each in held), (scenario.it, taken, most)
        if good:
            assert all(taken[each] >= fewest[each] for each in MEASURES), (scenario.it, taken)


def changes_at_will(scenario: Scenario) -> bool:
    """Tell whether the citizen changes an answer, or goes back to one."""
    return "correction" in tried_in(scenario)


def took(program: Program, result: Result) -> tuple[Mapping[str, int], bool]:
    """Return what a dialogue took, and whether it came to a good end."""
    speakers = [speaker for speaker, _ in result.transcript]
    ends = [record.step for record in result.trace if record.step in program.ends]
    taken = {
        "turns": speakers.count("citizen"),
        "messages": speakers.count("us"),
        "calls": sum("." in name for name in result.performed),
    }
    return taken, bool(ends) and program.ends[ends[0]].result == SUCCESS


@pytest.mark.parametrize("service", real.each())
def test_no_case_takes_more_room(service: str) -> None:
    shipped = real.loaded().catalogue
    program, dialogues = shipped.programs[service], shipped.scenarios[service].scenarios

    assert max(largest(program, each) for each in dialogues) <= session_bytes(program)


def largest(program: Program, scenario: Scenario) -> int:
    """Return the bytes of the case after its largest line."""
    dialogue = Play.begin(program, real.loaded().catalogue.connectors, scenario)
    dialogue.open()
    found = 0
    for line in scenario.talk:
        dialogue.line(line)
        if dialogue.session is not None:
            found = max(found, len(orjson.dumps(dialogue.session.to_json())))
    return found


# -- services made at random -------------------------------------------------------------------------------------------

WORDS = ("1", "2", "4", "9", "yes", "no", "hm", "skip", "correct", "yes", "3")
"""Answers, right and wrong, and no word that a citizen may say as often as they like."""
AT_REVIEW = ("correct", "hm")
REPLIES = ("found", "not_found", "wrong", "unavailable")
NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
RANDOM = st.lists(
    st.lists(st.integers(0, 10_000), min_size=20, max_size=80), min_size=4, max_size=8
)
QUICK = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
PERSON = {"name": "x", "income": 1, "born": "1990-01-01", "children": []}


def walked(program: Program, numbers: list[int]) -> dict[str, int]:
    """Let a citizen answer anything, and the register reply anything; return what it took."""
    session, now = Session("case", program.service, program.digest, "en"), NOW
    taken = dict.fromkeys(MEASURES, 0)
    events: list[Any] = [Started()]
    for number in numbers:
        if not events:
            taken["turns"] += 1
            words = AT_REVIEW if isinstance(program.by_id.get(session.at), ConfirmStep) else WORDS
            events = [MessageArrived(TextIn(words[number % len(words)]))]
        outcome = advance(program, session, events.pop(), now)
        session, now = outcome.session, now + timedelta(seconds=1)
        taken["messages"] += sum(isinstance(effect, Send) for effect in outcome.effects)
        taken["calls"] += sum(isinstance(effect, Call) for effect in outcome.effects)
        if session.state == "ended":
            break
        if session.state == "working":
            reply = REPLIES[number % len(REPLIES)]
            gives = PERSON if reply == "found" else {}
            events = [Replied("case", session.pending, reply, gives)]
    return taken


def bounded(written: dict[str, Any], numbers: list[list[int]]) -> None:
    files = {**project("base"), PATH: json.dumps(written).encode()}
    program = load(files, schemas()).catalogue.programs.get("revenue.tried")
    assume(program is not None)
    assert program is not None
    walks = Walks(program)
    assume(not walks.unbounded)
    most = {each: walks.dearest(each).total for each in MEASURES}
    for each in numbers:
        taken = walked(program, each)
        assert all(taken[what] <= most[what] for what in MEASURES), (taken, most)


@QUICK
@given(services(), RANDOM)
def test_no_walk_leaves_its_bounds(written: dict[str, Any], numbers: list[list[int]]) -> None:
    bounded(written, numbers)


@pytest.mark.prove
@settings(QUICK, max_examples=150)
@given(services(), RANDOM)
def test_no_walk_leaves_its_bounds_in_many_services(
    written: dict[str, Any], numbers: list[list[int]]
) -> None:
    bounded(written, numbers)
