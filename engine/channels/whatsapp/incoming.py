"""Turns one message object of the platform into what the citizen did, or says why it is none of a conversation's business.

Shapes: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages (copy of 10 March 2026);
contact cards with an origin: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
(same copy).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import orjson

from engine.channels.whatsapp.reading import (
    Tree,
    as_phone,
    as_words,
    items,
    number,
    phone,
    tree,
    words,
)
from engine.domain.answers.aadhaar import mask_aadhaar
from engine.domain.message import (
    LOST_FILE,
    ContactIn,
    EditIn,
    FormIn,
    Incoming,
    LocationIn,
    MediaIn,
    OtherIn,
    TapIn,
    TextIn,
)

TEXT_LONGEST = 20_000
FIELDS_MOST = 60
FIELD_LONGEST = 1_000
_KIND = re.compile(r"[a-z_]{1,40}", re.ASCII)
_MEDIA_ID = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
"""It becomes part of an address we ask, so nothing else may stand in it."""
_SHA256_BYTES = 32
_MOBILE = re.compile(r"(\+91[ -]?[6-9][0-9]{4}[ -]?[0-9]{5}(?![0-9]))", re.ASCII)
_CARD_PHONE = re.compile(r"^TEL([^:\r\n]*):([^\r\n]*)", re.MULTILINE)
_CARD_ID = re.compile(r";waid=([0-9]{4,15})(?:;|$)", re.ASCII)


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
    reader = READERS.get(kind)
    found = reader(message, tree(message, kind)) if reader is not None else None
    return found or OtherIn(kind)


def masked(text: str) -> str:
    """Return a citizen's words with Aadhaar numbers masked.

    A mobile number written with +91 has twelve digits too, and one in ten of them passes for an Aadhaar number: it is left alone.
    """
    if "+91" not in text:
        return mask_aadhaar(text)
    pieces = _MOBILE.split(text)
    return "".join(
        piece if place % 2 else mask_aadhaar(piece) for place, piece in enumerate(pieces)
    )


def _text(_message: Tree, content: Tree) -> Incoming | None:
    body = masked(words(content, "body", TEXT_LONGEST))
    return TextIn(body) if body.strip() else None


def _interactive(_message: Tree, content: Tree) -> Incoming | None:
    kind = words(content, "type")
    if kind == "nfm_reply":
        return _form(tree(content, kind))
    if kind not in ("button_reply", "list_reply"):
        return None
    reply = tree(content, kind)
    tapped = words(reply, "id", 256)
    return TapIn(tapped, words(reply, "title", 256)) if tapped else None


def _form(reply: Tree) -> Incoming:
    """Return a form filled in. Its answers come as JSON inside a text, which may be missing or broken: then there are none."""
    written = reply.get("response_json")
    try:
        told = orjson.loads(written) if isinstance(written, str) else written
    except orjson.JSONDecodeError:
        told = None
    told = told if isinstance(told, dict) else {}
    answers = {**told, **tree(told, "values")}
    fields = {masked(as_words(name, 100)): _field(answers[name]) for name in answers}
    fields.pop("flow_token", None)
    kept = [(name, value) for name, value in fields.items() if value][:FIELDS_MOST]
    return FormIn(words(reply, "name", 60) or "flow", words(told, "flow_token"), dict(kept))


def _field(value: object) -> str:
    """Return one answer of a form as text; several choices with commas between them."""
    if isinstance(value, list):
        return ", ".join(filter(None, (as_words(each, 200) for each in value)))[:FIELD_LONGEST]
    if isinstance(value, bool | float):
        return str(value).lower()
    return masked(as_words(value, FIELD_LONGEST))


def _button(_message: Tree, content: Tree) -> Incoming | None:
    """Return a tap on a template's button."""
    title = words(content, "text", 256)
    tapped = words(content, "payload", 256) or title
    return TapIn(tapped, title) if tapped else None


def _media(message: Tree, content: Tree) -> Incoming:
    """Return a file, or that the platform itself has lost it: then it names an error, and perhaps no file."""
    media = words(content, "id", 140)
    if not _MEDIA_ID.fullmatch(media) or items(message, "errors"):
        return OtherIn(LOST_FILE)
    mime = words(content, "mime_type", 200).partition(";")[0].strip().lower()
    return MediaIn(
        media,
        mime,
        masked(words(content, "filename", 240)),
        0,
        masked(words(content, "caption", 1_024)),
        content.get("voice") is True or words(message, "type") == "voice",
        sha256_of(words(content, "sha256", 100)),
    )


def sha256_of(told: str) -> str:
    """Return a SHA-256 as 64 hex digits, or empty where none is told: webhooks write it in Base64, the Graph API in hex."""
    try:
        raw = (
            bytes.fromhex(told)
            if len(told) == 2 * _SHA256_BYTES
            else base64.b64decode(told, validate=True)
        )
    except (ValueError, binascii.Error):
        return ""
    return raw.hex() if len(raw) == _SHA256_BYTES else ""


def _location(_message: Tree, content: Tree) -> Incoming | None:
    latitude = number(content, "latitude", -90, 90)
    longitude = number(content, "longitude", -180, 180)
    if latitude is None or longitude is None:
        return None
    name = words(content, "name", 300) or words(content, "address", 300)
    return LocationIn(latitude, longitude, masked(name))


def _contacts(message: Tree, _content: Tree) -> Incoming | None:
    """Return the first card that names a phone number. `origin` tells a card sent on our request from any other."""
    for card in items(message, "contacts"):
        found = _card_phone(card)
        if found:
            asked = "contact_request" in (words(message, "origin"), words(card, "origin"))
            name = words(tree(card, "name"), "formatted_name", 200)
            return ContactIn(masked(name), found, asked)
    return None


def _card_phone(card: object) -> str:
    for entry in items(card, "phones"):
        found = phone(entry, "wa_id") or phone(entry, "phone")
        if found:
            return found
    told = _CARD_PHONE.search(words(card, "vcard", 20_000))
    if told is None:
        return ""
    known = _CARD_ID.search(told[1])
    return as_phone(known[1] if known is not None else told[2])


def _edit(_message: Tree, content: Tree) -> Incoming:
    return EditIn(words(content, "original_message_id"))


def _revoke(_message: Tree, content: Tree) -> Incoming:
    return EditIn(words(content, "original_message_id"), withdrawn=True)


def _unsupported(_message: Tree, content: Tree) -> Incoming | Ignored | None:
    """Return what the platform could not pass on: it names the kind since 2026."""
    kind = words(content, "type", 60)
    if kind in IGNORED:
        return Ignored(kind)
    if kind in ("edit", "revoke"):
        return EditIn("", withdrawn=kind == "revoke")
    return OtherIn(kind) if _KIND.fullmatch(kind) else None


READERS: Mapping[str, Callable[[Tree, Tree], Incoming | Ignored | None]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _button,
    **dict.fromkeys(("image", "document", "audio", "voice", "video", "sticker"), _media),
    "location": _location,
    "contacts": _contacts,
    "edit": _edit,
    "revoke": _revoke,
    "unsupported": _unsupported,
}

IGNORED = frozenset({"reaction", "request_welcome"})
"""A thumb under a message, a chat only opened: neither answers a question."""
