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
from itertools import chain, islice
from typing import Any

import orjson

from engine.channels.whatsapp.client import whole
from engine.channels.whatsapp.incoming import Ignored, read_message
from engine.channels.whatsapp.reading import (
    Tree,
    as_words,
    items,
    moment,
    parse,
    tree,
    words,
)
from engine.channels.whatsapp.senders import Senders, before_and_after
from engine.domain.answers.aadhaar import mask_aadhaar
from engine.domain.message import ContactIn
from engine.runtime.codec import encode
from engine.runtime.ports import (
    Arrival,
    MessageBody,
    MovedBody,
    PaymentBody,
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
LISTS = ("messages", "statuses", "errors")
SETTING = ("messaging_product", "metadata", "contacts")
"""What a change about messages consists of; anything beside these is kept for a person to look at."""
UPDATES_MOST = 20_000
"""The platform sends 1,000 at most, and no more than this many would fit."""
KEPT_BYTES = 64 * 1024
"""How much of something not understood is kept."""


@dataclass(frozen=True, slots=True)
class Body:
    """What one webhook body held, each thing once. ignored: one reason for each update left alone on purpose."""

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
    pieces = list(islice(_entries(entries, received, ours), UPDATES_MOST))
    if len(pieces) == UPDATES_MOST:
        pieces.append(
            _quarantine(f"{UPDATES_MOST} updates or more, the rest unread", raw, received)
        )
    arrivals: dict[str, Arrival] = {}
    for piece in pieces:
        if not isinstance(piece, Ignored):
            arrivals.setdefault(piece.dedupe, piece)
    ignored = tuple(piece.reason for piece in pieces if isinstance(piece, Ignored))
    return Body(tuple(arrivals.values()), ignored)


def _entries(entries: list[Any], received: datetime, ours: Collection[str]) -> Iterator[Piece]:
    for entry in entries:
        changes = items(entry, "changes")
        if not changes:
            yield _quarantine("entry without changes", entry, received)
        for change in changes:
            yield from _change(change, received, ours)


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
    senders, found = Senders(value), False
    for piece in chain(
        (_message(each, senders, to, received) for each in items(value, "messages")),
        (_status(each, received) for each in items(value, "statuses")),
        (_quarantine("account error", each, received) for each in items(value, "errors")),
    ):
        found = True
        yield piece
    rest = {name: each for name, each in value.items() if each and not _is_read(name, each)}
    if rest:
        reason = as_words("beside it: " + ", ".join(sorted(rest)), 200)
        yield _quarantine(reason, rest, received)
    elif not found:
        yield _quarantine("nothing in it", change, received)


def _is_read(name: str, value: Any) -> bool:
    """Whether this part of a change is understood; a list that is none is not."""
    return name in SETTING or (name in LISTS and isinstance(value, list))


def _message(message: Any, senders: Senders, to: str, received: datetime) -> Piece:
    if not isinstance(message, dict):
        return _quarantine("message of no known shape", message, received)
    if words(message, "type") == "system":
        return _system(message, received)
    what = read_message(message)
    if isinstance(what, Ignored):
        return what
    told = what.phone if isinstance(what, ContactIn) and what.own else ""
    aliases = senders.of(message, told).aliases
    if not aliases:
        return _quarantine("message without a sender", message, received)
    wamid = words(message, "id")
    at = moment(message, "timestamp", received)
    body = MessageBody(what, at, wamid, to)
    return Arrival("message", f"wa:{wamid or _fingerprint(message)}", aliases, encode(body), at)


def _system(message: Tree, received: datetime) -> Piece:
    """Return the news that a citizen has another number or another user id. Other system news is for people to read."""
    news = tree(message, "system")
    kind = words(news, "type", 60)
    old, new = before_and_after(message, news)
    if kind not in CHANGES or not old.aliases or not new.aliases:
        return _quarantine(f"system news: {kind or 'none'}", message, received)
    at = moment(message, "timestamp", received)
    identity = words(message, "id") or _fingerprint(message)
    body = MovedBody(new.aliases, at, CHANGES[kind])
    return Arrival("moved", f"wa:{identity}", old.aliases, encode(body), at)


def _status(status: Any, received: datetime) -> Piece:
    """Return how far a message of ours has come. `opaque` is the outbox id we sent with it; errors are kept as their code alone."""
    wamid, told = words(status, "id"), words(status, "status", 40)
    if not isinstance(status, dict) or not wamid:
        return _quarantine("status of no known shape", status, received)
    if words(status, "type") == "payment" or "payment" in status:
        return _payment(status, received)
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


def _payment(status: Tree, received: datetime) -> Piece:
    """Return a payment made inside WhatsApp as a reason to look the order up, never as proof that money came.

    The same status comes for every change of the transaction:
    https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg (copy of 10 March 2026).
    """
    payment = tree(status, "payment")
    reference, transaction = words(payment, "reference_id", 64), tree(payment, "transaction")
    if not reference:
        return _quarantine("payment without a reference", status, received)
    told = (
        words(transaction, "id", 100),
        words(status, "status", 40),
        words(transaction, "status", 40),
    )
    name = "payment:whatsapp:" + _fingerprint([reference, *told])
    report = orjson.dumps(
        {"reference": reference, "transaction": told[0], "state": told[2] or told[1]}
    )
    at = moment(status, "timestamp", received)
    return Arrival("payment", name, (), encode(PaymentBody("whatsapp", report.decode())), at)


def _quarantine(reason: str, what: Any, received: datetime) -> Arrival:
    """Return something not understood, kept for a person to look at; named by its content, so that a repetition is known."""
    raw = what if isinstance(what, bytes) else _bytes(what)
    name = f"wa:odd:{hashlib.sha256(raw).hexdigest()[:32]}"
    told = mask_aadhaar(raw[:KEPT_BYTES].decode("utf-8", "replace"))
    body = QuarantineBody(mask_aadhaar(reason), told)
    return Arrival("quarantine", name, (), encode(body), received)


def _fingerprint(message: Any) -> str:
    return hashlib.sha256(_bytes(message)).hexdigest()[:32]


def _bytes(value: Any) -> bytes:
    """Return the value as JSON in one spelling; what JSON cannot hold is spelled by Python."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (orjson.JSONEncodeError, RecursionError):
        return repr(value).encode("utf-8", "replace")
