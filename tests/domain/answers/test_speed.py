"""Reading an answer costs next to nothing: the middle one of each kind's rows takes at most 20 µs."""

from __future__ import annotations

from statistics import median
from timeit import repeat

import pytest

from engine.domain.answers import BY_NAME
from tests.domain.answers.test_reading import TODAY, bounds, given, rows

MOST_US = 20
RUNS, ROUNDS = 20, 5
ROWS = [each.values for each in rows()]


def fastest_us(name: str, row) -> float:
    """Return the time of one reading in the quickest of a few rounds: what else the machine does is not our time."""
    sent, within, kind = given(row["given"]), bounds(row.get("bounds", {})), BY_NAME[name]
    took = repeat(lambda: kind.read(sent, within, TODAY), number=RUNS, repeat=ROUNDS)
    return min(took) / RUNS * 1_000_000


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_it_reads_quickly(name: str) -> None:
    mine = [row for kind, row in ROWS if kind == name]
    assert median(fastest_us(name, row) for row in mine) <= MOST_US
