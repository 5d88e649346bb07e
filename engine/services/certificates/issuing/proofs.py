"""Reads the log from the database: its files as they are served, and the proof of one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.runtime.ports import Reader
from engine.services.certificates.log.checkpoint import read_checkpoint
from engine.services.certificates.log.merkle import HASH_BYTES
from engine.services.certificates.log.proof import write_proof
from engine.services.certificates.log.tiles import ENTRIES, Tiles, bundle, read_bundle

FOLDER: Final = "log/"
"""Under `/.well-known/`."""
CHECKPOINT: Final = FOLDER + "checkpoint"


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


def checkpoint_note(store: Reader) -> str:
    """Return the newest signed checkpoint, empty before the first."""
    rows = store.rows("published.get", (CHECKPOINT,))
    return bytes(rows[0][0]).decode() if rows else ""


def proof_of(store: Reader, index: int) -> str:
    """Return the proof that the log holds its entry of this number. Raises LookupError where it does not."""
    note = checkpoint_note(store)
    size = read_checkpoint(note.rpartition("\n\n")[0] + "\n").size if note else 0
    if index >= size:
        raise LookupError(f"entry {index} of {size}")
    return write_proof(Tiles(reading(store), size), index, note)
