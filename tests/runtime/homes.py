"""Where a pretend installation keeps its data: two files, or a PostgreSQL database of its own."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from bench.postgres import shared
from engine.runtime.doors import Clock, Random
from engine.runtime.keys import Keys
from engine.runtime.partitions import AllOfThem
from engine.runtime.store.postgres.connection import connect
from engine.runtime.store.postgres.inbox import PostgresInbox
from engine.runtime.store.postgres.intake import PostgresIntake
from engine.runtime.store.postgres.migrating import STARTING, prepare
from engine.runtime.store.postgres.partitions import PostgresPartitions
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.sqlite.inbox import SqliteInbox, SqliteIntake
from engine.runtime.store.sqlite.store import SqliteStore

GONE_WITHIN_S = 60.0
LOCKS = """
select count(*) from pg_locks where locktype = 'advisory'
and database = (select oid from pg_database where datname = current_database())
"""


_numbers = itertools.count()


@cache
def _with_tables(parts: Sequence[Path]) -> str:
    """Return the name of a database with the tables of these services, made once: a copy takes a quarter of the time."""
    server, name = shared(), f"like_{next(_numbers)}"
    server.say(f"CREATE DATABASE {name}")
    with connect(server.url(name), STARTING) as connection:
        prepare(connection, parts, 0)
    return name


def postgres_database(parts: Sequence[Path] = ()) -> str:
    """Return the address of a fresh database of the tests' server, with the tables of these services."""
    return shared().database(like=_with_tables(tuple(parts)))


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

    parts: Sequence[Path] = ()

    def __init__(self, _folder: Path) -> None:
        self.url = postgres_database(self.parts)

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
