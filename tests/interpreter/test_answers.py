"""What was understood is said with the next question, in one message; several options cost no more than their taps."""

from __future__ import annotations

import pytest

from engine.domain.effect import Effect, Send
from engine.domain.message import ButtonsOut, TextOut
from tests.interpreter.test_edges import Talk, asks, program_of, taps

WANTS = {
    "id": "wants",
    "choose": {"en": "What is missing?"},
    "several": "1..3",
    "options": {"water": {"en": "Water"}, "road": {"en": "Road"}, "light": {"en": "Light"}},
}


def sent(effects: list[Effect]) -> list[object]:
    return [effect.message for effect in effects if isinstance(effect, Send)]


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("date", "౧౫-౦౮-౧౯౯౦", "15 August 1990 (15-08-1990)"),
        ("money", "నా ఆదాయం లక్ష రూపాయలు", "₹1,00,000"),
        ("time", "sayantram 5", "5:00 PM"),
        ("pincode", "522001", "522001, Guntur, Andhra Pradesh"),
    ],
)
def test_what_was_understood_travels_with_the_next_question(kind: str, typed: str, said: str):
    talk = Talk(program_of(asks("first", kind), asks("second")))
    assert sent(talk.type(typed)) == [TextOut(f"✔ {said}\n\nsecond?")]


def test_several_typed_together_cost_one_message():
    talk = Talk(program_of(WANTS, asks("second")))
    assert sent(talk.type("1 and 3")) == [TextOut("✔ Water, Light\n\nsecond?")]


def test_each_tap_on_one_of_several_costs_one_message_and_the_first_buttons_go_on_working():
    talk = Talk(program_of(WANTS, asks("second")))
    first = {title: tap for tap, title in taps(talk.effects)}
    assert len(sent(talk.tap(first["Water"]))) == 1
    (again,) = sent(talk.tap(first["Road"]))
    assert isinstance(again, ButtonsOut)
    assert "✔ Water, Road" in again.body
    assert talk.case.answers == {}
    done = {title: tap for tap, title in taps(talk.effects)}["That is all"]
    assert sent(talk.tap(done)) == [TextOut("✔ Water, Road\n\nsecond?")]
    assert talk.case.answers == {"wants": ["water", "road"]}
