"""Who is never understood comes where the test file says: rows of misunderstood.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.scenarios.coverage import coverage
from engine.scenarios.exploring.cover import told
from tests.interpreter.test_cases import flows
from tests.scenarios.test_coverage import played

ROWS = {row["it"]: row for row in flows(Path(__file__).parent / "misunderstood.yaml")}


@pytest.mark.parametrize("it", list(ROWS))
def test_it(it: str) -> None:
    program, results = played(ROWS[it])

    found = coverage(program, (each.reached for each in results))

    assert [failure.message for each in results for failure in each.failures] == ROWS[it]["wrong"]
    missed = [told(each) for each in (*found.steps, *found.ways, *found.ends)]
    assert sorted(missed) == sorted(ROWS[it]["missed"])


def test_the_dialogue_itself_goes_on_as_if_nothing_had_been_said() -> None:
    row = ROWS["leads out of every question it comes to, also inside a list"]
    without = {key: value for key, value in row.items() if key != "not_understood"}

    told_aside, told_plainly = played(row)[1], played(without)[1]

    assert [each.transcript for each in told_aside] == [each.transcript for each in told_plainly]
    assert [each.trace for each in told_aside] == [each.trace for each in told_plainly]
