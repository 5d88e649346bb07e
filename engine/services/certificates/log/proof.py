"""A proof that something was logged, which needs no network to be checked (https://c2sp.org/tlog-proof): attached to each PDF."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.services.certificates.log.checkpoint import Checkpoint, read_checkpoint
from engine.services.certificates.log.merkle import inclusion, leaf_hash, proves_inclusion
from engine.services.certificates.log.note import BadNote, NoteKey, open_note
from engine.services.certificates.log.tiles import Tiles

HEAD: Final = "c2sp.org/tlog-proof@v1"
MOST_HASHES: Final = 63
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class LogPolicy:
    """Whom a reader believes. witnesses: those it knows; quorum: how many of them must have seen the checkpoint."""

    log: NoteKey
    witnesses: tuple[NoteKey, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class Logged:
    """What a proof shows: the entry's number, the tree it is in, and when each witness saw that tree."""

    index: int
    checkpoint: Checkpoint
    seen: dict[str, int]


def write_proof(tiles: Tiles, index: int, checkpoint: str) -> str:
    """Return the proof of an entry. checkpoint: the signed note for the size of `tiles`."""
    hashes = inclusion(index, tiles.size, tiles.subtree)
    lines = [HEAD, f"index {index}", *(b64encode(each).decode() for each in hashes), ""]
    return "\n".join(lines) + "\n" + checkpoint


def check_proof(proof: str, entry: bytes, policy: LogPolicy) -> Logged:
    """Return what the proof shows of this entry. Raises BadNote where it shows nothing, or too few witnesses saw it."""
    index, hashes, note = _parts(proof)
    checkpoint, seen = open_checkpoint(note, policy)
    if not proves_inclusion(index, checkpoint.size, leaf_hash(entry), hashes, checkpoint.root):
        raise BadNote("the entry is not in this tree")
    return Logged(index, checkpoint, seen)


def open_checkpoint(note: str, policy: LogPolicy) -> tuple[Checkpoint, dict[str, int]]:
    """Return a signed checkpoint and when each witness saw it. Raises BadNote."""
    opened = open_note(note, _distinct((policy.log, *policy.witnesses)))
    checkpoint = read_checkpoint(opened.text)
    if policy.log.name not in opened.signed or checkpoint.origin != policy.log.name:
        raise BadNote("the log did not sign it")
    if len(opened.seen) < policy.quorum:
        raise BadNote(f"{len(opened.seen)} of {policy.quorum} witnesses saw it")
    return checkpoint, opened.seen


def _distinct(keys: Iterable[NoteKey]) -> tuple[NoteKey, ...]:
    return tuple(dict.fromkeys(keys))


def _parts(proof: str) -> tuple[int, Sequence[bytes], str]:
    head, gap, note = proof.partition("\n\n")
    first, *lines = head.split("\n")
    if lines and lines[0].startswith("extra "):
        del lines[0]
    index = _INDEX.fullmatch(lines[0]) if lines else None
    if not gap or first != HEAD or index is None or len(lines) > 1 + MOST_HASHES:
        raise BadNote("not a proof")
    try:
        return int(index[1]), [b64decode(each, validate=True) for each in lines[1:]], note
    except binascii.Error as cause:
        raise BadNote("not a proof") from cause
