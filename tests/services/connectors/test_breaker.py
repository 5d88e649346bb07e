"""When a system counts as troubled: three failures in ten minutes, and no answer since."""

from __future__ import annotations

import pytest

from engine.services.connectors.breaker import Breaker


@pytest.mark.parametrize(
    ("told", "now", "troubled"),
    [
        ([], 0, False),
        ([1, 2], 3, False),
        ([1, 2, 3], 4, True),
        ([1, 2, 3, "answer"], 4, False),
        ([1, 2, "answer", 3], 4, False),
        ([1, 2, 3], 602, False),
        ([1, 300, 590], 601, True),
        (list(range(1, 40)), 41, True),
    ],
)
def test_it_is_troubled(told: list[int | str], now: float, troubled: bool) -> None:
    breaker = Breaker()
    for each in told:
        if isinstance(each, str):
            breaker.succeeded()
        else:
            breaker.failed(each)

    assert breaker.is_troubled(now) is troubled
