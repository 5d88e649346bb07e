"""The webhook bodies: each update is encoded once, and several are joined into one body."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from engine.sandbox.whatsapp.config import EmulatorConfig
from engine.sandbox.whatsapp.conversation import Entry, Phone
from engine.sandbox.whatsapp.media import Media
from engine.sandbox.whatsapp.reading import Tree


@dataclass(frozen=True, slots=True)
class Update:
    """One message or status on its way to the business, already encoded; `contact` may be empty."""

    phone: Phone
    entry: Entry
    is_status: bool
    contact: bytes
    item: bytes


class Envelope:
    """Joins encoded updates into the body of one POST."""

    def __init__(self, config: EmulatorConfig) -> None:
        metadata = {
            "display_phone_number": config.display_phone_number,
            "phone_number_id": config.phone_number_id,
        }
        account = orjson.dumps(config.business_account_id)
        self._head = (
            b'{"object":"whatsapp_business_account","entry":[{"id":' + account + b',"changes":['
        )
        self._change = (
            b'{"field":"messages","value":{"messaging_product":"whatsapp","metadata":'
            + orjson.dumps(metadata)
        )

    def join(self, updates: Sequence[Update]) -> bytes:
        """Return one body: a change with all messages, then a change with all statuses."""
        messages = [update for update in updates if not update.is_status]
        statuses = [update for update in updates if update.is_status]
        changes = [
            self._one(name, items)
            for name, items in ((b"messages", messages), (b"statuses", statuses))
            if items
        ]
        return self._head + b",".join(changes) + b"]}]}"

    def _one(self, name: bytes, updates: Sequence[Update]) -> bytes:
        contacts = dict.fromkeys(update.contact for update in updates if update.contact)
        people = b',"contacts":[' + b",".join(contacts) + b"]" if contacts else b""
        items = b",".join([update.item for update in updates])
        return self._change + people + b',"' + name + b'":[' + items + b"]}}"


def message_update(phone: Phone, entry: Entry, fields: Tree) -> Update:
    """Return the update with what a citizen sent; `fields` hold its type and content."""
    item: dict[str, object] = {
        "from_user_id": phone.user_id,
        "id": entry.id,
        "timestamp": str(int(entry.at)),
        **fields,
    }
    if not phone.hides_number:
        item = {"from": phone.number, **item}
    return Update(phone, entry, False, phone.contact, orjson.dumps(item))


def status_update(
    phone: Phone, entry: Entry, status: str, at: float, opaque: str, category: str
) -> Update:
    """Return the update that says how far a message of the business has come."""
    item: dict[str, object] = {
        "id": entry.id,
        "status": status,
        "timestamp": str(int(at)),
        "recipient_user_id": phone.user_id,
    }
    if not phone.hides_number:
        item["recipient_id"] = phone.number
    if opaque:
        item["biz_opaque_callback_data"] = opaque
    if status == "failed":
        item["errors"] = [entry.error]
        return Update(phone, entry, True, b"", orjson.dumps(item))
    if status != "read":
        item["pricing"] = PRICING.get(category, PRICING["service"])
    return Update(phone, entry, True, phone.contact_short, orjson.dumps(item))


PRICING = {
    category: {
        "billable": True,
        "pricing_model": "PMP",
        "type": "regular",
        "category": category,
    }
    for category in ("service", "utility", "marketing", "authentication")
}
"""What statuses say of the price; replies are billed like utility templates since 1 October 2026."""


def media_fields(media: Media, base_url: str, until: float) -> dict[str, object]:
    """Return the file part of an inbound message."""
    return {
        "id": media.id,
        "mime_type": media.mime,
        "sha256": base64.b64encode(media.sha256).decode("ascii"),
        "url": attachment_url(base_url, media.id, until),
    }


def attachment_url(base_url: str, media_id: str, until: float) -> str:
    """Return the short-lived address a file is fetched from, with the bearer token."""
    return f"{base_url}/attachments/{media_id}?expires={int(until)}"
