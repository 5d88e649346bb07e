"""Whatever happens, in whatever order: nothing raises, nothing circles, no answer is read that is not there, a citizen who writes
is always answered, and no event of another case takes the question away that stands."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.domain.effect import Send, Verify
from engine.domain.event import MessageArrived
from engine.domain.message import EditIn, TapIn
from tests.interpreter.monkey import Monkey, check_limits

MESSAGES_A_TURN = 2


def wander(directory, connectors, data, steps: int) -> None:
    """Let anything happen for so many events."""
    numbers = iter(data)
    monkey = Monkey(directory, connectors, lambda most: next(numbers, 0) % most)
    services = sorted(directory.current)
    event = (
        MessageArrived(TapIn(f"m.svc:{monkey.pick(services)}", ""))
        if monkey.choose(4)
        else monkey.event()
    )
    for _ in range(steps):
        front = monkey.conversation.foreground
        turn = monkey.turn(event)
        if front and getattr(event, "session", front) != front:
            assert turn.conversation.foreground == front, "another case took the question away"
        sent = [effect.message for effect in turn.effects if isinstance(effect, Send)]
        for message in sent:
            check_limits(message)
        assert len(sent) <= MESSAGES_A_TURN, sent
        if isinstance(event, MessageArrived) and not isinstance(event.message, EditIn):
            working = any(s.state == "working" for s in turn.sessions.values())
            working = working or any(isinstance(effect, Verify) for effect in turn.effects)
            assert sent or turn.conversation.held or working, (event, turn.trace)
        unset = [record for record in turn.trace if "broke off: Unset" in record.did]
        assert not unset, unset
        circles = [record for record in turn.trace if "circle" in record.did]
        assert not circles
        event = monkey.event()


RANDOM = st.lists(st.integers(0, 10_000), min_size=40, max_size=600)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(RANDOM)
def test_any_sequence_of_events_is_borne(book, data):
    wander(book.directory, book.connectors, data, 40)


@pytest.mark.prove
@settings(max_examples=3_000, suppress_health_check=list(HealthCheck))
@given(RANDOM)
def test_any_long_sequence_of_events_is_borne(book, data):
    wander(book.directory, book.connectors, data, 80)
