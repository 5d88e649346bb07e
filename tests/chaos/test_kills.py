"""Processes are killed at random moments under load: nothing a citizen was promised may be lost or done twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.world import Load
from tests.chaos.killing import Outcome, kills, play

QUICK = Load(8.0, rate=80, warm_s=0, citizens=150, together=0, again=0.05, batch=10, drain_s=80)
LONG = Load(240.0, rate=90, warm_s=0, citizens=400, together=0, again=0.05, batch=10, drain_s=90)
CASES = 50


def check(outcome: Outcome, kill_count: int) -> None:
    counts = outcome.world.seen.counts
    assert not outcome.broken, f"{outcome.broken}\n{outcome.logs}"
    assert len(outcome.office.entries) > CASES
    assert counts["sent_twice"] <= kill_count, (
        "a kill may repeat the one message whose answer it cut off, and hardly that"
    )


def test_it_keeps_every_promise_when_processes_are_killed(tmp_path: Path) -> None:
    outcome = play(tmp_path, QUICK, kills(("worker", "web"), 3, (0.5, 1.3)), seed=11, cases=CASES)

    check(outcome, kill_count=3)


@pytest.mark.prove
def test_it_keeps_every_promise_through_many_kills(tmp_path: Path) -> None:
    outcome = play(tmp_path, LONG, kills(("worker", "web"), 50, (0.2, 4.0)), seed=12, cases=CASES)

    check(outcome, kill_count=50)
