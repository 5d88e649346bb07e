"""Turns what we want to say into the platform's JSON, and never into anything the platform would refuse.

`POST /<phone number id>/messages`, https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
(copy of 10 March 2026). The catalogue's checks and the renderer keep texts short; a limit that is broken here is our bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.domain import limits
from engine.domain.message import (
    ButtonsOut,
    DocumentOut,
    ImageOut,
    LinkOut,
    ListOut,
    LocationRequestOut,
    Outgoing,
    TemplateOut,
    TextOut,
)

Json = dict[str, Any]
URL = 2_000
FILE_NAME = 240
OPENING = ("http://", "https://")


class LimitError(ValueError):
    """A message of ours is longer or larger than the platform takes: our bug, found before it is sent."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message goes to. phone: digits with the country code, no plus; user_id: business-scoped. One may be empty.

    The platform prefers the phone number where both are given, and only takes one of them safely since a number may be hidden.
    """

    phone: str = ""
    user_id: str = ""

    def address(self) -> Json:
        """Return the fields that name this person. The plus keeps the platform from adding our own country's code."""
        if self.phone:
            return {"to": f"+{self.phone}"}
        if self.user_id:
            return {"recipient": self.user_id}
        raise LimitError("a message needs a phone number or a business-scoped user id")


def request(message: Outgoing, to: Recipient, opaque: str = "", media: str = "") -> Json:
    """Return the body of the request.

    opaque: our outbox id, which comes back in every status of this message; media: the platform's id of the uploaded file, for
    pictures and documents. Raises LimitError.
    """
    kind, content = _content(message, media)
    body = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to.address(),
        "type": kind,
        kind: content,
    }
    if opaque:
        body["biz_opaque_callback_data"] = _fit(opaque, limits.CALLBACK_DATA, "callback data")
    return body


def read_mark(message_id: str, typing: bool) -> Json:
    """Return the request that marks a message (and all before it) as read, and shows that we are writing."""
    mark: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
    if typing:
        mark["typing_indicator"] = {"type": "text"}
    return mark


def _content(message: Outgoing, media: str) -> tuple[str, Json]:
    match message:
        case TextOut():
            body = _fit(message.body, limits.TEXT_BODY, "text")
            return "text", {"body": body, "preview_url": False}
        case DocumentOut():
            return "document", _document(message, media)
        case ImageOut():
            return "image", _image(message, media)
        case TemplateOut():
            return "template", _template(message)
        case ButtonsOut() | ListOut() | LinkOut() | LocationRequestOut():
            return "interactive", _interactive(message)


def _interactive(message: ButtonsOut | ListOut | LinkOut | LocationRequestOut) -> Json:
    match message:
        case ButtonsOut():
            return _framed("button", message.body, limits.BUTTONS_BODY, _buttons(message))
        case ListOut():
            return _framed("list", message.body, limits.LIST_BODY, _list(message))
        case LinkOut():
            return _framed("cta_url", message.body, limits.LINK_BODY, _link(message))
        case LocationRequestOut():
            action = {"name": "send_location"}
            longest = limits.LOCATION_REQUEST_BODY
            return _framed("location_request_message", message.body, longest, action)


def _framed(kind: str, body: str, longest: int, action: Json) -> Json:
    return {"type": kind, "body": {"text": _fit(body, longest, "body")}, "action": action}


def _buttons(message: ButtonsOut) -> Json:
    buttons = message.buttons
    _count(len(buttons), limits.BUTTONS, "buttons")
    _unique((button.id for button in buttons), "button id")
    _unique((button.title for button in buttons), "button title")
    return {
        "buttons": [
            {
                "type": "reply",
                "reply": {
                    "id": _id(button.id, limits.BUTTON_ID),
                    "title": _fit(button.title, limits.BUTTON_TITLE, "button title"),
                },
            }
            for button in buttons
        ]
    }


def _list(message: ListOut) -> Json:
    _count(len(message.rows), limits.LIST_ROWS, "rows")
    _unique((row.id for row in message.rows), "row id")
    rows: list[Json] = []
    for row in message.rows:
        item = {
            "id": _id(row.id, limits.ROW_ID),
            "title": _fit(row.title, limits.ROW_TITLE, "row title"),
        }
        if row.note:
            item["description"] = _fit(row.note, limits.ROW_DESCRIPTION, "row note")
        rows.append(item)
    opener = _fit(message.opener, limits.LIST_BUTTON, "list button")
    return {"button": opener, "sections": [{"rows": rows}]}


def _link(message: LinkOut) -> Json:
    url = _fit(message.url, URL, "link")
    if not url.startswith(OPENING):
        raise LimitError(f"a link starts with https://, this one is {url[:40]!r}")
    label = _fit(message.label, limits.LINK_LABEL, "link label")
    return {"name": "cta_url", "parameters": {"display_text": label, "url": url}}


def _document(message: DocumentOut, media: str) -> Json:
    content: Json = {"id": _id(media, 64), "filename": _fit(message.name, FILE_NAME, "file name")}
    return _captioned(content, message.caption)


def _image(message: ImageOut, media: str) -> Json:
    if message.mime not in limits.IMAGE_TYPES:
        raise LimitError(f"a picture of type {message.mime} cannot be sent")
    return _captioned({"id": _id(media, 64)}, message.caption)


def _captioned(content: Json, caption: str) -> Json:
    if caption:
        content["caption"] = _fit(caption, limits.CAPTION, "caption")
    return content


def _template(message: TemplateOut) -> Json:
    components: list[Json] = []
    if message.parameters:
        told = [{"type": "text", "text": _parameter(words)} for words in message.parameters]
        components.append({"type": "body", "parameters": told})
    if message.tap:
        payload = {"type": "payload", "payload": _id(message.tap, limits.BUTTON_ID)}
        components.append(
            {"type": "button", "sub_type": "quick_reply", "index": "0", "parameters": [payload]}
        )
    content: Json = {
        "name": _fit(message.name, limits.TEMPLATE_NAME, "template name"),
        "language": {"code": _fit(message.language, 20, "template language")},
    }
    if components:
        content["components"] = components
    return content


def _parameter(words: str) -> str:
    """Return one line: the platform refuses new lines, tabs and runs of spaces in a template's parameter (code 132018)."""
    return _fit(" ".join(words.split()), limits.TEMPLATE_BODY, "template parameter")


def _fit(words: str, longest: int, what: str) -> str:
    if not words.strip():
        raise LimitError(f"the {what} is empty")
    if len(words) > longest:
        raise LimitError(f"the {what} has {len(words)} characters, the platform takes {longest}")
    return words


def _id(value: str, longest: int) -> str:
    if value != value.strip():
        raise LimitError(f"the id {value!r} begins or ends with a space")
    return _fit(value, longest, "id")


def _count(number: int, most: int, what: str) -> None:
    if not 1 <= number <= most:
        raise LimitError(f"a message has 1 to {most} {what}, this one {number}")


def _unique(values: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise LimitError(f"the {what} {value!r} stands twice in one message")
        seen.add(value)
