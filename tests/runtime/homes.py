"""Where a pretend installation keeps its data: two files, or a PostgreSQL database of its own."""

from __future__ import annotations

import itertools
import re
import time
from pathlib import Path
from typing import Any

import psycopg

from bench.postgres import shared
from engine.runtime.doors import Clock, Random
from engine.runtime.keys import Keys
from engine.runtime.partitions import AllOfThem
from engine.runtime.store.postgres.inbox import PostgresInbox
from engine.runtime.store.postgres.intake import PostgresIntake
from engine.runtime.store.postgres.partitions import PostgresPartitions
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.sqlite.inbox import SqliteInbox, SqliteIntake
from engine.runtime.store.sqlite.store import SqliteStore

GONE_WITHIN_S = 60.0
LOCKS = """
select count(*) from pg_locks where locktype = 'advisory'
and database = (select oid from pg_database where datname = current_database())
"""


class SqliteHome:
    """Two files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def inbox(self, clock: Clock, random: Random) -> SqliteInbox:
        return SqliteInbox(self._folder / "mitra.inbox.db", clock, random)

    def store(self, keys: Keys, clock: Clock, random: Random) -> SqliteStore:
        return SqliteStore(self._folder / "mitra.db", keys, clock, random)

    def work(self, store: Any, clock: Clock, random: Random) -> tuple[Any, Any]:
        return SqliteIntake(store, self.inbox(clock, random)), AllOfThem()

    def rows(self, store: Any, sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return store._connection.execute(sql, params).fetchall()

    def close(self) -> None:
        """Nothing is left open."""


class PostgresHome:
    """A database of the tests' server."""

    def __init__(self, _folder: Path) -> None:
        self.url = shared().database()

    def inbox(self, clock: Clock, random: Random) -> PostgresInbox:
        return PostgresInbox(self.url, clock)

    def store(self, keys: Keys, clock: Clock, random: Random) -> PostgresStore:
        return PostgresStore(self.url, keys, clock, random)

    def work(self, store: Any, clock: Clock, random: Random) -> tuple[Any, Any]:
        return PostgresIntake(store, clock), PostgresPartitions(store, clock)

    def rows(self, _store: Any, sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        numbers = itertools.count(1)
        with psycopg.connect(
            self.url, autocommit=True, cursor_factory=psycopg.RawCursor
        ) as connection:
            numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", sql)
            return connection.execute(numbered.encode(), params).fetchall()

    def close(self) -> None:
        """Wait until the server has noticed that everybody left, so that the next start finds every lock free."""
        limit = time.monotonic() + GONE_WITHIN_S
        while self.rows(None, LOCKS, ())[0][0] and time.monotonic() < limit:
            time.sleep(0.001)


HOMES = {"sqlite": SqliteHome, "postgres": PostgresHome}
