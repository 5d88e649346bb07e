"""How the platform writes what citizens say and how far messages have come: webhook bodies, made quickly."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson

ACCOUNT = "200000000000001"
NUMBER = "100000000000001"
SHOWN_NUMBER = "919000000000"
_METADATA = b'{"display_phone_number":"%s","phone_number_id":"%s"}' % (
    SHOWN_NUMBER.encode(),
    NUMBER.encode(),
)


class Update(NamedTuple):
    """One message or status, encoded. writer: who wrote the message; empty for a status."""

    item: bytes
    writer: str


def user_id(number: str) -> str:
    """Return the other name the platform has for a person."""
    return f"IN.{int(number) * 7919:017d}"


def message(number: str, serial: int, say: str) -> Update:
    """Return what a citizen writes; words like `m.svc:…` are a tap on a menu. serial: how many this citizen has written."""
    content: dict[str, object] = {"type": "text", "text": {"body": say}}
    if say.startswith("m.svc:"):
        content = {
            "type": "interactive",
            "interactive": {
                "type": "list_reply",
                "list_reply": {"id": say, "title": "Income enquiry"},
            },
        }
    written = {
        "from": number, "from_user_id": user_id(number), "id": f"wamid.{number}.{serial}",
        "timestamp": str(int(time.time())), **content,
    }  # fmt: skip
    return Update(orjson.dumps(written), number)


def status(wamid: str, number: str, opaque: str, word: str) -> Update:
    """Return how far a message of ours has come."""
    told = {
        "id": wamid, "status": word, "timestamp": str(int(time.time())), "recipient_id": number,
        "recipient_user_id": user_id(number), "biz_opaque_callback_data": opaque,
        "pricing": {"billable": False, "pricing_model": "PMP", "type": "free_customer_service", "category": "service"},
    }  # fmt: skip
    return Update(orjson.dumps(told), "")


def body(updates: Sequence[Update]) -> bytes:
    """Return one webhook body."""
    return (
        b'{"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[' % ACCOUNT.encode()
        + b",".join(_changes(updates))
        + b"]}]}"
    )


def _changes(updates: Sequence[Update]) -> Iterator[bytes]:
    messages = [update.item for update in updates if update.writer]
    statuses = [update.item for update in updates if not update.writer]
    for name, items in ((b"messages", messages), (b"statuses", statuses)):
        if items:
            yield b'{"field":"messages","value":{"messaging_product":"whatsapp","metadata":%s,"%s":[%s]}}' % (
                _METADATA, name, b",".join(items),
            )  # fmt: skip


def accepted(wamid: str, number: str) -> bytes:
    """Return the platform's answer to a message of ours."""
    contact = {"input": number, "wa_id": number, "user_id": user_id(number)}
    return orjson.dumps(
        {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid}]}
    )


def words(told: Mapping[str, Mapping[str, Mapping[str, str] | str]]) -> str:
    """Return what a citizen reads of a message of ours."""
    if told["type"] == "text":
        return str(told["text"]["body"])
    if told["type"] == "document":
        return str(told["document"]["caption"])
    text = told["interactive"]["body"]
    return text["text"] if isinstance(text, Mapping) else ""
