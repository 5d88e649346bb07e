"""A reminder that comes due at night waits until morning, with the real interpreter, on the store, over a restart."""

from __future__ import annotations

from typing import Any

from engine.interpreter import dialogue
from tests.interpreter.people.test_people import PLAIN

HOUR = 3600


def test_it_comes_once_and_in_the_morning(make_town: Any) -> None:
    def take_turn(_directory: Any, *rest: Any) -> dialogue.Turn:
        return dialogue.take_turn(PLAIN, *rest)

    town = make_town(take_turn=take_turn)
    town.clock.forward(9 * HOUR + 20 * 60)  # ten minutes to nine in the evening, in India
    town.write("911", "income certificate")
    town.work()
    assert len(town.phone.heard_by("911")) == 1

    town.clock.forward(HOUR)
    town.work()
    town.restart()
    town.clock.forward(10 * HOUR)
    town.work()
    assert len(town.phone.heard_by("911")) == 1

    town.clock.forward(15 * 60)
    town.work()
    town.clock.forward(HOUR)
    town.work()
    heard = town.phone.heard_by("911")
    assert len(heard) == 2
    assert "waiting for your answer" in heard[1]
