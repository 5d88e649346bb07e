"""One citizen's phone and all that was said on it, in memory; readers can wait for a change."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.sandbox.whatsapp.reading import Tree

By = Literal["citizen", "business"]

KEPT_ENTRIES = 1000
"""How many messages a phone remembers; twice as many are held before the older half goes."""

RANK = {"waiting": 0, "failed": 1, "sent": 1, "delivered": 2, "read": 3}


@dataclass(slots=True, eq=False)
class Entry:
    """One message on a phone.

    `n` counts from 1 within the phone; `version` grows with every change on the phone; `at` is the
    pretend moment in Unix seconds; `media` is `{id, mime, name, size}` for a message with a file.
    """

    n: int
    id: str
    by: By
    kind: str
    content: Tree
    at: float
    reply_to: str = ""
    status: str = "waiting"
    media: Tree | None = None
    error: Tree | None = None
    version: int = 0

    def plain(self) -> dict[str, object]:
        """Return the JSON form that the phone page and the control interface show."""
        return {
            "n": self.n,
            "version": self.version,
            "id": self.id,
            "by": self.by,
            "type": self.kind,
            "at": self.at,
            "status": self.status,
            "content": self.content,
            "media": self.media,
            "reply_to": self.reply_to,
            "error": self.error,
        }


@dataclass(slots=True, eq=False)
class Phone:
    """A pretend citizen's phone; `last_inbound` is the pretend moment the citizen last wrote.

    `shy` has a user name instead of a number towards businesses; `hides_number` is what holds now.
    """

    number: str
    name: str
    user_id: str
    nonce: str
    shy: bool = False
    hides_number: bool = False
    entries: list[Entry] = field(default_factory=list)
    dropped: int = 0
    version: int = 0
    last_inbound: float | None = None
    asked_at: float | None = None
    typing_until: float = 0.0
    contact: bytes = b""
    contact_short: bytes = b""
    _waiters: set[asyncio.Event] = field(default_factory=set)

    @property
    def last_n(self) -> int:
        """The number of the newest message, 0 on an empty phone."""
        return self.dropped + len(self.entries)

    def add(self, by: By, kind: str, content: Tree, at: float, reply_to: str = "") -> Entry:
        """Append a message, give it a platform id, wake whoever watches, and return it."""
        n = self.last_n + 1
        entry = Entry(n, message_id(self.nonce, self.number, n), by, kind, content, at, reply_to)
        if len(self.entries) >= 2 * KEPT_ENTRIES:
            del self.entries[:KEPT_ENTRIES]
            self.dropped += KEPT_ENTRIES
        self.entries.append(entry)
        self.changed(entry)
        return entry

    def find(self, n: int) -> Entry | None:
        """Return the message numbered `n`, if it is still remembered."""
        at = n - self.dropped - 1
        return self.entries[at] if 0 <= at < len(self.entries) else None

    def mark(self, entry: Entry, status: str) -> None:
        """Move a message's status forward; a late, weaker status changes nothing."""
        if RANK[status] > RANK[entry.status]:
            entry.status = status
            self.changed(entry)

    def mark_read_up_to(self, n: int) -> None:
        """Turn every message of the citizen up to `n` read, as one read receipt does."""
        for at in range(min(n - self.dropped, len(self.entries)) - 1, -1, -1):
            entry = self.entries[at]
            if entry.by == "citizen":
                if entry.status == "read":
                    return
                self.mark(entry, "read")

    def after(self, n: int) -> list[Entry]:
        """Return the messages numbered above `n`."""
        return self.entries[max(0, n - self.dropped) :]

    def changed_since(self, version: int) -> list[Entry]:
        """Return the messages that are new or changed since `version`."""
        return [entry for entry in self.entries if entry.version > version]

    def changed(self, entry: Entry | None = None) -> None:
        """Note a change and wake whoever watches this phone."""
        self.version += 1
        if entry is not None:
            entry.version = self.version
        if self._waiters:
            for waiter in self._waiters:
                waiter.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next change, or after so many seconds."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(seconds):
                await waiter.wait()
        except TimeoutError:
            pass
        finally:
            self._waiters.discard(waiter)

    def summary(self) -> dict[str, object]:
        """Return the JSON form shown in the list of phones."""
        last = self.entries[-1] if self.entries else None
        return {
            "number": self.number,
            "name": self.name,
            "user_id": self.user_id,
            "hides_number": self.hides_number,
            "last_n": self.last_n,
            "last_by": last.by if last else None,
            "last_at": last.at if last else None,
        }


def message_id(nonce: str, number: str, n: int) -> str:
    """Return a platform-like message id from which phone and number can be read back."""
    plain = f"{nonce}:{number}:{n}".encode()
    return "wamid." + base64.urlsafe_b64encode(plain).decode("ascii")


def place_of(wamid: str) -> tuple[str, str, int] | None:
    """Return nonce, phone number and message number behind an id of ours, else None."""
    if not wamid.startswith("wamid."):
        return None
    try:
        plain = base64.urlsafe_b64decode(wamid[6:]).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    found = _PLACE.fullmatch(plain)
    return (found[1], found[2], int(found[3])) if found else None


_PLACE = re.compile(r"([^:]+):([0-9]+):([0-9]+)")


def option_of(entry: Entry, option: str) -> Mapping[str, object] | None:
    """Return the button or row with this id, or else with this title: `{kind, id, title, description?}`."""
    options = options_of(entry)
    named = [found for found in options if found["id"] == option]
    return next(iter(named or [found for found in options if found["title"] == option]), None)


def options_of(entry: Entry) -> list[dict[str, object]]:
    """Return every button and row a citizen can tap in this message."""
    action = entry.content.get("action")
    if entry.kind == "template":
        shown = entry.content.get("shown")
        buttons = shown.get("buttons", []) if isinstance(shown, dict) else []
        return [
            {"kind": "button", "id": b["payload"], "title": b["text"]}
            for b in buttons
            if not b["url"]
        ]
    if entry.kind != "interactive" or not isinstance(action, dict):
        return []
    if entry.content.get("type") == "button":
        return [{"kind": "button_reply", **button["reply"]} for button in action["buttons"]]
    if entry.content.get("type") == "list":
        return [
            {"kind": "list_reply", **row} for part in action["sections"] for row in part["rows"]
        ]
    return []
