"""The web process's own file: what arrived, in order. One thread gathers all that waits and commits it at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from engine.runtime.doors import Clock, Random, fault_point, new_id
from engine.runtime.store.group import GroupCommit
from engine.runtime.store.protocol import Address, SealedArrival, Store, StoreDown
from engine.runtime.store.sqlite.connection import connect, down

PRUNE_EVERY_S = 1.0
PRUNED_ROWS = 5_000
COUNTED = 10_000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS arrival (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, dedupe TEXT NOT NULL, body BLOB NOT NULL, at INTEGER NOT NULL
);
"""
_ADD = "INSERT INTO arrival (kind, dedupe, body, at) VALUES (?, ?, ?, ?)"
_AFTER = "SELECT seq, kind, dedupe, body, at, NULL FROM arrival WHERE seq > ? ORDER BY seq LIMIT ?"
_WAITING = (
    "SELECT count(*), min(at) FROM (SELECT at FROM arrival WHERE seq > ? ORDER BY seq LIMIT ?)"
)
_PRUNE = (
    "DELETE FROM arrival WHERE seq IN (SELECT seq FROM arrival WHERE seq <= ? ORDER BY seq LIMIT ?)"
)

Rows = Sequence[tuple[str, str, bytes, int]]


class SqliteInbox:
    """An append-only file. Any thread appends, one thread writes; another process reads.

    worked_through: how far the worker has come, asked now and then so that the file stays small; None: never prune.
    """

    sorts = False

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
        self._group = GroupCommit(self._commit)
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
        """The inbox's own random id: a cursor is only valid for the inbox it was counted in."""

    def append(self, arrivals: Rows, addresses: Sequence[Address] = ()) -> None:
        """Keep these arrivals; they are on disk when this returns. Raises StoreDown."""
        self._group.keep(arrivals)

    def after(self, seq: int, limit: int) -> list[SealedArrival]:
        """Return what came after `seq`, in order. Raises StoreDown."""
        with down():
            return [SealedArrival._make(row) for row in self._reads.execute(_AFTER, (seq, limit))]

    def waiting(self) -> tuple[int, int]:
        """Return how many arrivals wait, COUNTED at most, and the moment of the oldest in ms, 0 for none. Raises StoreDown."""
        through = self._worked_through() if self._worked_through else 0
        with down():
            rows, oldest = self._reads.execute(_WAITING, (through, COUNTED)).fetchone()
        return rows, oldest or 0

    def close(self) -> None:
        """Commit what still waits and close."""
        self._group.close()
        if self._writes is not None:
            self._writes.close()
        self._reads.close()

    def limit_pages(self, pages: int) -> None:
        """Let the file grow no further than this, as a full disk would; 0 lifts the limit."""
        self._writing().execute(f"PRAGMA max_page_count = {pages or 2**31}")

    # -- the writing thread ------------------------------------------------------------------------------------------

    def _commit(self, together: list[Rows]) -> None:
        with down():
            connection = self._writing()
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(_ADD, [row for rows in together for row in rows])
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


class SqliteIntake:
    """Takes from the inbox's file; how far it has come lies in the worker's own file, and is written in the same transaction."""

    def __init__(self, store: Store, inbox: SqliteInbox) -> None:
        self._store = store
        self._inbox = inbox
        found = store.rows("inbox.cursor", (inbox.name,))
        self._cursor = int(found[0][0]) if found else 0

    def claim(self, limit: int) -> list[SealedArrival]:
        return self._inbox.after(self._cursor, limit)

    def finish(self, arrivals: Sequence[SealedArrival]) -> None:
        last = arrivals[-1].seq
        self._store.execute("inbox.move_cursor", (self._inbox.name, last))
        self._store.after_commit(lambda: self._move(last))

    def close(self) -> None:
        self._inbox.close()

    def _move(self, cursor: int) -> None:
        self._cursor = cursor
