"""What a business may send: every message is measured against the platform's published limits.

Limits: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages
(pages of December 2025 to March 2026). Lengths are in characters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.sandbox.whatsapp.interactive import check_interactive
from engine.sandbox.whatsapp.reading import Tree, as_number, as_text, as_tree, optional_text
from engine.sandbox.whatsapp.refusals import Refused

TEXT_LONGEST = 4096
CAPTION_LONGEST = 1024
FILENAME_LONGEST = 240
OPAQUE_LONGEST = 512

MEDIA_KINDS = frozenset({"image", "document", "audio", "video", "sticker"})
UNPLAYED = frozenset({"contacts", "order", "product"})
"""Kinds the platform knows and this pretend phone cannot show."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message within the limits; either `to` (digits) or `user_id` is filled."""

    to: str
    user_id: str
    wanted: str
    kind: str
    content: Tree
    reply_to: str
    opaque: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The business has read a message, and perhaps is typing."""

    message_id: str
    typing: bool


def check_request(body: object) -> Outgoing | Receipt:
    """Return what the business asks for; raise `Refused` with the platform's code otherwise."""
    if not isinstance(body, dict):
        raise Refused(100, "the body has to be a JSON object")
    if body.get("messaging_product") != "whatsapp":
        raise Refused(100, "messaging_product is required and has to be whatsapp")
    if "status" in body:
        return _receipt(body)
    to, user_id, wanted = _recipient(body)
    kind = body.get("type", "text")
    check = CHECKS.get(kind) if isinstance(kind, str) else None
    if check is None:
        if kind in UNPLAYED:
            raise Refused(131051, f"messages of type {kind} are not shown by this emulator")
        raise Refused(100, f"type has to be one of {', '.join(sorted(CHECKS))}")
    content = as_tree(body.get(kind), kind)
    check(content)
    context = body.get("context")
    reply_to = ""
    if context is not None:
        reply_to = as_text(as_tree(context, "context").get("message_id"), "context.message_id", 512)
    opaque = optional_text(body, "biz_opaque_callback_data", "message", OPAQUE_LONGEST)
    return Outgoing(to, user_id, wanted, kind, content, reply_to, opaque)


def digits_of(number: str) -> str:
    """Return the digits of a phone number written in any usual way, or an empty text."""
    bare = number.translate(_PUNCTUATION)
    return bare if bare.isascii() and bare.isdigit() and 5 <= len(bare) <= 15 else ""


_PUNCTUATION = str.maketrans("", "", "+ -()")


def _recipient(body: Tree) -> tuple[str, str, str]:
    """Return digits, business-scoped id and the words used; `to` wins over `recipient`."""
    if body.get("recipient_type", "individual") != "individual":
        raise Refused(131009, "recipient_type has to be individual")
    to, user_id = body.get("to"), body.get("recipient")
    if to:
        digits = digits_of(to) if isinstance(to, str) else ""
        if not digits:
            raise Refused(131009, "to has to be a phone number with its country code")
        return digits, "", str(to)
    if user_id:
        return "", as_text(user_id, "recipient", 140), str(user_id)
    raise Refused(100, "to is required")


def _receipt(body: Tree) -> Receipt:
    if body["status"] != "read":
        raise Refused(100, "status has to be read")
    typing = body.get("typing_indicator")
    if typing is not None and as_tree(typing, "typing_indicator").get("type") != "text":
        raise Refused(131009, "typing_indicator.type has to be text")
    return Receipt(as_text(body.get("message_id"), "message_id", 512), typing is not None)


def _text(content: Tree) -> None:
    as_text(content.get("body"), "text.body", TEXT_LONGEST, code=100)
    if not isinstance(content.get("preview_url", False), bool):
        raise Refused(131009, "text.preview_url has to be true or false")


def _media(kind: str, *, caption: bool, filename: bool = False) -> Callable[[Tree], None]:
    def check(content: Tree) -> None:
        check_media_object(content, kind)
        if caption:
            optional_text(content, "caption", kind, CAPTION_LONGEST)
        elif "caption" in content:
            raise Refused(131009, f"{kind} takes no caption")
        if filename:
            optional_text(content, "filename", kind, FILENAME_LONGEST)

    return check


def check_media_object(content: Tree, path: str) -> None:
    """Refuse unless exactly one of `id` and `link` names the file."""
    media, link = content.get("id"), content.get("link")
    if media is None and link is None:
        raise Refused(131008, f"{path} needs an id or a link")
    if media is not None and link is not None:
        raise Refused(131009, f"{path} takes an id or a link, not both")
    if media is not None:
        as_text(media, f"{path}.id", 64)
    elif not as_text(link, f"{path}.link", 2048).startswith(("http://", "https://")):
        raise Refused(131009, f"{path}.link has to start with http:// or https://")


def _location(content: Tree) -> None:
    as_number(content.get("latitude"), "location.latitude", -90, 90)
    as_number(content.get("longitude"), "location.longitude", -180, 180)
    optional_text(content, "name", "location", 1000)
    optional_text(content, "address", "location", 1000)


def _reaction(content: Tree) -> None:
    as_text(content.get("message_id"), "reaction.message_id", 512)
    if not isinstance(content.get("emoji"), str):
        raise Refused(131008, "reaction.emoji is missing")


def _template(content: Tree) -> None:
    as_text(content.get("name"), "template.name", 512)
    language = as_tree(content.get("language"), "template.language")
    as_text(language.get("code"), "template.language.code", 20)


def _interactive(content: Tree) -> None:
    check_interactive(content, check_media_object)


CHECKS: Mapping[str, Callable[[Tree], None]] = {
    "text": _text,
    "interactive": _interactive,
    "image": _media("image", caption=True),
    "document": _media("document", caption=True, filename=True),
    "audio": _media("audio", caption=False),
    "video": _media("video", caption=True),
    "sticker": _media("sticker", caption=False),
    "location": _location,
    "reaction": _reaction,
    "template": _template,
}
