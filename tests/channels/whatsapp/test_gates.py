"""Messages go out as fast as the platform takes them, in turn, and knocking stops where it is in vain."""

from __future__ import annotations

import time

import pytest

from engine.channels.whatsapp.errors import rule_for
from engine.channels.whatsapp.gates import FAILURES, NAP_S, PAIR_BURST, PROBE_S, Gate, Persons


def sent_within(gate: Gate, seconds: float, wanted: int) -> int:
    """Return how many of so many messages asked for at once have their turn within some seconds."""
    return sum(gate.queue(str(number), 0.0) <= seconds for number in range(wanted))


@pytest.mark.parametrize(
    ("rate", "seconds", "least", "most"), [(80, 1, 80, 101), (10, 60, 600, 604)]
)
def test_it_keeps_the_rate(rate, seconds, least, most):
    assert least <= sent_within(Gate(rate), seconds, most * 2) <= most


def test_what_comes_in_counts_too():
    gate = Gate(80)
    for _ in range(60):
        gate.heard(0.0)
    assert sent_within(gate, 1, 200) <= 41


def test_a_message_that_comes_back_keeps_its_place():
    gate = Gate(1)
    waits = [gate.queue(str(number), 0.0) for number in range(5)]
    assert waits[4] > NAP_S
    assert gate.queue("4", waits[4]) == 0.0
    assert gate.queue("5", waits[4]) == pytest.approx(1.0)


def test_a_number_that_was_too_fast_goes_slower_and_recovers():
    gate = Gate(80)
    gate.slow_down(0.0)
    gate.slow_down(0.0)
    assert sent_within(gate, 10, 2000) <= 10 * 20 + 21
    assert gate.queue("later", 1_000.0) == 0.0
    fresh = sum(gate.queue(f"late{number}", 1_000.0) <= 1 for number in range(300))
    assert fresh >= 80


def test_after_a_stop_one_message_goes_as_a_probe():
    gate = Gate()
    gate.shut(rule_for(190), 0.0, 0.0)
    assert gate.enter(59.0, "a") > 0
    assert gate.enter(60.0, "a") == 0
    assert gate.enter(60.0, "b") > 0
    gate.works()
    assert gate.enter(60.0, "b") == 0


def test_a_probe_that_never_ended_does_not_hold_the_number_for_ever():
    gate = Gate()
    gate.shut(rule_for(190), 0.0, 0.0)
    assert gate.enter(60.0, "a") == 0
    assert gate.enter(60.0 + PROBE_S, "b") == 0


def test_it_waits_longer_with_each_vain_probe_and_as_long_as_the_platform_wishes():
    gate = Gate()
    for moment, wait in ((0.0, 60), (100.0, 300), (1_000.0, 900), (3_000.0, 900)):
        gate.shut(rule_for(190), moment, 0.0)
        assert wait <= gate.shut_for(moment, "a") < wait + 2
    gate.shut(rule_for(190), 9_000.0, 3_000.0)
    assert gate.shut_for(9_000.0, "a") >= 3_000


def test_some_troubles_in_a_row_are_an_outage_and_one_success_ends_the_count():
    gate = Gate()
    for _ in range(FAILURES - 1):
        gate.fails(0.0)
    assert gate.shut_for(0.0, "a") == 0
    gate.works()
    gate.fails(0.0)
    assert gate.shut_for(0.0, "a") == 0
    for _ in range(FAILURES):
        gate.fails(0.0)
    assert gate.shut_for(0.0, "a") > 0


def test_each_person_has_a_burst_and_then_one_message_every_six_seconds():
    persons = Persons()
    for _ in range(PAIR_BURST):
        assert persons.wait_s("a", 0.0) == 0
        persons.take("a", 0.0)
    assert persons.wait_s("a", 0.0) == pytest.approx(6.0)
    assert persons.wait_s("b", 0.0) == 0
    assert persons.wait_s("a", 6.0) == pytest.approx(0.0)


def test_a_person_the_platform_wants_spared_waits_four_times_as_long_each_time():
    persons, rule = Persons(), rule_for(131056)
    assert [persons.hold("a", rule, 0.0, 0.0) for _ in range(6)] == [1, 4, 16, 64, 256, 256]
    persons.works("a")
    assert persons.wait_s("a", 0.0) == 0


def test_it_costs_the_worker_next_to_nothing():
    gate, persons = Gate(1_000_000), Persons()
    names = [f"p{number % 5_000}" for number in range(20_000)]

    def once() -> float:
        began = time.process_time()
        for number, name in enumerate(names):
            now = number * 0.01
            persons.wait_s(name, now)
            gate.shut_for(now, name)
            gate.queue(name, now)
            gate.enter(now, name)
            persons.take(name, now)
        return (time.process_time() - began) / len(names)

    assert min(once() for _ in range(5)) < 5e-6
