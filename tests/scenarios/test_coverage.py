"""Coverage is counted from the program: rows of coverage.yaml say what their dialogues do not come through."""

from __future__ import annotations

from functools import reduce
from operator import or_
from pathlib import Path

import pytest

from engine.language.habits import habits_of
from engine.scenarios.coverage import coverage
from engine.scenarios.exploring.cover import told
from engine.scenarios.run import Result, play
from engine.scenarios.ways import Reached, ways_of
from tests.interpreter.test_cases import CASES, HERE, catalogue_of, flows, scenario_of

ROWS = {row["it"]: row for row in flows(Path(__file__).parent / "coverage.yaml")}


def played(written: dict) -> tuple:
    catalogue = catalogue_of(written)
    program = catalogue.programs["sample.case"]
    results = [
        play(program, catalogue.connectors, scenario_of(catalogue, each["it"]))
        for each in written["scenarios"]
    ]
    return program, results


@pytest.mark.parametrize("it", list(ROWS))
def test_it_says_what_is_missed(it: str) -> None:
    program, results = played(ROWS[it])

    found = coverage(program, (each.reached for each in results))

    assert [result.failures for result in results] == [()] * len(results)
    missed = [told(each) for each in (*found.steps, *found.ways, *found.ends)] + [*found.habits]
    assert sorted(missed) == sorted(ROWS[it]["missed"])
    assert found.all - found.reached == len(missed)


@pytest.mark.parametrize("verb", sorted({case.verb for case in CASES}))
def test_it_reaches_only_what_the_program_has(verb: str) -> None:
    for written in flows(HERE / "cases" / f"{verb}.yaml"):
        program, results = played(written)

        whole = together(results)

        assert whole.ways <= set(ways_of(program))
        assert whole.ends <= set(program.ends)
        assert {edge.start for edge in whole.ways} <= whole.steps


def together(results: list[Result]) -> Reached:
    return reduce(or_, (each.reached for each in results), Reached())


def test_it_is_whole_only_where_nothing_is_missing() -> None:
    program, results = played(ROWS["sees a branch, a step and an end that nobody came to"])
    half = coverage(program, (each.reached for each in results))
    all_ways = Reached(
        frozenset(program.by_id),
        frozenset(ways_of(program)),
        frozenset(program.ends),
        frozenset(habits_of(program)),
    )

    assert 0 < half.percent < 100
    assert coverage(program, ()).percent == 0
    assert coverage(program, (all_ways,)).percent == 100
