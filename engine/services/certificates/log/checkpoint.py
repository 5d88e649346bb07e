"""A checkpoint (https://c2sp.org/tlog-checkpoint): how many entries the log has, and the one hash that stands for all of them."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from engine.services.certificates.log.merkle import HASH_BYTES
from engine.services.certificates.log.note import BadNote

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """origin: the log's name; size: entries; root: 32 bytes."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """Return the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Return what a note's text says; further lines are passed over. Raises BadNote."""
    try:
        origin, size, root, *_ = text.split("\n")
        content = b64decode(root, validate=True)
    except (ValueError, binascii.Error) as cause:
        raise BadNote("not a checkpoint") from cause
    if not origin or not _NUMBER.fullmatch(size) or len(content) != HASH_BYTES:
        raise BadNote("not a checkpoint")
    return Checkpoint(origin, int(size), content)
