"""What photos and files have in common: their kinds, their sizes and the form they are kept in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from engine.domain.answers.kind import Stored
from engine.domain.digits import clean
from engine.domain.limits import MEGABYTE
from engine.domain.message import MediaIn
from engine.domain.rendering import LONGEST_FILE_NAME

MIME_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
}
"""The files an office can open, by the word between the brackets."""

USUAL_BYTES = 5 * MEGABYTE

_SIZE = re.compile(r"([0-9]{1,3}) ?(KB|MB)", re.IGNORECASE)
_ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-pdf": "application/pdf",
}
_UNTOLD = ("", "application/octet-stream")


@lru_cache(maxsize=256)
def file_limits(options: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Return the words for the kinds of file allowed and the most bytes, from `pdf|jpeg|png, 5 MB`.

    Without kinds, PDF and photos; without a size, 5 MB. Raises ValueError for any other word.
    """
    kinds: list[str] = []
    most = USUAL_BYTES
    for word in (part.strip() for option in options for part in option.split("|")):
        size = _SIZE.fullmatch(word)
        if size is not None:
            most = int(size[1]) * (MEGABYTE if size[2].upper() == "MB" else MEGABYTE // 1024)
        elif word.lower() in MIME_TYPES:
            kinds.append(word.lower())
        else:
            raise ValueError(word)
    return tuple(kinds) or ("pdf", "jpeg", "png"), most


def mime_of(media: MediaIn) -> str:
    """Return the file's type; where the sender did not tell it, what the name's ending says."""
    mime = media.mime.partition(";")[0].strip().lower()
    if mime in _UNTOLD:
        return MIME_TYPES.get(media.name.rpartition(".")[2].lower(), mime)
    return _ALIASES.get(mime, mime)


def stored_media(media: MediaIn, mime: str) -> Stored:
    """Return the form a document is kept in; a long name keeps its beginning and its ending."""
    name = clean(media.name).replace("\n", " ").replace("/", "-")
    if len(name) > LONGEST_FILE_NAME:
        ending = name[name.rfind(".") :] if "." in name[-6:] else ""
        name = name[: LONGEST_FILE_NAME - len(ending)] + ending
    return {"media": media.media, "mime": mime, "name": name, "bytes": media.bytes}


def size_in_words(size: int) -> str:
    """Return `5 MB` or `500 KB`."""
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size * 1024 // MEGABYTE} KB"
