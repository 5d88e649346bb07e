"""The worker's file: persons, conversations, sessions, outbox, timers and all the rest, written by one thread of one process."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import orjson

from engine.runtime.doors import Clock, Random, fault_point, new_id
from engine.runtime.keys import Keys
from engine.runtime.partitions import EVERY
from engine.runtime.ports import Reader, Write
from engine.runtime.store.aftermath import Aftermath
from engine.runtime.store.protocol import WrongMaster
from engine.runtime.store.sqlite.connection import connect, connect_reading, down
from engine.runtime.store.statements import gather, read_migrations

HERE = Path(__file__).parent
TAG_LETTERS = 6
_META = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS migration (part TEXT NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (part, number));
"""


def statements(parts: Sequence[Path] = ()) -> dict[str, str]:
    """Return our own statements and those of services' folders. Raises ValueError when two share a name."""
    return gather((HERE, *parts))


class SqliteReader:
    """Reads the worker's file from any thread; it never waits for the writer."""

    def __init__(self, path: Path, parts: Sequence[Path] = ()) -> None:
        self._path = path
        self._statements = statements(parts)
        self._threads = threading.local()

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with down():
            found: list[tuple[Any, ...]] = (
                self._connection().execute(self._statements[statement], params).fetchall()
            )
            return found

    def rows_in(
        self, statement: str, values: Sequence[str | int], params: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        return self.rows(statement, (*params, orjson.dumps(values).decode()))

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = connect_reading(self._path)
        return connection


class SqliteStore:
    """The store protocol on one SQLite file.

    parts: folders of services for this dialect (`services/payments/sqlite`), each with `queries/` and `migrations/` of its own.
    Raises StoreDown when the file cannot be opened, WrongMaster when it was made under another master key.
    """

    mine = EVERY

    def __init__(
        self, path: Path, keys: Keys, clock: Clock, random: Random, parts: Sequence[Path] = ()
    ) -> None:
        self._path = path
        self._keys = keys
        self._clock = clock
        self._parts = tuple(parts)
        self._statements = statements(parts)
        self._aftermath = Aftermath()
        self._next: dict[str, int] = {}
        self._connection = connect(path)
        with down():
            self._connection.executescript(_META)
            self._migrate()
        self.tag = self._begin(random)

    # -- reading -----------------------------------------------------------------------------------------------------

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with down():
            found: list[tuple[Any, ...]] = self._connection.execute(
                self._statements[statement], params
            ).fetchall()
            return found

    def rows_in(
        self, statement: str, values: Sequence[str | int], params: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        if not values:
            return []
        return self.rows(statement, (*params, orjson.dumps(values).decode()))

    def reader(self) -> Reader:
        return SqliteReader(self._path, self._parts)

    # -- writing -----------------------------------------------------------------------------------------------------

    def transaction(self) -> AbstractContextManager[None]:
        return self._aftermath.around(self._start, self._commit, self._roll_back)

    def execute(self, statement: str, params: Sequence[Any] = ()) -> int:
        with down():
            return self._connection.execute(self._statements[statement], params).rowcount

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with down():
            self._connection.executemany(self._statements[statement], rows)

    def write(self, writes: Iterable[Write]) -> None:
        for statement, params in writes:
            self.execute(statement, params)

    def after_commit(self, action: Callable[[], None]) -> None:
        self._aftermath.after_commit(action)

    def on_roll_back(self, action: Callable[[], None]) -> None:
        self._aftermath.on_roll_back(action)

    def reserve(self, sequence: str, count: int) -> int:
        first = self._next.get(sequence)
        if first is None:
            with down():
                last = self._connection.execute(
                    "SELECT seq FROM sqlite_sequence WHERE name = ?", (sequence,)
                ).fetchone()
            first = (last[0] if last else 0) + 1
        self._next[sequence] = first + count
        return first

    def close(self) -> None:
        self._connection.close()

    def limit_pages(self, pages: int) -> None:
        """Let the file grow no further than this, as a full disk would; 0 lifts the limit."""
        self._connection.execute(f"PRAGMA max_page_count = {pages or 2**31}")

    # -- inside ------------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        with down():
            self._connection.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        fresh = dict(self._keys.fresh)
        if fresh:
            made = int(self._clock.now().timestamp() * 1000)
            self.execute_many("keys.add", [(owner, key, made) for owner, key in fresh.items()])
        fault_point("store.before_commit")
        with down():
            self._connection.execute("COMMIT")
        for owner in fresh:
            self._keys.fresh.pop(owner, None)

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _migrate(self) -> None:
        now = int(self._clock.now().timestamp() * 1000)
        done = set(self._connection.execute("SELECT part, number FROM migration").fetchall())
        for folder in (HERE, *self._parts):
            part = "/".join(folder.parts[-3:])
            for number, sql in read_migrations(folder):
                if (part, number) not in done:
                    self._apply(part, number, sql, now)

    def _apply(self, part: str, number: int, sql: str, now: int) -> None:
        mark = f"INSERT INTO migration VALUES ('{part}', {number}, {now});"  # noqa: S608
        try:
            self._connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\n{mark}\nCOMMIT;")
        except sqlite3.Error:
            self._roll_back()
            raise

    def _begin(self, random: Random) -> str:
        """Return the database's tag, made at the first start, and refuse a master key that does not fit."""
        with down():
            kept = dict(self._connection.execute("SELECT name, value FROM meta"))
            if not kept:
                kept = {"tag": new_id(random)[:TAG_LETTERS], "master": self._keys.check()}
                self._connection.executemany("INSERT INTO meta VALUES (?, ?)", kept.items())
        if not self._keys.fits(kept["master"]):
            message = f"{self._path} was made under another master key than the one given"
            raise WrongMaster(message)
        return str(kept["tag"])
