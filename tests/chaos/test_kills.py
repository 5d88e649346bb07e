"""Processes are killed at random moments under load: nothing a citizen was promised may be lost or done twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.world import Load
from tests.chaos.killing import Outcome, kills, play, sent_again

QUICK = Load(8.0, rate=80, warm_s=0, citizens=150, together=0, again=0.05, batch=10, drain_s=80)
LONG = Load(240.0, rate=90, warm_s=0, citizens=400, together=0, again=0.05, batch=10, drain_s=90)
CASES = 50


def check(outcome: Outcome, cut_off: Counter[int]) -> None:
    assert not outcome.broken, f"{outcome.broken}\n{outcome.logs}"
    assert len(outcome.office.entries) > CASES
    assert sent_again(outcome.world.seen) <= cut_off, "what a kill did not cut off came twice"


def test_it_keeps_every_promise_when_processes_are_killed(tmp_path: Path) -> None:
    cut_off: Counter[int] = Counter()
    trouble = kills(("worker", "web"), 3, (0.5, 1.3), cut_off)
    outcome = play(tmp_path, QUICK, trouble, seed=11, cases=CASES)

    check(outcome, cut_off)


@pytest.mark.prove
def test_it_keeps_every_promise_through_many_kills(tmp_path: Path) -> None:
    cut_off: Counter[int] = Counter()
    trouble = kills(("worker", "web"), 50, (0.2, 4.0), cut_off)
    outcome = play(tmp_path, LONG, trouble, seed=12, cases=CASES)

    check(outcome, cut_off)
