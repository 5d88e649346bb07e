"""A certificate that somebody sends to know whether it is genuine: what is looked at, and how the answer is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeGuard

from engine.domain.calendar import format_moment
from engine.domain.effect import Verify
from engine.domain.event import Event, Replied
from engine.domain.message import LOST_FILE, Incoming, MediaIn, OtherIn, TextIn
from engine.interpreter import commands, held, menu, reception
from engine.interpreter.directory import find
from engine.interpreter.phrases import PHRASES, phrase
from engine.interpreter.run import GAP
from engine.interpreter.trace import TraceRecord
from engine.interpreter.visit import Visit

AN_HOUR = 30
"""Certificates verified for one person within an hour."""
HOUR = timedelta(hours=1)
KINDS = ("image/jpeg", "image/jpg", "image/png", "application/pdf", "application/x-pdf")
_MARK = "/verify"
"""Ends the keys of these effects, which belong to no case."""
_CODE = re.compile(r"https?://\S+/c/[0-9a-z-]{10,40}\S*", re.IGNORECASE | re.ASCII)
"""Something like the text of a certificate's code, of ours or of one that only looks like it."""
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def is_answer(event: Event) -> TypeGuard[Replied]:
    """Whether this is what a Verify was answered."""
    return isinstance(event, Replied) and event.key.endswith(_MARK)


def begin(visit: Visit, message: Incoming) -> bool:
    """Have a file or the text of a code looked at; return whether the message was meant so.

    Somebody who was asked for a certificate hears what to send where it was something else; other messages are for the menu.
    """
    asked = menu.where(visit.conversation).kind == menu.VERIFY
    media = message.media if isinstance(message, MediaIn) and _is_paper(message) else ""
    text = _code_in(message, asked)
    if media or text:
        _look(visit, media, text)
        return True
    if not asked or (isinstance(message, TextIn) and _is_for_menu(visit, message.text)):
        return False
    visit.say(_what_to_send(message))
    return True


def _is_paper(message: MediaIn) -> bool:
    """Whether this file can be read; one whose kind nobody tells may be, if it has such a name."""
    mime = message.mime.partition(";")[0].strip().lower()
    untold = mime in ("", "application/octet-stream")
    return mime in KINDS or (untold and message.name.lower().endswith((".pdf", ".jpg", ".png")))


def _code_in(message: Incoming, asked: bool) -> str:
    if not isinstance(message, TextIn):
        return ""
    found = (_ADDRESS if asked else _CODE).search(message.text)
    return found[0] if found else ""


def _is_for_menu(visit: Visit, text: str) -> bool:
    known = commands.named(text) or menu.numbered(visit.conversation, text)
    return bool(known) or commands.is_thanks(text) or bool(find(visit.directory, text))


def _what_to_send(message: Incoming) -> str:
    match message:
        case TextIn():
            return "verify_send"
        case OtherIn(kind) if kind == LOST_FILE:
            return "file_lost"
        case _:
            return "verify_not_this"


def _look(visit: Visit, media: str, text: str) -> None:
    """Ask the verifier, as often as one person may."""
    conversation = visit.conversation
    since = format_moment(visit.now - HOUR)
    lately = [moment for moment in conversation.checked if moment > since]
    if len(lately) >= AN_HOUR:
        _say(visit, PHRASES["verify_too_often"])
        return
    conversation.checked = [*lately, format_moment(visit.now)]
    visit.effects.append(Verify(visit.new_id + _MARK, media, text))


def tell(visit: Visit, reply: Replied) -> None:
    """Say what came of looking at it, while WhatsApp still takes an answer."""
    conversation = visit.conversation
    if not held.is_open(conversation.heard, visit.now):
        visit.trace.append(TraceRecord("", "", "the answer came too late to be said"))
        return
    reason = str(reply.gives.get("reason", ""))
    conversation.unseen = conversation.unseen + 1 if reason == "no_code" else 0
    if reply.outcome != "verified":
        why = f"verify_{reply.gives.get('why', '')}"
        _say(visit, PHRASES[why if why in PHRASES else "trouble"])
    elif conversation.unseen > 1:
        _say_unseen(visit, PHRASES["verify_no_code_again"])
    elif conversation.unseen:
        _say_unseen(visit, reply.gives["said"])
    else:
        _say(visit, reply.gives["said"])


def _say_unseen(visit: Visit, words: Mapping[str, str]) -> None:
    """Say that no code was seen; whoever did not ask for this, and may have meant something else, gets the menu with it."""
    conversation = visit.conversation
    asked = menu.where(conversation).kind == menu.VERIFY
    if asked or conversation.foreground or not conversation.language:
        _say(visit, words)
        return
    conversation.place = "menu"
    reception.offer(visit, GAP.join((_in(words, visit.language), phrase("menu", visit.language))))


def _say(visit: Visit, words: Mapping[str, str]) -> None:
    """Say it in the person's language; in all of them to somebody who has chosen none yet."""
    known = visit.conversation.language
    spoken = (known,) if known else visit.directory.languages
    visit.tell(GAP.join(_in(words, language) for language in spoken))


def _in(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words["en"]
