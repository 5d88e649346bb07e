"""Gives the platform a file once and remembers its name there for as long as it is kept: thirty days.

https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media (copy of 10 March 2026).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from engine.channels.whatsapp.client import Accepted, Trouble
from engine.channels.whatsapp.lines import Line
from engine.domain import limits
from engine.domain.message import DocumentOut, ImageOut
from engine.runtime.blobs import Blob
from engine.runtime.doors import Clock
from engine.runtime.ports import Reader, Write
from engine.runtime.times import to_ms

KEPT = 5_000
LIVES_MS = (limits.UPLOADED_MEDIA_DAYS - 1) * 24 * 3600 * 1000
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

OpenFile = Callable[[str], Blob | None]
"""The stored file of this handle, or None where there is none (any more)."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The file lies at the platform. id: its name there; writes: what to keep of that; fresh: it was uploaded just now."""

    id: str
    writes: tuple[Write, ...] = ()
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Unfit:
    """The file cannot be sent, however often we try."""

    why: str


class Uploads:
    """Files of ours at the platform, by our handle and our number."""

    def __init__(self, open_file: OpenFile, store: Reader, clock: Clock) -> None:
        self._open_file = open_file
        self._store = store
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[str, int]] = OrderedDict()

    async def id_of(
        self, line: Line, message: DocumentOut | ImageOut
    ) -> Uploaded | Unfit | Trouble:
        """Return the platform's name of a message's file, uploading the file where it has none."""
        place, now = (message.media, line.name), to_ms(self._clock.now())
        known = self._known.get(place) or self._read(place, now)
        if known is not None and now < known[1]:
            return Uploaded(known[0])
        blob = self._open_file(message.media)
        unfit = _unfit(message, blob)
        if blob is None or unfit:
            return Unfit(unfit)
        name = message.name if isinstance(message, DocumentOut) else "picture"
        answer = await line.client.upload(blob.content, message.mime, name)
        if not isinstance(answer, Accepted):
            return answer
        self._remember(place, answer.id, now + LIVES_MS)
        kept = Write("uploads.keep", (*place, answer.id, now + LIVES_MS))
        return Uploaded(answer.id, (Write("uploads.expunge", (now,)), kept), fresh=True)

    def forget(self, line: Line, media: str) -> Write:
        """Return the write that forgets a file the platform no longer has."""
        self._known.pop((media, line.name), None)
        return Write("uploads.drop", (media, line.name))

    def _read(self, place: tuple[str, str], now: int) -> tuple[str, int] | None:
        rows = self._store.rows("uploads.find", (*place, now))
        if not rows:
            return None
        found, until = rows[0]
        self._remember(place, found, until)
        return found, until

    def _remember(self, place: tuple[str, str], found: str, until: int) -> None:
        self._known[place] = (found, until)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


def _unfit(message: DocumentOut | ImageOut, blob: Blob | None) -> str:
    """Return why a file cannot be sent, or an empty text."""
    if blob is None:
        return "the file is not in our store"
    picture = isinstance(message, ImageOut)
    most = limits.IMAGE_BYTES if picture else limits.DOCUMENT_BYTES
    if message.mime not in (limits.IMAGE_TYPES if picture else DOCUMENT_TYPES):
        return f"a file of type {message.mime} cannot be sent as a {'picture' if picture else 'document'}"
    if not 0 < len(blob.content) <= most:
        return f"the file has {len(blob.content)} bytes, the platform takes {most}"
    return ""
