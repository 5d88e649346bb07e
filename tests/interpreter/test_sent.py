"""What citizens send besides words: sounds, files, contact cards, forms, edits; and what happens when a file is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from engine.domain.event import FileLost, MessageArrived
from engine.domain.message import (
    LOST_FILE,
    ContactIn,
    EditIn,
    FormIn,
    Incoming,
    MediaIn,
    OtherIn,
    TextIn,
    TextOut,
)
from engine.interpreter.dialogue import sessions_needed
from engine.interpreter.phrases import PHRASES
from engine.language.program import Program
from tests.interpreter.test_edges import Talk, asks, program_of

VOICE = MediaIn("v1", "audio/ogg", "", 0, voice=True)
SONG = MediaIn("v2", "audio/mpeg", "", 0)
PHOTO = MediaIn("p1", "image/jpeg", "card.jpg", 0)
OTHER_PHOTO = MediaIn("p2", "image/jpeg", "slip.jpg", 0)
STICKER = MediaIn("s1", "image/webp", "", 0)
CARD = ContactIn("Sample", "919000000003")
ADDRESS = FormIn("address_message", "", {"house_number": "1-2", "city": "Vijayawada"})
FLOW = FormIn("flow", "s1.4", {"income": "85000"})

QUESTIONS = {
    "text": asks("it"),
    "phone": asks("it", "phone"),
    "number": asks("it", "number(0..100000)"),
    "photo": asks("it", "photo"),
    "voice": asks("it", "voice"),
}


def send(talk: Talk, message: Incoming) -> str:
    """Send it and return what is said in answer."""
    effects = talk.happen(MessageArrived(message))
    return "\n".join(
        str(getattr(effect.message, "body", "")) for effect in effects if hasattr(effect, "message")
    )


def says(words: str, phrase: str) -> bool:
    return PHRASES[phrase]["en"] in words


def talk_at(kind: str) -> Talk:
    return Talk(program_of(QUESTIONS[kind], asks("last")))


@pytest.mark.parametrize(
    ("kind", "message", "phrase"),
    [
        ("text", VOICE, "cannot_listen"),
        ("text", SONG, "cannot_listen"),
        ("number", VOICE, "cannot_listen"),
        ("photo", VOICE, "cannot_listen"),
        ("text", PHOTO, "unusable"),
        ("text", STICKER, "unusable"),
        ("number", OtherIn(LOST_FILE), "file_lost"),
        ("photo", OtherIn(LOST_FILE), "file_lost"),
    ],
)
def test_it_says_kindly_what_it_cannot_take_and_counts_no_try(kind, message, phrase):
    talk = talk_at(kind)
    for _ in range(9):
        assert says(send(talk, message), phrase)
    assert (talk.case.at, talk.case.state, talk.case.tries) == ("it", "asking", 0)


@pytest.mark.parametrize(
    ("kind", "message", "answer"),
    [
        ("phone", CARD, "+919000000003"),
        ("text", ADDRESS, "1-2, Vijayawada"),
        ("photo", PHOTO, {"media": "p1", "mime": "image/jpeg", "name": "card.jpg", "bytes": 0}),
    ],
)
def test_it_takes_more_than_words(kind, message, answer):
    talk = talk_at(kind)
    send(talk, message)
    assert talk.case.at == "last"
    assert talk.case.answers["it"] == answer


def test_it_keeps_a_voice_note_where_one_is_asked_for():
    talk = talk_at("voice")
    send(talk, VOICE)
    assert talk.case.at == "last"
    assert talk.case.answers["it"]["media"] == "v1"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("number", CARD),
        ("text", CARD),
        ("number", ADDRESS),
        ("text", FLOW),
        ("text", OtherIn("order")),
        ("photo", STICKER),
        ("voice", PHOTO),
    ],
)
def test_it_takes_nothing_for_an_answer_that_is_none(kind, message):
    talk = talk_at(kind)
    assert send(talk, message)
    assert talk.case.at == "it"
    assert "it" not in talk.case.answers


@pytest.mark.parametrize("message", [EditIn("wamid.1"), EditIn("wamid.1", withdrawn=True)])
def test_it_changes_nothing_when_an_old_message_is_edited(message):
    talk = talk_at("text")
    talk.type("first answer")
    before, heard = dict(talk.case.answers), talk.conversation.heard
    assert not talk.happen(MessageArrived(message))
    assert (talk.case.answers, talk.case.at, talk.conversation.heard) == (before, "last", heard)


def test_it_listens_to_nothing_at_the_menu_either():
    talk = talk_at("text")
    talk.type("stop")
    assert says(send(talk, VOICE), "cannot_listen")


# -- a file that is lost ----------------------------------------------------------------------------------------------


def papers() -> Program:
    documents = {"card": {"en": "Ration card"}, "slip": {"en": "Salary slip"}}
    collect = {"id": "papers", "collect": "documents", "title": {"en": "Papers"}}
    return program_of(collect, asks("last"), documents=documents)


def lose(talk: Talk, media: str, **more: Any) -> str:
    effects = talk.happen(FileLost(media, **more))
    return "\n".join(effect.message.body for effect in effects if hasattr(effect, "message"))


@pytest.mark.parametrize(("refused", "phrase"), [(False, "file_lost"), (True, "file_refused")])
def test_it_asks_again_for_a_file_that_is_lost(refused, phrase):
    talk = talk_at("photo")
    send(talk, PHOTO)
    assert talk.case.at == "last"
    said = lose(talk, "p1", refused=refused)
    assert says(said, phrase)
    assert "it?" in said
    assert talk.case.at == "it"
    send(talk, OTHER_PHOTO)
    assert talk.case.at == "last"
    assert talk.case.answers["it"]["media"] == "p2"


def test_it_asks_again_for_the_one_paper_that_is_lost():
    talk = Talk(papers())
    send(talk, PHOTO)
    said = lose(talk, "p1")
    assert says(said, "file_lost")
    assert "Ration card" in said
    send(talk, PHOTO)
    send(talk, OTHER_PHOTO)
    assert talk.case.at == "last"


def test_it_keeps_the_papers_that_are_not_lost():
    talk = Talk(papers())
    send(talk, PHOTO)
    lose(talk, "unknown")
    send(talk, OTHER_PHOTO)
    assert talk.case.at == "last"
    said = lose(talk, "p2")
    assert "Salary slip" in said
    send(talk, PHOTO)
    assert talk.case.at == "last"


def visitors(count: str) -> Talk:
    """Return somebody who lists visitors: as many as an answer says (2), or until the list is complete (`1..3`)."""
    each = [asks("name"), asks("photo", "photo"), asks("age", "number(0..110)")]
    line = {"line": {"en": "{{ name }}"}}
    listing = {"id": "visitors", "repeat": {"en": "Visitors"}, "count": count, **line}
    talk = Talk(
        program_of(asks("persons", "number(1..3)"), {**listing, "each": each}, asks("last"))
    )
    send(talk, TextIn("2"))
    return talk


RAVI, SITA = (TextIn("Ravi"), PHOTO, TextIn("40")), (TextIn("Sita"), OTHER_PHOTO, TextIn("12"))


def test_it_asks_again_only_for_the_file_of_one_record():
    talk = visitors("persons")
    for sent in (*RAVI, TextIn("Sita")):
        send(talk, sent)
    said = lose(talk, "p1")
    assert says(said, "file_lost")
    assert "photo?" in said
    assert "photo?" in send(talk, TextIn("back"))
    assert "photo?" in send(talk, OTHER_PHOTO)
    for sent in (PHOTO, TextIn("12")):
        send(talk, sent)
    assert talk.case.at == "last"
    given = [(each["name"], each["photo"]["media"]) for each in talk.case.answers["visitors"]]
    assert given == [("Ravi", "p2"), ("Sita", "p1")]


@pytest.mark.parametrize(
    ("count", "sent"), [("persons", [*RAVI, *SITA]), ("1..3", [*RAVI, TextIn("done")])]
)
def test_it_comes_back_to_a_list_that_was_complete_for_one_file_only(count, sent):
    talk = visitors(count)
    for each in sent:
        send(talk, each)
    assert talk.case.at == "last"
    assert "photo?" in lose(talk, "p1")
    assert "last?" in send(talk, OTHER_PHOTO)
    assert talk.case.answers["visitors"][0]["photo"]["media"] == "p2"
    assert talk.case.answers["visitors"][0]["age"] == 40


def test_it_shows_the_list_again_after_a_file_of_it_was_sent_anew():
    talk = visitors("1..3")
    for sent in RAVI:
        send(talk, sent)
    lose(talk, "p1")
    assert "1. Ravi" in send(talk, OTHER_PHOTO)
    send(talk, TextIn("done"))
    assert talk.case.at == "last"


def test_it_asks_for_a_lost_file_on_the_way_back_while_an_earlier_answer_is_changed():
    review = {"id": "review", "confirm": {"en": "Right?"}, "shows": ["name", "it"]}
    name = asks("name", title={"en": "Name"})
    talk = Talk(program_of(name, {**QUESTIONS["photo"], "title": {"en": "It"}}, review))
    for sent in (TextIn("Ravi"), PHOTO, TextIn("change"), TextIn("1")):
        send(talk, sent)
    assert talk.case.at == "name"
    assert "name?" in lose(talk, "p1")
    assert "it?" in send(talk, TextIn("Sita"))
    assert "Sita" in send(talk, OTHER_PHOTO)
    assert talk.case.at == "review"


def test_it_says_nothing_of_a_file_no_case_counts_on():
    talk = talk_at("photo")
    assert not talk.happen(FileLost("unknown"))
    assert talk.case.at == "it"


def test_it_promises_no_second_chance_where_there_is_none():
    submit = {"id": "application", "submit": "application", "with": ["it"]}
    decide = {
        "id": "decision",
        "approve": "application",
        "stages": [{"id": "only", "role": "clerk", "limit": "7 days", "may": ["close"]}],
        "reasons": {"close": "lists.reasons"},
        "outcomes": {"closed": "done"},
    }
    talk = Talk(program_of(QUESTIONS["photo"], submit, decide))
    send(talk, PHOTO)
    key = f"{talk.case.id}/{talk.case.seq}"
    talk.reply(key, "opened", number="S-1", opened="2026-01-05T04:30:00Z")
    assert talk.case.state == "parked"
    assert talk.case.id in sessions_needed(talk.conversation, FileLost("p1"))
    assert says(lose(talk, "p1"), "file_lost_late")
    assert talk.case.state == "parked"


def test_it_lets_a_finished_case_rest():
    talk = talk_at("photo")
    send(talk, PHOTO)
    talk.type("the end")
    assert talk.case.state == "ended"
    assert not any(isinstance(effect, TextOut) for effect in talk.happen(FileLost("p1")))
