"""Reads the log from the database: its files as they are served, and the proof of one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.runtime.ports import Reader
from engine.services.certificates.log.checkpoint import read_checkpoint
from engine.services.certificates.log.merkle import HASH_BYTES, inclusion, proves_inclusion
from engine.services.certificates.log.proof import write_proof
from engine.services.certificates.log.tiles import ENTRIES, BrokenLog, Tiles, bundle, read_bundle

FOLDER: Final = "log/"
"""Under `/.well-known/`."""
CHECKPOINT: Final = FOLDER + "checkpoint"
"""The newest that may be relied upon: seen by as many witnesses as are asked for."""
HEAD: Final = FOLDER + "head"
"""The newest of all."""
KEY: Final = FOLDER + "key"
"""The log's public key."""
NOTE_MIME: Final = "text/plain; charset=utf-8"


def origin_of(issuer: str) -> str:
    """Return the log's name: its address without `https://`. issuer: whose certificates it holds."""
    return issuer.partition("://")[2] + "/.well-known/log"


def reading(store: Reader) -> Callable[[str], bytes]:
    """Return how the log's files are read. A part of a tile that has become whole since is cut from the whole one."""

    def fetch(path: str) -> bytes:
        rows = store.rows("published.get", (FOLDER + path,))
        if rows:
            return bytes(rows[0][0])
        whole, partial, width = path.rpartition(".p/")
        rows = store.rows("published.get", (FOLDER + whole,)) if partial else []
        if not rows:
            raise LookupError(path)
        content, count = bytes(rows[0][0]), int(width)
        if whole.startswith(f"tile/{ENTRIES}/"):
            return bundle(read_bundle(content)[:count])
        return content[: count * HASH_BYTES]

    return fetch


def note_at(store: Reader, path: str) -> str:
    """Return a signed checkpoint, empty before the first."""
    rows = store.rows("published.get", (path,))
    return bytes(rows[0][0]).decode() if rows else ""


def size_of(note: str) -> int:
    """Return how many entries a checkpoint of ours is for, 0 where there is none."""
    return read_checkpoint(note.rpartition("\n\n")[0] + "\n").size if note else 0


def proof_of(store: Reader, index: int) -> str:
    """Return the proof that the log holds its entry of this number.

    Raises LookupError where no checkpoint shows it yet, or where the files do not lead to what the checkpoint says: then it shows nothing.
    """
    note = note_at(store, CHECKPOINT)
    size = size_of(note)
    if index >= size:
        raise LookupError(f"entry {index} of {size}")
    tiles = Tiles(reading(store), size)
    root = read_checkpoint(note.rpartition("\n\n")[0] + "\n").root
    try:
        leaf, path = tiles.subtree(index, index + 1), inclusion(index, size, tiles.subtree)
    except BrokenLog as trouble:
        raise LookupError(str(trouble)) from trouble
    if not proves_inclusion(index, size, leaf, path, root):
        message = f"the log's files do not lead from entry {index} to its checkpoint"
        raise LookupError(message)
    return write_proof(tiles, index, note)
