"""What the checks of a catalogue let pass is never refused by the renderer, and what they find would have been."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.channels.whatsapp.outbound import LimitError, Recipient, request
from engine.domain import limits
from engine.domain.message import (
    DocumentOut,
    LinkOut,
    ListOut,
    LocationRequestOut,
    Outgoing,
    TextOut,
)
from engine.domain.money import MOST, format_money
from engine.interpreter import bounds
from engine.interpreter.offers import Offer, show
from engine.interpreter.phrases import PHRASES, phrase
from engine.language.checks import fit, lengths, turns

CITIZEN = Recipient(phone="919999999999")
LANGUAGES = sorted({language for words in PHRASES.values() for language in words})


def written_out(question: int, label: int, note: int) -> int:
    """Return what a question with a page of rows may have, as the check counts it."""
    noted = note + fit.NOTE if note else 0
    return question + 2 + limits.LIST_ROWS * (fit.LINE + label + noted)


def send(question: int, label: int, note: int, rows: int, page: int = 0) -> None:
    """Render a question with rows as long as these; raises LimitError where the platform would refuse it."""
    offers = [Offer(str(place), f"{place:x>{label}}", "n" * note) for place in range(rows)]
    for message in show("q" * question, offers, "case.1.", "te", page):
        request(message, CITIZEN, media="media")


@given(
    question=st.integers(1, limits.TEXT_BODY),
    label=st.integers(4, 400),
    note=st.integers(0, limits.ROW_DESCRIPTION),
    rows=st.integers(1, 400),
    page=st.integers(0, 40),
)
@example(question=1_024, label=299, note=0, rows=10, page=0)
@example(question=4_096, label=24, note=72, rows=10, page=0)
def test_a_question_that_passes_the_check_is_taken(
    question: int, label: int, note: int, rows: int, page: int
) -> None:
    fits = label <= limits.ROW_TITLE or written_out(question, label, note) <= limits.TEXT_BODY
    if fits and (rows <= limits.LIST_ROWS or page * 9 < rows):
        send(question, label, note, rows, page)


@pytest.mark.parametrize("count", [2, 3, 5, 12])
def test_offers_called_alike_are_a_list(count: int) -> None:
    offers = [Offer(str(place), "పత్రం మళ్లీ పంపండి") for place in range(count)]
    shown = show("?", offers, "case.1.", "te")

    for message in shown:
        request(message, CITIZEN, media="media")
    assert isinstance(shown[-1], ListOut)


def test_a_question_that_does_not_pass_can_be_refused() -> None:
    assert written_out(1_024, 303, 0) > limits.TEXT_BODY

    with pytest.raises(LimitError):
        send(1_024, 304, 0, 10)


@pytest.mark.parametrize(
    ("message", "room"),
    [
        (TextOut, limits.TEXT_BODY),
        (LocationRequestOut, limits.LOCATION_REQUEST_BODY),
        (lambda words: LinkOut(words, "Pay", "https://pay.example/1"), limits.LINK_BODY),
        (lambda words: DocumentOut("m", "a.pdf", "application/pdf", words), limits.CAPTION),
    ],
)
def test_a_text_is_taken_up_to_its_room_and_not_beyond(message, room: int) -> None:
    def sent(words: str) -> Outgoing:
        made: Outgoing = message(words)
        request(made, CITIZEN, media="media")
        return made

    sent("క" * room)  # counted in characters, as the checks do
    with pytest.raises(LimitError):
        sent("x" * (room + 1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_words_take_no_more_than_the_checks_leave_for_them(language: str) -> None:
    longest = format_money(MOST)
    within = max(
        (phrase(f"within_{unit}", language, count="1440") for unit in ("minutes", "hours", "days")),
        key=len,
    )
    pay = phrase("pay_body", language, title="", amount=longest, within=within)
    review = phrase("review", language) + "\n\n"
    records = phrase("list_so_far", language, title="", lines="")
    on_the_way = ("paid", "given_again", "asked_again", "reason", "late_money", "bring", "reminder")

    assert len(pay) <= lengths.PAY_WORDS
    assert max(len(review), len(records)) <= fit.OWN_WORDS
    for key in on_the_way:
        assert len(phrase(key, language, amount=longest)) <= turns.OWN_WORDS


ROOMS = {
    limits.LIST_BUTTON: ("choose",),
    limits.LINK_LABEL: ("pay_button",),
    limits.BUTTON_TITLE: (
        *("skip", "yes", "no", "correct", "wrong", "open", "continue_case", "send_again"),
        *("add_another", "remove_last", "list_complete"),
    ),
    limits.ROW_TITLE: ("more", "by_event", "by_department", "my_applications", "language_row"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("room", "keys"), ROOMS.items())
def test_our_own_labels_fit(room: int, keys: tuple[str, ...], language: str) -> None:
    for key in keys:
        assert len(phrase(key, language)) <= room, key


def test_a_turn_has_as_many_messages_as_the_interpreter_keeps_to() -> None:
    assert turns.MESSAGES == bounds.MESSAGES
