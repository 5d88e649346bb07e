"""At most two messages a turn: each one is paid for, and WhatsApp takes only one every six seconds to the same person in the long run."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

from engine.domain import limits
from engine.domain.calendar import format_moment
from engine.domain.effect import Send, SetTimer
from engine.domain.message import (
    ButtonsOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    LocationRequestOut,
    Outgoing,
    TextOut,
)
from engine.interpreter import held
from engine.interpreter.run import GAP
from engine.interpreter.unasked import MORNING
from engine.interpreter.visit import Visit

MESSAGES = 2
SOON = timedelta(seconds=10)
"""How long what does not fit into this turn waits for one of its own."""


def keep(visit: Visit) -> None:
    """Put together what this turn says until it is two messages; what is still too much follows in a turn of its own."""
    said = [effect.message for effect in visit.effects if isinstance(effect, Send)]
    if len(said) <= MESSAGES:
        return
    now, later = _split(_folded(said))
    others = [effect for effect in visit.effects if not isinstance(effect, Send)]
    visit.effects = [*map(Send, now), *others]
    if not later:
        return
    conversation = visit.conversation
    conversation.held = held.newest([*map(held.to_json, later), *conversation.held])
    if conversation.cases:
        soon = visit.now + SOON
        conversation.morning = format_moment(soon)
        visit.effects.append(SetTimer(conversation.cases[0]["id"], MORNING, soon, 0))


def _folded(said: list[Outgoing]) -> list[Outgoing]:
    """Return these messages, words that stand before another message as its beginning where that has room."""
    folded: list[Outgoing] = []
    for each in said:
        before = folded[-1] if folded else None
        joined = _joined(before.body, each) if isinstance(before, TextOut) else None
        if joined is None:
            folded.append(each)
        else:
            folded[-1] = joined
    return folded


def _joined(words: str, message: Outgoing) -> Outgoing | None:
    """Return the message with these words at its head, or None where it has no room for them."""
    match message:
        case TextOut(body):
            longest = limits.TEXT_BODY
        case ButtonsOut(body) | ListOut(body) | LinkOut(body) | LocationRequestOut(body):
            longest = limits.BUTTONS_BODY
        case DocumentOut(caption=body) | ImageOut(caption=body):
            longest = limits.CAPTION
        case _:
            return None
    together = GAP.join(filter(None, (words, body)))
    if len(together) > longest:
        return None
    if isinstance(message, DocumentOut | ImageOut):
        return dataclasses.replace(message, caption=together)
    return dataclasses.replace(message, body=together)


def _split(said: list[Outgoing]) -> tuple[list[Outgoing], list[Outgoing]]:
    """Return what is said now and what later. The last one is the question that stands: it is always said."""
    if len(said) <= MESSAGES:
        return said, []
    return [*said[: MESSAGES - 1], said[-1]], said[MESSAGES - 1 : -1]
