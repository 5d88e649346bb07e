"""The platform's store of photos and files: what it takes, how large, and for how long.

Limits: https://developers.facebook.com/documentation/business-messaging/whatsapp/media
(December 2025): an uploaded file lives 30 days, one that a citizen sent 7 days, its address
5 minutes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.sandbox.whatsapp.refusals import Refused

MEGABYTE = 1_000_000
DAY = 86_400.0
UPLOADED_DAYS = 30.0
RECEIVED_DAYS = 7.0
ADDRESS_SECONDS = 300.0
MEMORY_MOST = 512 * MEGABYTE

_OFFICE = "application/vnd.openxmlformats-officedocument."

DOCUMENT_TYPES = frozenset(
    {
        "text/plain",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        _OFFICE + "wordprocessingml.document",
        _OFFICE + "spreadsheetml.sheet",
        _OFFICE + "presentationml.presentation",
    }
)
TYPES: Mapping[str, frozenset[str]] = {
    "image": frozenset({"image/jpeg", "image/png"}),
    "audio": frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
    "video": frozenset({"video/mp4", "video/3gpp"}),
    "sticker": frozenset({"image/webp"}),
    "document": DOCUMENT_TYPES,
}
BYTES_MOST: Mapping[str, int] = {
    "image": 5 * MEGABYTE,
    "audio": 16 * MEGABYTE,
    "video": 16 * MEGABYTE,
    "sticker": 500_000,
    "document": 100 * MEGABYTE,
}
OPENINGS: Mapping[str, bytes] = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG",
    "application/pdf": b"%PDF",
    "audio/ogg": b"OggS",
}


@dataclass(frozen=True, slots=True)
class Media:
    """A stored file; `until` is the pretend moment after which it is gone."""

    id: str
    mime: str
    name: str
    content: bytes
    sha256: bytes
    until: float

    def plain(self) -> dict[str, object]:
        """Return the short JSON form that travels with a message."""
        return {"id": self.id, "mime": self.mime, "name": self.name, "size": len(self.content)}


def kind_of(mime: str) -> str:
    """Return the message kind a file of this type travels as; `document` for anything unknown."""
    return next((kind for kind, types in TYPES.items() if mime in types), "document")


def check_file(mime: str, content: bytes) -> None:
    """Refuse a file the platform would not take."""
    if not any(mime in types for types in TYPES.values()):
        raise Refused(100, f"files of type {mime} are not accepted")
    most = BYTES_MOST[kind_of(mime)]
    if len(content) > most:
        raise Refused(131053, f"the file has {len(content)} bytes, at most {most} are allowed")
    if not content.startswith(OPENINGS.get(mime, b"")):
        raise Refused(131053, f"the content does not look like {mime}")


class MediaStore:
    """Files by id, in memory; the oldest go first when the memory is full."""

    def __init__(self, first_id: int) -> None:
        self._files: dict[str, Media] = {}
        self._next = first_id
        self._held = 0

    def add(self, mime: str, name: str, content: bytes, until: float) -> Media:
        """Store a file and return it with its new id."""
        self._next += 1
        digest = hashlib.sha256(content).digest()
        media = Media(str(self._next), mime, name, content, digest, until)
        self._files[media.id] = media
        self._held += len(content)
        while self._held > MEMORY_MOST and len(self._files) > 1:
            self.remove(next(iter(self._files)))
        return media

    def get(self, media_id: str, now: float) -> Media | None:
        """Return the file, or None when it is unknown or its days are over."""
        media = self._files.get(media_id)
        return media if media is not None and media.until > now else None

    def remove(self, media_id: str) -> bool:
        """Forget a file and say whether it was there."""
        media = self._files.pop(media_id, None)
        if media is not None:
            self._held -= len(media.content)
        return media is not None
