"""Puts what waits into the public log: one writer at a time, a whole batch in one transaction, the signed checkpoint with it.

The log's files lie in the database, where whatever changes with them changes too: after a crash either a batch is in the log, in its
files and in the register, or nowhere. They are served under `/.well-known/log/` as https://c2sp.org/tlog-tiles asks, and any copy of them
(`catalog log export`) is a log that others can check.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from engine.runtime.doors import Clock, fault_point
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.certificates.issuing.proofs import (
    CHECKPOINT,
    FOLDER,
    HEAD,
    KEY,
    NOTE_MIME,
    note_at,
    reading,
)
from engine.services.certificates.keys.holding import KeyRing
from engine.services.certificates.log.checkpoint import Checkpoint
from engine.services.certificates.log.note import NoteKey, sign_note
from engine.services.certificates.log.tiles import Edge, Tiles, grow

TILE_MIME: Final = "application/octet-stream"
BATCH: Final = 1_000
EVERY_S: Final = 0.2
LOOK_S: Final = 5.0
"""So often it is asked whether another key signs the log now."""


class ForkedLog(Exception):
    """The log's files are not those the database says they are: nothing more is logged until a person has looked at it."""


class Sequencer:
    """Called by the worker in every round; several workers take turns, held apart by a lock on the log's head.

    origin: the log's name, its address without `https://`; alone: no witness has to see a checkpoint before it may be relied upon.
    """

    def __init__(
        self, store: Store, ring: KeyRing, clock: Clock, origin: str, *, alone: bool = True
    ) -> None:
        self._store, self._ring, self._clock, self._origin = store, ring, clock, origin
        self._notes = (HEAD, CHECKPOINT) if alone else (HEAD,)
        self._edge = Edge()
        self._next = self._look = 0.0
        store.on_roll_back(self._forget)

    def step(self) -> int:
        """Log what waits and return how many entries that was; sign the checkpoint anew where another key signs now.

        Raises StoreDown, ForkedLog.
        """
        moment = self._clock.monotonic()
        if moment < self._next:
            return 0
        self._next = moment + EVERY_S
        anew = self._other_key(moment)
        if not anew and not self._store.rows("certlog.waits"):
            return 0
        with self._store.transaction():
            logged = self._log(anew=anew)
            fault_point("log.before_commit")
        fault_point("log.committed")
        self._next = 0.0 if logged == BATCH else self._next
        return logged

    def _other_key(self, moment: float) -> bool:
        """Tell, every few seconds, whether the newest checkpoint was signed with another key than the one that signs now."""
        if moment < self._look:
            return False
        self._look = moment + LOOK_S
        key = self._ring.signer("log", int(self._clock.now().timestamp()))
        before = note_at(self._store, KEY)
        if key is None or not before:
            return False
        return before != str(NoteKey(self._origin, key.public))

    def _log(self, *, anew: bool) -> int:
        now = self._clock.now()
        key = self._ring.signer("log", int(now.timestamp()))
        size = int(self._store.rows("certlog.head")[0][0])
        pending = self._store.rows("certlog.pending", (BATCH,))
        if key is None or not (pending or anew):
            return 0
        edge = self._edge if self._edge.size == size else self._read(size)
        grown = grow(edge, [bytes(entry) for _, _, entry in pending])
        checkpoint = Checkpoint(self._origin, grown.edge.size, grown.edge.root)
        note = sign_note(str(checkpoint), self._origin, self._ring.secret(key.kid))
        at = to_ms(now)
        files = [(FOLDER + path, content, TILE_MIME, at) for path, content in grown.files.items()]
        notes = [(path, note.encode(), NOTE_MIME, at) for path in self._notes]
        named = str(NoteKey(self._origin, key.public)).encode()
        notes.append((KEY, named, NOTE_MIME, at))
        self._store.execute_many("published.put", [*files, *notes])
        numbers = [(size + place, name) for place, (_, name, _) in enumerate(pending) if name]
        self._drop_partials(grown.files)
        self._store.execute_many("certlog.logged", numbers)
        self._store.execute_many("certlog.done", [(seq,) for seq, _, _ in pending])
        self._store.execute("certlog.grow", (grown.edge.size, size))
        self._store.after_commit(partial(self._keep, grown.edge))
        return len(pending)

    def _read(self, size: int) -> Edge:
        """Return the right edge of the log from its files, after a look whether they are the ones the last checkpoint was signed for."""
        tiles = Tiles(reading(self._store), size)
        try:
            edge = tiles.edge()
        except (LookupError, ValueError) as cause:
            raise ForkedLog(f"the log of {size} entries cannot be read: {cause}") from cause
        signed = note_at(self._store, HEAD)
        if size and not signed.startswith(str(Checkpoint(self._origin, size, edge.root))):
            raise ForkedLog(f"its checkpoint was not signed for the log of {size} entries")
        return edge

    def _drop_partials(self, files: Iterable[str]) -> None:
        """Drop what the whole tiles among these files replace."""
        for path in files:
            if ".p/" not in path:
                begun = f"{FOLDER}{path}.p/"
                self._store.execute("published.drop", (begun, begun[:-1] + "0"))

    def _keep(self, edge: Edge) -> None:
        self._edge = edge

    def _forget(self) -> None:
        self._edge = Edge()
