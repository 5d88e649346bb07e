"""Looks at a file a citizen sent before anybody opens it: is it what it says it is, and is it one of the few kinds we keep?

Only kinds on the list below are kept, each known by its first bytes: a program, a web page or an archive that calls itself a photo has
other ones. Signatures: JPEG ITU-T T.81 B.1, PNG W3C Recommendation 5.2, PDF ISO 32000-2 7.5.2, Ogg RFC 3533 6, AMR RFC 4867 5,
MP3 ISO/IEC 11172-3 and id3.org, AAC ISO/IEC 14496-3 1.A, MP4 ISO/IEC 14496-12 4.3.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.domain.limits import AUDIO_BYTES, IMAGE_BYTES, MEGABYTE

DOCUMENT_MOST = 25 * MEGABYTE
"""The platform lets 100 MB through; no paper an office asks for needs that."""
PIXELS_MOST = 60_000_000
"""A picture of more dots than any phone's camera makes is meant to fill our memory."""
UNTOLD = ("", "application/octet-stream", "binary/octet-stream")
_OTHER_SPELLINGS = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-pdf": "application/pdf",
    "audio/mp3": "audio/mpeg",
    "audio/x-m4a": "audio/mp4",
    "audio/m4a": "audio/mp4",
    "audio/aacp": "audio/aac",
    "audio/opus": "audio/ogg",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we keep. begins: whether bytes are of this kind; most: bytes."""

    begins: Callable[[bytes], bool]
    most: int


def _starts(*openings: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(openings)


def _is_pdf(content: bytes) -> bool:
    """Some scanners put a byte order mark or an empty line before the header."""
    return content[:16].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n ").startswith(b"%PDF-")


def _is_mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in (
        b"M4A ",
        b"mp42",
        b"isom",
        b"iso2",
        b"dash",
    )


def _is_mp3(content: bytes) -> bool:
    return content.startswith(b"ID3") or (
        len(content) > 1 and content[0] == 0xFF and content[1] & 0xE6 == 0xE2
    )


def _is_aac(content: bytes) -> bool:
    return len(content) > 1 and content[0] == 0xFF and content[1] & 0xF6 == 0xF0


KINDS: Mapping[str, Kind] = {
    "image/jpeg": Kind(_starts(b"\xff\xd8\xff"), IMAGE_BYTES),
    "image/png": Kind(_starts(b"\x89PNG\r\n\x1a\n"), IMAGE_BYTES),
    "application/pdf": Kind(_is_pdf, DOCUMENT_MOST),
    "audio/ogg": Kind(_starts(b"OggS"), AUDIO_BYTES),
    "audio/amr": Kind(_starts(b"#!AMR"), AUDIO_BYTES),
    "audio/mpeg": Kind(_is_mp3, AUDIO_BYTES),
    "audio/aac": Kind(_is_aac, AUDIO_BYTES),
    "audio/mp4": Kind(_is_mp4, AUDIO_BYTES),
}
"""What we keep: papers, photos, and sounds for those who will write them down one day."""

LARGEST = max(kind.most for kind in KINDS.values())


def told_kind(mime: str) -> str:
    """Return a declared type in its usual spelling, empty where it says nothing."""
    bare = mime.partition(";")[0].strip().lower()
    return "" if bare in UNTOLD else _OTHER_SPELLINGS.get(bare, bare)


def is_wanted(mime: str) -> bool:
    """Whether a file that says it is of this kind is worth fetching; one that says nothing may be."""
    told = told_kind(mime)
    return not told or told in KINDS


def most_bytes(mime: str) -> int:
    """Return how large a file that says it is of this kind may be."""
    kind = KINDS.get(told_kind(mime))
    return LARGEST if kind is None else kind.most


def kind_of(content: bytes) -> str:
    """Return the type these bytes really are, or empty for anything we do not keep."""
    return next((mime for mime, kind in KINDS.items() if kind.begins(content)), "")


def objection(content: bytes, mime: str) -> str:
    """Return why this file cannot be taken, or empty. mime: what it says it is."""
    told, found = told_kind(mime), kind_of(content)
    if not content:
        return "it is empty"
    if not found or (told and told != found):
        return f"it says {told or 'nothing'} and is {found or 'something else'}"
    if len(content) > KINDS[found].most:
        return f"it has {len(content)} bytes, {KINDS[found].most} are allowed"
    if _pixels(content, found) > PIXELS_MOST:
        return "it has more dots than a camera makes"
    return ""


def _pixels(content: bytes, mime: str) -> int:
    """Return how many dots a picture unfolds to, as its own header says; 0 for other files."""
    if mime == "image/png" and len(content) >= 24:
        width, height = struct.unpack_from(">II", content, 16)
        return int(width * height)
    return _jpeg_pixels(content) if mime == "image/jpeg" else 0


def _jpeg_pixels(content: bytes) -> int:
    """Walk the segments to the frame header (T.81 B.2.2), which tells lines and samples a line."""
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, place + 5)
            return int(width * height)
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return 0
