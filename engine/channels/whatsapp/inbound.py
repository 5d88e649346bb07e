"""Takes one webhook body apart: every message and every status, of every change, of every entry, becomes an arrival of its own.

A body may carry up to 1,000 updates for several numbers of ours. One that we cannot read never costs the others their place, and what
nobody understood is kept as `quarantine` for a person to look at. Shapes and promises:
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview (copy of 10 March 2026).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.channels.whatsapp.client import whole
from engine.channels.whatsapp.incoming import Ignored, read_message
from engine.channels.whatsapp.reading import (
    Tree,
    items,
    moment,
    parse,
    phone,
    tree,
    user_id,
    words,
)
from engine.runtime.codec import encode
from engine.runtime.ports import (
    Alias,
    Arrival,
    MessageBody,
    MovedBody,
    QuarantineBody,
    StatusBody,
)

STATUSES = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",
    "failed": "failed",
}
"""The platform's word to ours; a voice note that was played has been read."""
CHANGES = {
    "user_changed_number": "number",
    "customer_changed_number": "number",
    "user_changed_user_id": "user_id",
}
"""The platform's system news, old and new spelling, that move a person to another name."""
KEPT_BYTES = 64 * 1024
"""How much of something not understood is kept."""


@dataclass(frozen=True, slots=True)
class Body:
    """What one webhook body held. ignored: one reason for each update left alone on purpose."""

    arrivals: tuple[Arrival, ...]
    ignored: tuple[str, ...] = ()


Piece = Arrival | Ignored


def read(raw: bytes, received: datetime, ours: Collection[str] = ()) -> Body:
    """Return everything in a signed body; raises nothing.

    received: the moment it came, the latest time any of it can have; ours: ids of our numbers, empty for any.
    """
    try:
        root = parse(raw)
    except ValueError:
        return Body((_quarantine("not JSON", raw, received),))
    entries = items(root, "entry")
    if words(root, "object") not in ("", "whatsapp_business_account") or not entries:
        return Body((_quarantine("not about WhatsApp", raw, received),))
    pieces: list[Piece] = []
    for entry in entries:
        changes = items(entry, "changes")
        if not changes:
            pieces.append(_quarantine("entry without changes", entry, received))
        for change in changes:
            pieces.extend(_change(change, received, ours))
    return Body(
        tuple(piece for piece in pieces if not isinstance(piece, Ignored)),
        tuple(piece.reason for piece in pieces if isinstance(piece, Ignored)),
    )


def _change(change: Any, received: datetime, ours: Collection[str]) -> Iterator[Piece]:
    """Yield what one change holds. Fields other than `messages` are news about our account, for people to read."""
    value = tree(change, "value")
    field = words(change, "field", 60)
    if field not in ("", "messages"):
        yield _quarantine(f"news: {field}", change, received)
        return
    to = words(tree(value, "metadata"), "phone_number_id", 40)
    if ours and to and to not in ours:
        yield _quarantine("another number", change, received)
        return
    found = False
    for message in items(value, "messages"):
        found = True
        yield _message(message, value, to, received)
    for status in items(value, "statuses"):
        found = True
        yield _status(status, received)
    for error in items(value, "errors"):
        found = True
        yield _quarantine("account error", error, received)
    if not found:
        yield _quarantine("nothing in it", change, received)


def _message(message: Any, value: Tree, to: str, received: datetime) -> Piece:
    if not isinstance(message, dict):
        return _quarantine("message of no known shape", message, received)
    if words(message, "type") == "system":
        return _system(message, received)
    what = read_message(message)
    if isinstance(what, Ignored):
        return what
    aliases = _sender(message, value)
    if not aliases:
        return _quarantine("message without a sender", message, received)
    wamid = words(message, "id")
    at = moment(message, "timestamp", received)
    body = MessageBody(what, at, wamid, to)
    return Arrival("message", f"wa:{wamid or _fingerprint(message)}", aliases, encode(body), at)


def _sender(message: Tree, value: Tree) -> tuple[Alias, ...]:
    """Return what we know of the sender; either name may be missing, and a user id may stand where the phone number used to."""
    number = phone(message, "from")
    user = user_id(message, "from_user_id", "from")
    for contact in items(value, "contacts"):
        known_phone, known_user = phone(contact, "wa_id"), user_id(contact, "user_id", "wa_id")
        same = (number and number == known_phone) or (user and user == known_user)
        if same or (not number and not user and _alone(value)):
            number, user = number or known_phone, user or known_user
    return _aliases(number, user)


def _alone(value: Tree) -> bool:
    """Return whether one contact and one message stand side by side: then they belong together."""
    return len(items(value, "contacts")) == 1 and len(items(value, "messages")) == 1


def _aliases(number: str, user: str) -> tuple[Alias, ...]:
    found = (Alias("phone", number), Alias("user_id", user))
    return tuple(alias for alias in found if alias.value)


def _system(message: Tree, received: datetime) -> Piece:
    """Return the news that a citizen has another number or another user id. Other system news is for people to read."""
    news = tree(message, "system")
    kind = words(news, "type", 60)
    old = _aliases(phone(message, "from"), user_id(news, "previous_user_id"))
    new = _aliases(phone(news, "wa_id") or phone(news, "new_wa_id"), user_id(news, "user_id"))
    if kind not in CHANGES or not old or not new:
        return _quarantine(f"system news: {kind or 'none'}", message, received)
    at = moment(message, "timestamp", received)
    identity = words(message, "id") or _fingerprint(message)
    return Arrival("moved", f"wa:{identity}", old, encode(MovedBody(new, at, CHANGES[kind])), at)


def _status(status: Any, received: datetime) -> Piece:
    """Return how far a message of ours has come. `opaque` is the outbox id we sent with it; errors are kept as their code alone."""
    wamid, told = words(status, "id"), words(status, "status", 40)
    if not isinstance(status, dict) or not wamid:
        return _quarantine("status of no known shape", status, received)
    if words(status, "type") == "payment" or "payment" in status:
        return _quarantine("payment inside WhatsApp", status, received)
    if words(status, "recipient_type") == "group" or words(status, "group_id"):
        return Ignored("group")
    state = STATUSES.get(told)
    if state is None:
        return Ignored("status")
    errors = items(status, "errors")
    code = whole(errors[0].get("code")) if errors and isinstance(errors[0], dict) else None
    at = moment(status, "timestamp", received)
    opaque = words(status, "biz_opaque_callback_data")
    body = StatusBody(wamid, state, at, opaque, code)
    return Arrival("status", f"wa:{wamid}:{state}", (), encode(body), at)


def _quarantine(reason: str, what: Any, received: datetime) -> Arrival:
    """Return something not understood, kept for a person to look at; named by its content, so that a repetition is known."""
    raw = what if isinstance(what, bytes) else _bytes(what)
    name = f"wa:odd:{hashlib.sha256(raw).hexdigest()[:32]}"
    body = QuarantineBody(reason, raw[:KEPT_BYTES].decode("utf-8", "replace"))
    return Arrival("quarantine", name, (), encode(body), received)


def _fingerprint(message: Any) -> str:
    return hashlib.sha256(_bytes(message)).hexdigest()[:32]


def _bytes(value: Any) -> bytes:
    """Return the value as JSON in one spelling; what JSON cannot hold is spelled by Python."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, RecursionError):
        return repr(value).encode("utf-8", "replace")
