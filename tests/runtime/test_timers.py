"""Timers wake a case once, at their time, and survive restarts."""

from __future__ import annotations

from tests.runtime.pretend import Town


def test_it_wakes_a_case_at_its_time_and_only_once(town: Town) -> None:
    town.write("911", "open", "timer")
    town.work()
    town.clock.forward(299)
    town.work()
    assert town.phone.heard_by("911") == ["1 opened"]
    town.clock.forward(2)
    town.restart()
    town.work()
    town.clock.forward(600)
    town.work()
    assert town.phone.heard_by("911") == ["1 opened", "3 woken 7"]


def test_it_keeps_one_timer_of_a_name(town: Town) -> None:
    town.write("911", "open", "timer")
    town.work()
    town.clock.forward(200)
    town.write("911", "timer")
    town.work()
    town.clock.forward(200)
    town.work()
    assert town.phone.heard_by("911") == ["1 opened"]
    town.clock.forward(101)
    town.work()
    assert town.phone.heard_by("911")[-1] == "4 woken 7"


def test_it_forgets_a_cancelled_timer(town: Town) -> None:
    town.write("911", "open", "timer", "rest")
    town.work()
    town.clock.forward(400)
    town.work()
    assert town.phone.heard_by("911") == ["1 opened"]


def test_it_wakes_many_in_batches(make_town) -> None:
    town = make_town(batch=4)
    for number in range(10):
        town.write(f"91{number}", "open", "timer")
    town.work()
    town.clock.forward(301)
    town.work()
    assert all(len(town.phone.heard_by(f"91{number}")) == 2 for number in range(10))
