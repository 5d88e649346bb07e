"""What WhatsApp did not take is said otherwise, and nothing is said in more than two messages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.domain.calendar import format_moment
from engine.domain.effect import AskOfficers, Issue, OpenCase, Send, SetTimer
from engine.domain.event import TimerFired, Unsaid
from engine.domain.message import (
    ButtonsOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    Outgoing,
    TemplateOut,
    TextOut,
)
from engine.interpreter import bounds, held
from tests.interpreter.test_edges import PAID_ON, Talk, asks, program_of

PAPER = DocumentOut("media-1", "paper.pdf", "application/pdf", "Your paper.")


def talk_of() -> Talk:
    return Talk(program_of(asks("name"), notify="news"))


def said(effects) -> list[Outgoing]:
    return [effect.message for effect in effects if isinstance(effect, Send)]


def unsaid(talk: Talk, message: Outgoing, why: str = "window", minutes: int = 1) -> list[Outgoing]:
    at = format_moment(talk.now + timedelta(minutes=minutes))
    return said(talk.happen(Unsaid(talk.case.id, message, why, at)))


def test_one_template_asks_to_open_whatever_was_refused_and_the_tap_brings_all_of_it():
    talk = talk_of()
    (template,) = unsaid(talk, TextOut("One."))
    assert isinstance(template, TemplateOut)
    assert unsaid(talk, PAPER) == []
    first, *others = said(talk.tap(template.tap))
    assert (first.body if isinstance(first, TextOut) else first.caption).startswith("One.")
    assert len(others) <= 1
    assert unsaid(talk, TextOut("Two.")) != []


def test_what_was_refused_before_the_citizen_wrote_again_is_said_at_once():
    talk = talk_of()
    assert unsaid(talk, TextOut("One."), minutes=-60) == [TextOut("One.")]


def test_a_file_that_cannot_come_is_told_in_words():
    talk = talk_of()
    (words,) = unsaid(talk, PAPER, "file")
    assert isinstance(words, TextOut)
    assert words.body


def test_a_menu_that_was_refused_waits_for_the_citizen_where_no_case_is_known():
    talk = talk_of()
    talk.conversation.cases = []
    assert said(talk.happen(Unsaid("", TextOut("Menu."), "window", format_moment(talk.now)))) == []
    assert TextOut("Menu.") in [held.from_json(each) for each in talk.conversation.held]


BUTTON = ButtonsOut("Which?", ())
PICTURE = ImageOut("media-2", "image/png", "")
LINK = LinkOut("Pay.", "Pay", "https://pay.example")
LONG = TextOut("x" * 1_000)


@pytest.mark.parametrize(
    ("kept", "now", "later"),
    [
        ([TextOut("One."), TextOut("Two."), TextOut("Three.")], 1, 0),
        ([TextOut("One."), PAPER, TextOut("Two.")], 2, 0),
        ([TextOut("One."), PAPER, TextOut("Two."), BUTTON], 2, 0),
        ([LONG, LONG, LINK], 2, 0),
        ([PAPER, PICTURE, TextOut("Two.")], 2, 1),
        ([PAPER, PICTURE, PAPER, PICTURE], 2, 2),
    ],
)
def test_what_was_kept_comes_in_two_messages_and_the_rest_a_little_later(kept, now, later):
    talk = talk_of()
    talk.conversation.held = [held.to_json(each) for each in kept]
    effects = talk.tap("m.open")
    first = said(effects)
    assert (len(first), len(talk.conversation.held)) == (now, later)
    heard = list(first)
    while talk.conversation.held:
        (timer,) = [each for each in effects if isinstance(each, SetTimer)]
        talk.now = timer.at
        effects = talk.happen(TimerFired(timer.session, timer.name, timer.token))
        assert len(said(effects)) <= bounds.MESSAGES
        heard += said(effects)
    words = " ".join(str(each) for each in heard)
    for each in kept:
        assert (each.media if isinstance(each, DocumentOut | ImageOut) else each.body) in words


def test_an_approval_after_three_days_is_announced_by_a_template_and_the_tap_brings_words_and_paper():
    submit = {"id": "case", "submit": "application", "with": ["words"]}
    approve = {
        "id": "work",
        "approve": "case",
        "stages": [{"id": "only", "role": "clerk", "limit": "7 days", "may": ["approve"]}],
        "outcomes": {"approved": "next"},
    }
    issue = {"id": "paper", "issue": "sample", "with": ["words"], "approved_by": "work", "caption": {"en": "Here."}}  # fmt: skip
    talk = Talk(program_of(asks("words"), submit, approve, issue, notify="news"))
    talk.type("Ravi Kumar")
    talk.reply(talk.asked(OpenCase)[0].key, "opened", number="S-1", opened=PAID_ON)
    talk.now += timedelta(days=3)

    silent = said(talk.reply(talk.asked(AskOfficers)[0].key, "approved"))
    file = {"media": "m-1", "name": "paper.pdf", "mime": "application/pdf", "bytes": 1}
    issued = talk.reply(talk.asked(Issue)[0].key, "issued", number="S", id="S", url="-", file=file)
    (template,) = [*silent, *said(issued)]
    opened = said(talk.tap(template.tap))

    assert isinstance(template, TemplateOut)
    assert 1 <= len(opened) <= bounds.MESSAGES
    assert any(isinstance(each, DocumentOut) and each.media == "m-1" for each in opened)
    assert "Goodbye." in str(opened)
    assert not talk.conversation.held
