"""The web process's own file: what arrived, in order. One thread gathers all that waits and commits it at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue

from engine.runtime.doors import Clock, Random, fault_point, new_id
from engine.runtime.store.protocol import SealedArrival, StoreDown
from engine.runtime.store.sqlite.connection import connect, down

TOGETHER = 500
"""Requests committed together at most."""
PRUNE_EVERY_S = 1.0
PRUNED_ROWS = 5_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS arrival (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, dedupe TEXT NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL
);
"""
_ADD = "INSERT INTO arrival (kind, dedupe, body, at) VALUES (?, ?, ?, ?)"
_AFTER = "SELECT seq, kind, dedupe, body, at FROM arrival WHERE seq > ? ORDER BY seq LIMIT ?"
_PRUNE = (
    "DELETE FROM arrival WHERE seq IN (SELECT seq FROM arrival WHERE seq <= ? ORDER BY seq LIMIT ?)"
)

Rows = Sequence[tuple[str, str, bytes, int]]


class _Waiting:
    """One append that waits for its commit."""

    __slots__ = ("kept", "lock", "rows", "why")

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.kept = False
        self.why = ""
        self.lock = threading.Lock()
        self.lock.acquire()


class SqliteInbox:
    """An append-only file. Any thread appends, one thread writes; another process reads.

    worked_through: how far the worker has come, asked now and then so that the file stays small; None: never prune.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        random: Random,
        worked_through: Callable[[], int] | None = None,
    ) -> None:
        self._clock = clock
        self._worked_through = worked_through
        self._pruned_at = clock.monotonic()
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._writer: threading.Thread | None = None
        self._reads = connect(path)
        self._writes: sqlite3.Connection | None = None
        self._path = path
        with down():
            self._reads.executescript(_SCHEMA)
            self._reads.execute(
                "INSERT INTO meta VALUES ('name', ?) ON CONFLICT (name) DO NOTHING",
                (new_id(random),),
            )
            found = self._reads.execute("SELECT value FROM meta WHERE name = 'name'").fetchone()
        self.name = str(found[0])

    def append(self, arrivals: Rows) -> None:
        """Keep these arrivals; they are on disk when this returns. Raises StoreDown."""
        if self._writer is None:
            self._start()
        waiting = _Waiting(arrivals)
        self._waiting.put(waiting)
        waiting.lock.acquire()
        if not waiting.kept:
            raise StoreDown(waiting.why)

    def after(self, seq: int, limit: int) -> list[SealedArrival]:
        """Return what came after `seq`, in order. Raises StoreDown."""
        with down():
            return [SealedArrival._make(row) for row in self._reads.execute(_AFTER, (seq, limit))]

    def close(self) -> None:
        """Commit what still waits and close."""
        if self._writer is not None:
            self._waiting.put(None)
            self._writer.join()
            self._writer = None
        if self._writes is not None:
            self._writes.close()
        self._reads.close()

    def limit_pages(self, pages: int) -> None:
        """Let the file grow no further than this, as a full disk would; 0 lifts the limit."""
        self._writing().execute(f"PRAGMA max_page_count = {pages or 2**31}")

    # -- the writing thread ------------------------------------------------------------------------------------------

    def _start(self) -> None:
        with self._starting:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write, name="inbox", daemon=True)
                self._writer.start()

    def _write(self) -> None:
        while True:
            first = self._waiting.get()
            if first is None:
                return
            together, last = self._gather(first)
            self._keep(together)
            if last:
                return

    def _gather(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        together = [first]
        with suppress(Empty):
            while len(together) < TOGETHER:
                another = self._waiting.get_nowait()
                if another is None:
                    return together, True
                together.append(another)
        return together, False

    def _keep(self, together: list[_Waiting]) -> None:
        """Commit all that waits and let everyone go, whatever happens."""
        kept, why = False, "the writing thread stopped"
        try:
            self._commit([row for waiting in together for row in waiting.rows])
            kept = True
        except StoreDown as trouble:
            why = str(trouble)
        finally:
            for waiting in together:
                waiting.kept, waiting.why = kept, why
                waiting.lock.release()

    def _commit(self, rows: list[tuple[str, str, bytes, int]]) -> None:
        with down():
            connection = self._writing()
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(_ADD, rows)
                self._prune(connection)
                fault_point("inbox.before_commit")
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
                raise
        fault_point("inbox.committed")

    def _writing(self) -> sqlite3.Connection:
        if self._writes is None:
            self._writes = connect(self._path)
        return self._writes

    def _prune(self, connection: sqlite3.Connection) -> None:
        now = self._clock.monotonic()
        if self._worked_through is None or now - self._pruned_at < PRUNE_EVERY_S:
            return
        self._pruned_at = now
        with suppress(StoreDown):
            connection.execute(_PRUNE, (self._worked_through(), PRUNED_ROWS))
