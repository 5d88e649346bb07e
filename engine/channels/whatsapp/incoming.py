"""Turns one message object of the platform into what the citizen did, or says why it is none of a conversation's business.

Shapes: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages (copy of 10 March 2026).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.channels.whatsapp.reading import Tree, number, tree, words
from engine.domain.answers.aadhaar import mask_aadhaar
from engine.domain.message import Incoming, LocationIn, MediaIn, OtherIn, TapIn, TextIn

TEXT_LONGEST = 20_000
_KIND = re.compile(r"[a-z_]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message understood and left alone on purpose. reason: one word for the counters."""

    reason: str


def read_message(message: Tree) -> Incoming | Ignored:
    """Return what the citizen did. A kind we do not know, or one without its content, is `OtherIn`."""
    if words(message, "group_id"):
        return Ignored("group")
    kind = words(message, "type", 60)
    if not _KIND.fullmatch(kind):
        kind = "unknown"
    if kind in IGNORED:
        return Ignored(kind)
    if kind == "unsupported":
        return _unsupported(tree(message, "unsupported"))
    reader = READERS.get(kind)
    found = reader(tree(message, kind)) if reader is not None else None
    return found or OtherIn(OTHER.get(kind, kind))


def _text(content: Tree) -> Incoming | None:
    body = mask_aadhaar(words(content, "body", TEXT_LONGEST))
    return TextIn(body) if body.strip() else None


def _interactive(content: Tree) -> Incoming | None:
    kind = words(content, "type")
    if kind not in ("button_reply", "list_reply"):
        return OtherIn("form") if kind == "nfm_reply" else None
    reply = tree(content, kind)
    tapped = words(reply, "id", 256)
    return TapIn(tapped, words(reply, "title", 256)) if tapped else None


def _button(content: Tree) -> Incoming | None:
    """Return a tap on a template's button."""
    title = words(content, "text", 256)
    tapped = words(content, "payload", 256) or title
    return TapIn(tapped, title) if tapped else None


def _media(content: Tree) -> Incoming | None:
    media = words(content, "id", 128)
    if not media:
        return OtherIn("lost_file")
    mime = words(content, "mime_type", 200).partition(";")[0].strip().lower()
    caption = mask_aadhaar(words(content, "caption", 1_024))
    return MediaIn(media, mime, words(content, "filename", 240), 0, caption)


def _location(content: Tree) -> Incoming | None:
    latitude = number(content, "latitude", -90, 90)
    longitude = number(content, "longitude", -180, 180)
    if latitude is None or longitude is None:
        return None
    name = words(content, "name", 300) or words(content, "address", 300)
    return LocationIn(latitude, longitude, name)


def _audio(content: Tree) -> Incoming:
    return OtherIn("voice" if content.get("voice") is True else "audio")


def _unsupported(content: Tree) -> Incoming | Ignored:
    """Return what the platform could not pass on: it names the kind since 2026."""
    kind = words(content, "type", 60)
    if kind in IGNORED:
        return Ignored(kind)
    return OtherIn(kind if _KIND.fullmatch(kind) else "unsupported")


READERS: Mapping[str, Callable[[Tree], Incoming | None]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    "image": _media,
    "document": _media,
    "location": _location,
    "audio": _audio,
}

OTHER: Mapping[str, str] = {"contacts": "contact"}
"""Where our word differs from the platform's."""

IGNORED = frozenset({"reaction", "edit", "revoke", "request_welcome"})
"""A thumb under a message, a later correction or withdrawal, a chat only opened: none of them answers a question."""
