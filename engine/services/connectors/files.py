"""The documents in a department's reply: only kinds a citizen's phone can open, each put away under a handle of our own. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.services.connectors.reply import Answer, File, Unfit

BEGINNINGS: Mapping[str, bytes] = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}
"""How a file of each kind begins. Nothing else is handed on to a citizen."""

HANDLE_LETTERS = 32
LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class PutAway:
    """A file under its handle."""

    media: str
    name: str
    mime: str
    content: bytes


def check_files(answer: Answer) -> None:
    """Refuse files that are not what they say. Raises Unfit."""
    for place, file in _files(answer.gives, ""):
        beginning = BEGINNINGS.get(file.mime)
        if beginning is None or not file.content.startswith(beginning):
            message = f'"{place}" is not a PDF, a JPEG or a PNG'
            raise Unfit(message)


def has_files(answer: Answer) -> bool:
    """Tell whether there is a document in the reply."""
    return next(_files(answer.gives, ""), None) is not None


def put_away(gives: Mapping[str, Any], key: str) -> tuple[dict[str, Any], tuple[PutAway, ...]]:
    """Return the values with stored documents in the place of files, and the files. The same key gives the same handles."""
    files = {place: _named(place, file, key) for place, file in _files(gives, "")}
    stored = {name: _stored(value, name, files) for name, value in gives.items()}
    return stored, tuple(files.values())


def _named(place: str, file: File, key: str) -> PutAway:
    handle = hashlib.sha256(f"{key}\0{place}".encode()).hexdigest()[:HANDLE_LETTERS]
    name = _UNSAFE.sub("_", file.name).strip("._")[-LONGEST_NAME:]
    return PutAway(handle, name or "document", file.mime, file.content)


def _files(value: Any, place: str) -> Iterator[tuple[str, File]]:
    if isinstance(value, File):
        yield place, value
        return
    parts = (
        enumerate(value)
        if isinstance(value, list)
        else value.items()
        if isinstance(value, Mapping)
        else ()
    )
    for name, part in parts:
        yield from _files(part, f"{place}.{name}" if place else str(name))


def _stored(value: Any, place: str, files: Mapping[str, PutAway]) -> Any:
    match value:
        case File():
            kept = files[place]
            return {
                "media": kept.media,
                "mime": kept.mime,
                "name": kept.name,
                "bytes": len(kept.content),
            }
        case list():
            return [_stored(part, f"{place}.{name}", files) for name, part in enumerate(value)]
        case dict():
            return {name: _stored(part, f"{place}.{name}", files) for name, part in value.items()}
        case _:
            return value
