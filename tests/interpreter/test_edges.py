"""Events that come twice, late, or from another case: nothing is lost, nothing happens twice."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.domain.effect import (
    AskOfficers,
    Call,
    Effect,
    HandOver,
    Issue,
    OpenCase,
    Refund,
    RequestPayment,
    Send,
)
from engine.domain.event import AskedBack, Event, MessageArrived, Replied
from engine.domain.message import ButtonsOut, DocumentOut, ListOut, TapIn, TemplateOut, TextIn
from engine.domain.session import Conversation, Session
from engine.interpreter import held
from engine.interpreter.dialogue import take_turn
from engine.interpreter.directory import open_directory
from engine.language.expressions.env import Env, Unset
from engine.language.program import Program
from tests.interpreter.test_cases import catalogue_of

ENDS = {
    "done": {"result": "success", "say": {"en": "Goodbye."}},
    "sorry": {"result": "failed", "say": {"en": "Sorry."}},
    "desk": {"result": "handoff", "to": "sample_desk", "say": {"en": "An officer will call."}},
}
PAID_ON = "2026-01-05T05:00:00Z"


def asks(name: str, kind: str = "text(2..30)", **more: Any) -> dict[str, Any]:
    return {"id": name, "ask": {"en": f"{name}?"}, "type": kind, **more}


PAY = {
    "id": "fee",
    "pay": "fees.one",
    "title": {"en": "Fee"},
    "within": "15 minutes",
    "outcomes": {"paid": "next", "failed": "sorry", "expired": "sorry"},
}
BOOK = {
    "id": "seats",
    "book": "office.hold",
    "with": ["slot"],
    "hold_for": "15 minutes",
    "outcomes": {"held": "next", "full": "sorry", "unavailable": "sorry"},
}
SLOT = {
    "id": "slot",
    "choose": {"en": "When?"},
    "options": {"early": {"en": "Early"}, "late": {"en": "Late"}},
}
REASONS = {"close": "lists.reasons"}
STAGE = {"id": "only", "role": "clerk", "limit": "7 days", "may": ["close"]}


def program_of(*steps: dict[str, Any], **more: Any) -> Program:
    fees = {"one": {"table": "hundred"}}
    flow = {
        "fees": fees,
        "steps": [*steps[:-1], {**steps[-1], "then": "done"}],
        "ends": ENDS,
        **more,
    }
    return catalogue_of(
        {"flow": flow, "scenarios": [{"it": "opens", "talk": [{"citizen": "menu"}]}]}
    ).programs["sample.case"]


@dataclass
class Talk:
    """A person, the cases opened so far, and everything asked of the world."""

    program: Program
    now: datetime = datetime(2026, 1, 5, 4, 30, tzinfo=UTC)
    effects: list[Effect] = field(default_factory=list)
    sessions: dict[str, Session] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.conversation = Conversation("sample", "en", greeted=True)
        self.opened = 0
        self.tap(f"m.svc:{self.program.service}")

    def happen(self, event: Event) -> list[Effect]:
        directory = open_directory(
            {"en": ""}, ("en",), (), {self.program.service: self.program}, lambda _: self.program
        )
        self.opened += 1
        self.now += timedelta(seconds=5)
        turn = take_turn(
            directory, self.conversation, self.sessions, event, self.now, f"case{self.opened}"
        )
        self.conversation = turn.conversation
        self.sessions.update(turn.sessions)
        self.effects += turn.effects
        return list(turn.effects)

    def type(self, text: str) -> list[Effect]:
        return self.happen(MessageArrived(TextIn(text)))

    def tap(self, tap: str, title: str = "tapped") -> list[Effect]:
        return self.happen(MessageArrived(TapIn(tap, title)))

    def reply(self, key: str, outcome: str, **gives: Any) -> list[Effect]:
        return self.happen(Replied(key.partition("/")[0], key, outcome, gives))

    def pay(self, key: str) -> list[Effect]:
        return self.reply(key, "paid", amount=10000, reference="SAMPLE", paid_on=PAID_ON)

    def asked(self, kind: type) -> list[Any]:
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def case(self) -> Session:
        return self.sessions[self.conversation.cases[0]["id"]]


def taps(effects: list[Effect]) -> list[tuple[str, str]]:
    for effect in reversed(effects):
        if isinstance(effect, Send) and isinstance(effect.message, ButtonsOut):
            return [(button.id, button.title) for button in effect.message.buttons]
        if isinstance(effect, Send) and isinstance(effect.message, ListOut):
            return [(row.id, row.title) for row in effect.message.rows]
    return []


def test_a_payment_reported_twice_is_taken_once_and_never_returned():
    talk = Talk(program_of(PAY, asks("words")))
    key = talk.asked(RequestPayment)[0].key
    talk.reply(key, "link", url="https://pay.example/1", reference="SAMPLE")
    talk.pay(key)
    assert talk.case.at == "words"

    talk.pay(key)

    assert not talk.asked(Refund)
    assert talk.case.at == "words"


def test_a_late_payment_reported_twice_is_returned_once():
    talk = Talk(program_of(PAY, asks("words")))
    key = talk.asked(RequestPayment)[0].key
    talk.type("stop")

    talk.pay(key)
    talk.pay(key)

    assert [refund.amount for refund in talk.asked(Refund)] == [10000]


def test_a_second_payment_that_comes_too_late_is_returned_although_a_first_was_made():
    again = {"say": {"en": "Again."}, "again": "slot", "at_most": 2, "else": "sorry"}
    fee = {**PAY, "settles": "seats", "outcomes": {**PAY["outcomes"], "expired": again}}
    talk = Talk(program_of(SLOT, BOOK, fee, asks("words")))
    talk.type("Early")
    talk.reply(talk.asked(Call)[0].key, "held", hold="HOLD-1")
    talk.pay(talk.asked(RequestPayment)[0].key)
    talk.reply(talk.asked(Call)[1].key, "lapsed")
    talk.type("Early")
    talk.reply(talk.asked(Call)[2].key, "held", hold="HOLD-2")
    talk.reply(talk.asked(RequestPayment)[1].key, "failed")

    talk.pay(talk.asked(RequestPayment)[1].key)

    keys = [order.key for order in talk.asked(RequestPayment)]
    assert [refund.payment for refund in talk.asked(Refund)] == keys
    assert [call.operation for call in talk.asked(Call)][-1] == "office.release"


def test_a_place_held_after_the_citizen_stopped_is_given_back_once():
    talk = Talk(program_of(SLOT, BOOK, {**PAY, "settles": "seats"}, asks("words")))
    talk.tap(*taps(talk.effects)[0])
    key = talk.asked(Call)[0].key
    talk.type("stop")
    assert talk.case.state == "ended"

    talk.reply(key, "held", hold="HOLD-1")
    talk.reply(key, "held", hold="HOLD-1")

    assert [call.operation for call in talk.asked(Call)] == ["office.hold", "office.release"]


def test_a_case_being_registered_cannot_be_stopped():
    submit = {"id": "case", "submit": "grievance", "with": ["words"]}
    talk = Talk(program_of(asks("words"), submit, asks("more")))
    talk.type("No water")

    talk.type("stop")
    talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)

    assert talk.case.at == "more"


def test_officers_are_asked_about_the_case_as_it_was_reopened():
    submit = {"id": "case", "submit": "grievance", "with": ["words"]}
    approve = {
        "id": "work",
        "approve": "case",
        "stages": [STAGE],
        "reasons": REASONS,
        "outcomes": {"closed": "next"},
    }
    again = {"opened": {"again": "work", "at_most": 2, "else": "desk"}}
    reopened = {"id": "reopened", "submit": "grievance", "continues": "case", "with": ["why"]}
    talk = Talk(
        program_of(asks("words"), submit, approve, asks("why"), {**reopened, "outcomes": again})
    )
    talk.type("No water")
    talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)
    talk.reply(talk.asked(AskOfficers)[0].key, "closed", reason={"en": "Solved"})
    talk.type("Still none")
    talk.reply(talk.asked(OpenCase)[1].key, "opened", number="S-1", opened=PAID_ON)

    assert talk.asked(AskOfficers)[1].case == talk.asked(OpenCase)[1].key


def test_a_place_that_is_not_held_yet_is_not_asked_money_for():
    talk = Talk(program_of(SLOT, BOOK, {**PAY, "settles": "seats"}, asks("words")))
    talk.tap(taps(talk.effects)[0][0])

    talk.reply(talk.asked(Call)[0].key, "still_trying")

    assert talk.asked(RequestPayment) == []


def test_a_certificate_that_cannot_be_made_ends_in_an_apology():
    issue = {"id": "paper", "issue": "sample", "with": ["words"], "caption": {"en": "Here."}}
    talk = Talk(program_of(asks("words"), issue))
    talk.type("Ravi Kumar")

    sent = talk.reply(talk.asked(Issue)[0].key, "failed")

    assert talk.case.state == "ended"
    assert any(isinstance(effect, Send) for effect in sent)


def broken(*steps: dict[str, Any]) -> Talk:
    """A case whose payment is made and whose next step reads an answer nobody gave."""
    talk = Talk(program_of(asks("first"), PAY, *steps, asks("words")))
    lost = talk.program.by_id["words"]
    bad = replace(lost, only_if=_unset)
    talk.program = replace(talk.program, by_id={**talk.program.by_id, "words": bad})
    talk.type("one")
    return talk


def _unset(_env: Env) -> bool:
    raise Unset("never given")


def test_money_for_which_nothing_was_done_goes_back_when_a_case_breaks_off():
    talk = broken()

    talk.pay(talk.asked(RequestPayment)[0].key)
    talk.pay(talk.asked(RequestPayment)[0].key)

    assert [refund.amount for refund in talk.asked(Refund)] == [10000]
    assert talk.case.stage == "failed"
    assert not talk.asked(HandOver)


def test_a_case_that_breaks_off_after_it_was_registered_comes_before_a_person():
    submit = {"id": "case", "submit": "grievance", "with": ["first"]}
    talk = broken(submit)
    talk.pay(talk.asked(RequestPayment)[0].key)

    sent = talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)

    assert [each.service for each in talk.asked(HandOver)] == ["sample.case"]
    assert not talk.asked(Refund)
    assert any(isinstance(effect, Send) for effect in sent)


def test_a_button_of_an_ended_case_is_no_answer_to_another():
    agreed = asks("agreed", "yes_no")
    talk = Talk(program_of(agreed, asks("words")))
    old = taps(talk.effects)[0]
    talk.type("stop")
    talk.tap(f"m.svc:{talk.program.service}")
    assert talk.case.at == "agreed"

    talk.tap(*old)

    assert talk.case.at == "agreed"


def test_words_said_before_a_short_call_are_kept_when_the_citizen_asks_for_help_meanwhile():
    told = {"id": "told", "say": {"en": "Wait for it."}}
    call = {
        "id": "bill",
        "call": "office.bill",
        "with": ["number"],
        "outcomes": {
            "found": "next",
            "clear": "done",
            "not_found": "sorry",
            "unavailable": "sorry",
        },
    }
    talk = Talk(program_of(asks("number", "digits(4)"), told, call, asks("words")))
    talk.type("1111")
    talk.type("menu")

    sent = talk.reply(talk.asked(Call)[0].key, "found", name="Sample", due=100)

    assert "Wait for it." in str(sent)


def test_an_answer_after_the_menu_is_taken_although_change_was_asked_for_before():
    talk = Talk(program_of(asks("first"), asks("second"), asks("third")))
    talk.type("one")
    talk.type("change")
    talk.type("menu")
    talk.tap(f"m.case:{talk.case.id}")

    talk.type("two")

    assert talk.case.at == "third"


def test_a_service_tapped_twice_is_opened_once():
    talk = Talk(program_of(asks("words")))

    sent = talk.tap(f"m.svc:{talk.program.service}")

    assert len(talk.sessions) == 1
    assert "words?" in str(sent)


def test_a_case_in_the_background_speaks_the_language_chosen_since():
    first = {"id": "first", "ask": {"te": "మొదటిది?", "en": "First?"}, "type": "text(2..30)"}
    ends = {
        name: {**end, "say": {"te": "ధన్యవాదాలు.", "en": "Goodbye."}} for name, end in ENDS.items()
    }
    talk = Talk(program_of(first, languages=["te", "en"], ends=ends))
    talk.type("menu")
    talk.type("తెలుగు")

    sent = talk.tap(f"m.case:{talk.case.id}")

    assert "మొదటిది?" in str(sent)


def test_a_fee_that_was_paid_stays_paid_when_it_would_no_longer_apply():
    fee = {**PAY, "only_if": "first is yes"}
    yes = {"yes": {"en": "Yes"}, "no": {"en": "No"}}
    first = {"id": "first", "choose": {"en": "First?"}, "title": {"en": "First"}, "options": yes}
    submit = {"id": "case", "submit": "application", "with": ["first"]}
    approve = {
        "id": "work",
        "approve": "case",
        "stages": [{**STAGE, "may": ["approve", "ask_back"]}],
        "reasons": {"ask_back": "lists.reasons"},
        "ask_back": {
            "may_change": ["first"],
            "at_most": 2,
            "answer_within": "2 days",
            "unanswered": "lapsed",
        },
        "outcomes": {"approved": "next", "lapsed": "sorry"},
    }
    talk = Talk(program_of(first, fee, submit, approve, asks("words")))
    talk.type("Yes")
    talk.pay(talk.asked(RequestPayment)[0].key)
    talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)
    ask = talk.asked(AskOfficers)[0].key

    talk.happen(AskedBack(talk.case.id, ask, ("first",), "unclear"))
    talk.type("No")

    assert talk.case.state == "parked"
    assert talk.case.answers["fee"]["amount"] == 10000


def test_one_template_is_sent_after_a_day_and_files_are_the_last_to_be_given_up():
    file = held.to_json(DocumentOut("media", "paper.pdf", "application/pdf", "Here."))
    words = [{"is": "TextOut", "body": str(place)} for place in range(held.MOST)]

    kept = held.newest([file, *words])

    assert kept == [file, *words[1:]]


def test_only_one_template_is_sent_however_much_is_held():
    wait = {"id": "pause", "wait": "2 days"}
    talk = Talk(program_of(PAY, wait))
    key = talk.asked(RequestPayment)[0].key
    talk.now += timedelta(days=2)
    talk.pay(key)
    talk.pay("case1/99")

    templates = [each for each in talk.asked(Send) if isinstance(each.message, TemplateOut)]
    assert len(templates) == 1
    assert len(talk.conversation.held) == 2


def test_a_certificate_can_be_sent_again_from_my_applications():
    issue = {"id": "paper", "issue": "sample", "with": ["words"], "caption": {"en": "Here."}}
    talk = Talk(program_of(asks("words"), issue))
    talk.type("Ravi Kumar")
    file = {"media": "m-1", "name": "paper.pdf", "mime": "application/pdf", "bytes": 1}
    talk.reply(talk.asked(Issue)[0].key, "issued", number="S-1", id="S", url="-", file=file)
    assert talk.case.state == "ended"

    talk.type("status")
    shown = talk.tap(f"m.case:{talk.case.id}")
    sent = talk.tap(*taps(shown)[0])

    assert [each.message.media for each in sent if isinstance(each, Send)] == ["m-1"]


def test_thanks_after_a_service_is_answered_with_a_courtesy():
    talk = Talk(program_of(asks("words")))
    talk.type("Ravi Kumar")

    sent = talk.type("thanks")

    assert [type(each.message).__name__ for each in sent] == ["TextOut"]
