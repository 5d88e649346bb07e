"""A proof that something was logged, which needs no network to be checked (https://c2sp.org/tlog-proof): attached to each PDF."""

from __future__ import annotations

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
    """Whom a reader believes. logs: the keys of one log, which change in the course of years, the newest first; witnesses: those it
    knows; quorum: how many of them must have seen the checkpoint.
    """

    logs: tuple[NoteKey, ...]
    witnesses: tuple[NoteKey, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class OpenedCheckpoint:
    """signed: the keys of the log that signed it; seen: by witness, when it saw this tree (seconds since 1970)."""

    checkpoint: Checkpoint
    signed: tuple[NoteKey, ...]
    seen: dict[str, int]


@dataclass(frozen=True, slots=True)
class Logged:
    """What a proof shows: the entry's number, and the tree it is in."""

    index: int
    tree: OpenedCheckpoint


def write_proof(tiles: Tiles, index: int, checkpoint: str) -> str:
    """Return the proof of an entry. checkpoint: the signed note for the size of `tiles`."""
    hashes = inclusion(index, tiles.size, tiles.subtree)
    lines = [HEAD, f"index {index}", *(b64encode(each).decode() for each in hashes), ""]
    return "\n".join(lines) + "\n" + checkpoint


def check_proof(proof: str, entry: bytes, policy: LogPolicy) -> Logged:
    """Return what the proof shows of this entry. Raises BadNote where it shows nothing, or too few witnesses saw it."""
    index, hashes, note = _parts(proof)
    tree = open_checkpoint(note, policy)
    size, root = tree.checkpoint.size, tree.checkpoint.root
    if not proves_inclusion(index, size, leaf_hash(entry), hashes, root):
        raise BadNote("the entry is not in this tree")
    return Logged(index, tree)


def open_checkpoint(note: str, policy: LogPolicy) -> OpenedCheckpoint:
    """Return a signed checkpoint. Raises BadNote."""
    opened = open_note(note, _distinct((*policy.logs, *policy.witnesses)))
    checkpoint = read_checkpoint(opened.text)
    signed = tuple(key for key in opened.signed if key.name == checkpoint.origin)
    if not signed:
        raise BadNote("the log did not sign it")
    if len(opened.seen) < policy.quorum:
        raise BadNote(f"{len(opened.seen)} of {policy.quorum} witnesses saw it")
    return OpenedCheckpoint(checkpoint, signed, opened.seen)


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
    except ValueError as cause:
        raise BadNote("not a proof") from cause
