"""Photos and documents, sealed with the key of whom they belong to: a citizen's upload, a department's paper, a certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engine.runtime.keys import Keys, NoKey
from engine.runtime.ports import Reader, Write


@dataclass(frozen=True, slots=True)
class Blob:
    """A file as it lies in the store. owner: whose key seals it (`person/…` or `case/…`)."""

    media: str
    owner: str
    mime: str
    name: str
    content: bytes


def keep(blob: Blob, keys: Keys, store: Reader, now: datetime) -> Write:
    """Return the write that stores a file; the same handle again replaces it."""
    keys.load((blob.owner,), store)
    box = keys.make(blob.owner)
    name = box.seal(blob.name.encode(), f"blob/{blob.media}/name")
    body = box.seal(blob.content, f"blob/{blob.media}/body")
    made = int(now.timestamp() * 1000)
    return Write(
        "blobs.keep", (blob.media, blob.owner, blob.mime, len(blob.content), made, name, body)
    )


def find(media: str, keys: Keys, store: Reader) -> Blob | None:
    """Return a file, or None where there is none or its owner's key has been erased."""
    rows = store.rows("blobs.get", (media,))
    if not rows:
        return None
    owner, mime, _, name, body = rows[0]
    try:
        box = keys.find(owner, store)
    except NoKey:
        return None
    return Blob(
        media,
        owner,
        mime,
        box.open(name, f"blob/{media}/name").decode(),
        box.open(body, f"blob/{media}/body"),
    )
