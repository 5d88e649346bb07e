"""Signed notes (https://c2sp.org/signed-note, read November 2026): a text, an empty line, and who signed it."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

MOST_CHARACTERS: Final = 100_000
MOST_SIGNATURES: Final = 64
DASH: Final = "\N{EM DASH} "
SIGNED: Final = 1
COSIGNED: Final = 4
"""Ed25519 over the text itself; Ed25519 by a witness, over the text and the time."""
_TIME_BYTES: Final = 8


class BadNote(ValueError):
    """A note that nobody known signed, or whose form is wrong."""


@dataclass(frozen=True, slots=True)
class NoteKey:
    """Who may sign notes. kind: `SIGNED` for a log, `COSIGNED` for a witness."""

    name: str
    public: bytes
    kind: Literal[1, 4] = SIGNED

    @property
    def id(self) -> bytes:
        """Return the four bytes that stand before its signatures."""
        material = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(material).digest()[:4]

    def __str__(self) -> str:
        """Return the key as it is handed around: name, id and key."""
        material = b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{material}"


def read_key(text: str) -> NoteKey:
    """Return the key that a text names. Raises BadNote."""
    try:
        name, named, material = text.strip().split("+", 2)
        content = b64decode(material, validate=True)
    except (ValueError, binascii.Error) as cause:
        raise BadNote(text) from cause
    kind = content[0] if content else 0
    if kind not in (SIGNED, COSIGNED) or len(content) != 33 or not name:
        raise BadNote(text)
    key = NoteKey(name, content[1:], SIGNED if kind == SIGNED else COSIGNED)
    if key.id.hex() != named:
        raise BadNote(text)
    return key


def sign_note(text: str, name: str, key: SigningKey) -> str:
    """Return the note: the text, which ends in a line break, signed."""
    who = NoteKey(name, bytes(key.verify_key))
    return f"{text}\n{_line(who, key.sign(text.encode()).signature)}"


def cosignature(text: str, name: str, key: SigningKey, now: int) -> str:
    """Return the line by which a witness says when it saw this text (https://c2sp.org/tlog-cosignature). now: seconds since 1970."""
    who = NoteKey(name, bytes(key.verify_key), COSIGNED)
    signature = key.sign(_witnessed(text, now)).signature
    return _line(who, now.to_bytes(_TIME_BYTES, "big") + signature)


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """text: what was signed, its last line break included; signed: keys of logs; seen: by witness, when (seconds since 1970)."""

    text: str
    signed: tuple[NoteKey, ...]
    seen: dict[str, int]


def open_note(note: str, keys: Iterable[NoteKey]) -> OpenedNote:
    """Return what the note says, and which of these keys signed it.

    Signatures of others are passed over. Raises BadNote where none of them signed it, or where one of them seems to have and has not.
    """
    text, lines = _parts(note)
    known = {(key.name, key.id): key for key in keys}
    signed: list[NoteKey] = []
    seen: dict[str, int] = {}
    for name, content in map(_signature, lines):
        key = known.get((name, content[:4]))
        if key is None:
            continue
        when = _checked(key, text, content[4:])
        if key.kind == SIGNED:
            signed.append(key)
        else:
            seen[name] = max(when, seen.get(name, 0))
    if not signed and not seen:
        raise BadNote("nobody known signed it")
    return OpenedNote(text, tuple(signed), seen)


def _parts(note: str) -> tuple[str, list[str]]:
    text, gap, rest = note.rpartition("\n\n")
    lines = rest.split("\n")
    if (
        not gap
        or lines.pop() != ""
        or not 0 < len(lines) <= MOST_SIGNATURES
        or len(note) > MOST_CHARACTERS
        or any(letter < " " and letter != "\n" for letter in note)
    ):
        raise BadNote("not a signed note")
    return text + "\n", lines


def _signature(line: str) -> tuple[str, bytes]:
    try:
        name, written = line.removeprefix(DASH).split(" ")
        content = b64decode(written, validate=True)
    except (ValueError, binascii.Error) as cause:
        raise BadNote("not a signature") from cause
    if not line.startswith(DASH) or len(content) < 5 or not name:
        raise BadNote("not a signature")
    return name, content


def _checked(key: NoteKey, text: str, content: bytes) -> int:
    """Return when it was signed, 0 where a log signed. Raises BadNote."""
    when, message, signature = 0, text.encode(), content
    if key.kind == COSIGNED:
        when, signature = int.from_bytes(content[:_TIME_BYTES], "big"), content[_TIME_BYTES:]
        message = _witnessed(text, when)
    try:
        VerifyKey(key.public).verify(message, signature)
    except (BadSignatureError, ValueError) as cause:
        raise BadNote(f"{key.name} did not sign it") from cause
    return when


def _witnessed(text: str, now: int) -> bytes:
    return f"cosignature/v1\ntime {now}\n{text}".encode()


def _line(key: NoteKey, signature: bytes) -> str:
    return f"{DASH}{key.name} {b64encode(key.id + signature).decode()}\n"
