"""Reading an answer costs next to nothing: the middle one of each kind's rows takes about 20 µs at most."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import thread_time
from timeit import repeat

import pytest

from engine.domain.answers import BY_NAME
from tests.domain.answers.test_reading import TODAY, bounds, given, rows

MOST_CALLS = 700
"""As long as so many calls of a function that does nothing: 20 µs where a call takes 29 ns. A slow machine is slow at both."""
RUNS, ROUNDS = 20, 5
ROWS = [each.values for each in rows()]


def fastest(read: Callable[[], object]) -> float:
    """Return the processor seconds of one run in the quickest of a few rounds: what else the machine does is not our time."""
    return min(repeat(read, number=RUNS, repeat=ROUNDS, timer=thread_time)) / RUNS


def nothing(_: int) -> None:
    """Take the time of a call."""


def many_calls() -> None:
    for each in range(MOST_CALLS):
        nothing(each)


def reading(name: str, row) -> Callable[[], object]:
    sent, within, kind = given(row["given"]), bounds(row.get("bounds", {})), BY_NAME[name]
    return lambda: kind.read(sent, within, TODAY)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_it_reads_quickly(name: str) -> None:
    mine = [row for kind, row in ROWS if kind == name]
    assert median(fastest(reading(name, row)) for row in mine) <= fastest(many_calls)
