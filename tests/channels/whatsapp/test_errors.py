"""It knows what every code asks of us."""

from __future__ import annotations

import pytest

from engine.channels.whatsapp.errors import MEANINGS, RULES, Verdict, rule_for


@pytest.mark.parametrize(
    ("code", "status", "transient", "verdict"),
    [
        (131047, 400, False, Verdict.WINDOW),
        (130429, 400, False, Verdict.THROTTLE),
        (131056, 400, False, Verdict.PAIR),
        (131026, 400, False, Verdict.DEAD),
        (100, 400, False, Verdict.DEAD),
        (131048, 400, False, Verdict.STOP),
        (190, 401, False, Verdict.STOP),
        (222, 403, False, Verdict.STOP),
        (131016, 500, False, Verdict.RETRY),
        (None, 429, False, Verdict.THROTTLE),
        (None, 503, False, Verdict.RETRY),
        (None, 401, False, Verdict.STOP),
        (999999, 400, True, Verdict.RETRY),
        (999999, 400, False, Verdict.DEAD),
        (None, 404, False, Verdict.DEAD),
    ],
)
def test_it_judges(code, status, transient, verdict):
    assert rule_for(code, status, transient).verdict is verdict


@pytest.mark.parametrize("code", sorted(RULES))
def test_it_waits_longer_each_time_and_never_for_nothing(code):
    rule = RULES[code]
    waits = [rule.wait_s(attempt) for attempt in range(1, 12)]
    told = [wait for wait in waits if wait is not None]
    assert told == sorted(told)
    assert all(wait > 0 for wait in told)
    assert rule.endless == (waits[-1] is not None)
    if rule.verdict in (Verdict.DEAD, Verdict.WINDOW):
        assert not told


def test_every_code_says_what_it_means():
    assert RULES.keys() == MEANINGS.keys()
    assert all(meaning.strip() for meaning in MEANINGS.values())


@pytest.mark.parametrize("code", [190, 368, 100, 132015, 131042, 424242])
def test_it_calls_a_person_where_only_a_person_can_help(code):
    assert rule_for(code).alert
