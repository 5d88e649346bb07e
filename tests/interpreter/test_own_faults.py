"""What goes against all checks: amounts below nothing, lists without end, buttons of an earlier release. No case breaks in silence."""

from __future__ import annotations

import pytest

from engine.domain.effect import RequestPayment
from tests.interpreter.test_edges import PAY, SLOT, Talk, asks, program_of, taps

PEOPLE = {
    "id": "people",
    "repeat": {"en": "People"},
    "count": "1..3",
    "line": {"en": "{{ age }}"},
    "each": [asks("age", "number(0..110)")],
}
MANY = {**SLOT, "optional": True, "several": "1..2"}


def people(talk: Talk, number: int) -> None:
    for place in range(number):
        talk.type("30")
        talk.type("Add another" if place < number - 1 else "List is complete")


@pytest.mark.parametrize(
    ("number", "asked", "state"),
    [(1, [], "ended"), (2, [], "asking"), (3, [10000], "working")],
    ids=["less than nothing", "nothing", "something"],
)
def test_an_amount_below_nothing_is_never_paid(number, asked, state):
    fee = {**PAY, "pay": "fees.one * (count(people) - 2)"}
    talk = Talk(program_of(PEOPLE, fee, asks("words")))

    people(talk, number)

    assert [each.amount for each in talk.asked(RequestPayment)] == asked
    assert talk.case.state == state
    assert talk.case.stage == ("failed" if number == 1 else talk.case.stage)
    assert ("fee" in talk.case.answers) == (number == 2)


@pytest.mark.parametrize("named", ["no", "yes"])
def test_a_list_is_never_longer_than_it_may_be(named):
    part = {**asks("size", "number(0..9)"), "only_if": "named"}
    guests = {
        "id": "guests",
        "repeat": {"en": "Guests"},
        "count": "crowd",
        "line": {"en": "{{ nth }}"},
        "each": [part],
    }
    crowd = {"id": "crowd", "set": "count(people) * 5000"}
    talk = Talk(program_of(PEOPLE, crowd, asks("named", "yes_no"), guests, asks("words")))
    people(talk, 1)

    effects = talk.type(named)

    assert "The largest number that can be given here is 50." in str(effects)
    if named == "yes":
        for _ in range(50):
            assert talk.case.at == "guests"
            talk.type("1")
        assert talk.case.at == "words"
    assert len(talk.case.answers["guests"]) == 50


@pytest.mark.parametrize("slot", [{**SLOT, "optional": True}, MANY], ids=["one", "several"])
@pytest.mark.parametrize("old", ["skip", "more", "done", "*more", "*done", "*skip", "*odd"])
def test_a_button_of_an_earlier_release_breaks_nothing(slot, old):
    talk = Talk(program_of(slot, asks("words")))
    before = talk.case.turn

    effects = talk.tap(f"{talk.case.id}.{before}.{old}", "Old")

    assert talk.case.state == "asking"
    assert (talk.case.at == "words") == (old == "*skip")
    assert effects
    if talk.case.at == "slot":
        assert [title for _, title in taps(effects)][:2] == ["Early", "Late"]
