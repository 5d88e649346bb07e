"""Things a citizen can choose from: shown as buttons, a list or numbered pages, and recognised when tapped or typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.domain import limits
from engine.domain.answers.choice import match_choice
from engine.domain.answers.kind import Given
from engine.domain.comparing import fold
from engine.domain.message import Button, ButtonsOut, ListOut, Outgoing, Row, TextOut
from engine.interpreter.phrases import PHRASES, phrase

MORE = "*more"
_MORE_WORDS = frozenset(
    fold(word) for word in ("more", "next", *PHRASES["more"].values(), "మరిన్ని", "ఇంకా")
)
PAGE = limits.LIST_ROWS - 1
"""Rows of a page when one row is needed for "More"."""


class Offer(NamedTuple):
    """One thing to choose. value: what a tap brings back; also: other words that mean it."""

    value: str
    label: str
    note: str = ""
    also: tuple[str, ...] = ()


class Heard(NamedTuple):
    """What the citizen sent in answer: the value of a tap on one of our offers, or something typed or sent."""

    given: Given
    tapped: str = ""


def show(
    body: str, offers: Sequence[Offer], prefix: str, language: str, page: int = 0
) -> tuple[Outgoing, ...]:
    """Return the message (two where the words are long) that offers these within every limit of the platform.

    prefix: put before each value to make the button's id; page: which nine, where there are more than ten.
    """
    if (
        len(offers) <= limits.BUTTONS
        and len(body) <= limits.BUTTONS_BODY
        and all(map(fits_button, offers))
        and not _alike(offers)
    ):
        return (
            ButtonsOut(body, tuple(Button(prefix + offer.value, offer.label) for offer in offers)),
        )
    paged = len(offers) > limits.LIST_ROWS
    first = page * PAGE if paged else 0
    shown = offers[first : first + PAGE] if paged else offers
    numbered = any(
        len(offer.label) > limits.ROW_TITLE or len(offer.note) > limits.ROW_DESCRIPTION
        for offer in shown
    )
    if numbered:
        body += "\n\n" + "\n".join(
            _line(first + place, offer) for place, offer in enumerate(shown, 1)
        )
        rows = [
            Row(prefix + offer.value, str(first + place), _short(offer.label))
            for place, offer in enumerate(shown, 1)
        ]
    else:
        rows = [Row(prefix + offer.value, offer.label, offer.note) for offer in shown]
    if paged:
        rows.append(Row(prefix + MORE, phrase("more", language)))
    choose = phrase("choose", language)
    if len(body) <= limits.LIST_BODY:
        return (ListOut(body, choose, tuple(rows)),)
    return (TextOut(body), ListOut(choose, choose, tuple(rows)))


def fits_button(offer: Offer) -> bool:
    """Whether this can be a reply button, which has no room for a note."""
    return len(offer.label) <= limits.BUTTON_TITLE and not offer.note


def pages(offers: Sequence[Offer]) -> int:
    """Return how many pages these need."""
    return 1 if len(offers) <= limits.LIST_ROWS else -(-len(offers) // PAGE)


def pick(heard: Heard, offers: Sequence[Offer]) -> str | None:
    """Return the value of the offer meant, `more`, or None."""
    if heard.tapped:
        known = heard.tapped == MORE or any(offer.value == heard.tapped for offer in offers)
        return heard.tapped if known else None
    text = heard.given.text
    if not text:
        return None
    picked = match_choice(text, offers)
    if picked is None and len(offers) > limits.LIST_ROWS and fold(text) in _MORE_WORDS:
        return MORE
    return picked


def _short(label: str) -> str:
    """Return the beginning of a label; all of it stands in the body above."""
    longest = limits.ROW_DESCRIPTION
    return label if len(label) <= longest else label[: longest - 1].rstrip() + "…"


def _alike(offers: Sequence[Offer]) -> bool:
    """Tell whether two are called the same, which WhatsApp refuses of buttons and bears in a list."""
    return len({offer.label for offer in offers}) < len(offers)


def _line(number: int, offer: Offer) -> str:
    return f"{number}. {offer.label}" + (f" - {offer.note}" if offer.note else "")
