"""Messages that must wait until the citizen writes again, since WhatsApp lets us speak freely only for 24 hours."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from engine.domain import message
from engine.domain.calendar import parse_moment
from engine.domain.limits import TEXT_BODY
from engine.domain.message import Button, Outgoing, Row, TextOut

WINDOW = timedelta(hours=24)
"""The customer service window. Source: Meta's WhatsApp Business Platform documentation, in the copies named in engine/domain/limits.py."""

MOST = 10
"""Messages kept for one person; later ones replace the oldest, since the newest says how things are. Files are given up last."""

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        message.TextOut, message.ButtonsOut, message.ListOut, message.LinkOut, message.DocumentOut, message.ImageOut,
        message.LocationRequestOut,
    )
}  # fmt: skip

_FILES = (message.DocumentOut.__name__, message.ImageOut.__name__)


def is_open(heard: str, now: datetime) -> bool:
    """Whether we may still write freely to somebody last heard at this moment (stored form; empty: never)."""
    return bool(heard) and now - parse_moment(heard) < WINDOW


def newest(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return as many as are kept, in order: a certificate is said once, words can be asked for again."""
    kept = list(kept)
    while len(kept) > MOST:
        words = (each for each in kept if each["is"] not in _FILES)
        kept.remove(next(words, kept[0]))
    return kept


def together(kept: list[dict[str, Any]]) -> list[Outgoing]:
    """Return these messages in order, plain texts that follow one another as one."""
    said: list[Outgoing] = []
    for each in map(from_json, kept):
        before = said[-1] if said else None
        if isinstance(before, TextOut) and isinstance(each, TextOut):
            words = f"{before.body}\n\n{each.body}"
            if len(words) <= TEXT_BODY:
                said[-1] = TextOut(words)
                continue
        said.append(each)
    return said


def to_json(outgoing: Outgoing) -> dict[str, Any]:
    """Return a message in plain JSON."""
    return {"is": type(outgoing).__name__, **dataclasses.asdict(outgoing)}


def from_json(stored: dict[str, Any]) -> Outgoing:
    """Return the message whose JSON this is."""
    values = {name: value for name, value in stored.items() if name != "is"}
    if "buttons" in values:
        values["buttons"] = tuple(Button(**button) for button in values["buttons"])
    if "rows" in values:
        values["rows"] = tuple(Row(**row) for row in values["rows"])
    made: Outgoing = _KINDS[stored["is"]](**values)
    return made
