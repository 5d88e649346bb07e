"""What a case that was given up keeps: the way back, unless something was given back or officers were told that no answer comes."""

from __future__ import annotations

from engine.domain.effect import AnswerOfficers, AskOfficers, Call, OpenCase, Refund, RequestPayment
from engine.domain.event import AskedBack
from tests.interpreter.test_edges import (
    BOOK,
    PAID_ON,
    PAY,
    SLOT,
    STAGE,
    Talk,
    asks,
    program_of,
    taps,
)

NUMBER = asks("number", "number(1..9)")


def give_up(talk: Talk) -> None:
    for words in ("many", "a lot", "quite some"):
        talk.type(words)
    assert (talk.case.at, talk.case.state) == ("desk", "ended")


def way_back(talk: Talk) -> str:
    """Return what the first menu offers to go on with a case, or an empty string."""
    offered = [tap for tap, _ in taps(talk.type("menu"))]
    return next((tap for tap in offered if tap.startswith("m.case:")), "")


def test_what_was_paid_stays_paid_and_is_not_asked_for_again():
    talk = Talk(program_of(PAY, NUMBER))
    talk.pay(talk.asked(RequestPayment)[0].key)
    give_up(talk)

    talk.tap(way_back(talk))
    talk.type("4")

    assert (talk.case.at, talk.case.answers["number"]) == ("done", 4)
    assert (len(talk.asked(RequestPayment)), talk.asked(Refund)) == (1, [])


def test_a_change_goes_on_where_it_was_given_up():
    review = {"id": "review", "confirm": {"en": "Right?"}, "shows": ["number", "words"]}
    talk = Talk(program_of({**NUMBER, "title": {"en": "Number"}}, asks("words"), review))
    talk.type("4")
    talk.type("Ravi")
    talk.tap(taps(talk.effects)[1][0])
    talk.tap(taps(talk.effects)[0][0])
    assert talk.case.at == "number"
    give_up(talk)

    talk.tap(way_back(talk))
    talk.type("5")

    assert (talk.case.at, talk.case.answers) == ("review", {"number": 5, "words": "Ravi"})


def test_a_finished_case_with_which_something_was_begun_can_still_be_left_as_it_was():
    later = {"cancel": {"title": {"en": "Cancel"}, "steps": [{**NUMBER, "then": "sorry"}]}}
    talk = Talk(program_of(asks("words"), later=later))
    talk.type("Ravi")
    opened = f"m.later:{talk.case.id}:cancel"
    talk.tap(opened)
    give_up(talk)

    talk.tap(way_back(talk))
    assert talk.case.at == "number"
    talk.type("stop")

    assert (talk.case.at, talk.case.stage) == ("done", "success")
    assert opened in [tap for tap, _ in taps(talk.tap(f"m.case:{talk.case.id}"))]


def test_there_is_no_way_back_once_a_place_was_given_back():
    talk = Talk(program_of(SLOT, BOOK, NUMBER, {**PAY, "settles": "seats"}, asks("words")))
    talk.type("Early")
    talk.reply(talk.asked(Call)[0].key, "held", hold="HOLD-1")
    give_up(talk)

    assert [call.operation for call in talk.asked(Call)] == ["office.hold", "office.release"]
    assert not way_back(talk)


def test_there_is_no_way_back_once_officers_know_that_no_answer_comes():
    submit = {"id": "case", "submit": "application", "with": ["number"]}
    approve = {
        "id": "work",
        "approve": "case",
        "stages": [{**STAGE, "may": ["approve", "ask_back"]}],
        "reasons": {"ask_back": "lists.reasons"},
        "ask_back": {
            "may_change": ["number"],
            "at_most": 2,
            "answer_within": "2 days",
            "unanswered": "lapsed",
        },
        "outcomes": {"approved": "next", "lapsed": "sorry"},
    }
    talk = Talk(program_of(NUMBER, submit, approve, asks("words")))
    talk.type("4")
    talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)
    ask = talk.asked(AskOfficers)[0].key
    talk.happen(AskedBack(talk.case.id, ask, ("number",), "unclear"))
    give_up(talk)

    assert [each.lapsed for each in talk.asked(AnswerOfficers)] == [True]
    assert not way_back(talk)
