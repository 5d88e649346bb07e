"""Where services of a test keep their records: a SQLite file, or a PostgreSQL database of its own. Every test of records runs on both."""

from __future__ import annotations

import itertools
import re
import sqlite3
from pathlib import Path
from typing import Any

import psycopg

from engine import services
from engine.runtime.doors import Clock, SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.sqlite.store import SqliteReader, SqliteStore
from tests.runtime.homes import postgres_database

SERVICES = Path(services.__file__).parent
KEPT = ("payments", "applications", "certificates", "officers", "watch")
"""Services with tables of their own."""

BROKEN_RULE = (sqlite3.IntegrityError, psycopg.errors.IntegrityError)


def parts(dialect: str) -> tuple[Path, ...]:
    """Return the folders of SQL of every service, and of the channel they are told of."""
    return (
        *(SERVICES / name / dialect for name in KEPT),
        SERVICES.parent / "channels/whatsapp" / dialect,
    )


class SqliteHome:
    """A file in a folder."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "mitra.db"

    def store(self, keys: Keys, clock: Clock) -> SqliteStore:
        return SqliteStore(self.file, keys, clock, SystemRandom(), parts("sqlite"))

    def reader(self) -> SqliteReader:
        return SqliteReader(self.file, parts("sqlite"))

    def plain(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """Run any SQL, as somebody who has got hold of the database would."""
        with sqlite3.connect(self.file) as connection:
            found = connection.execute(sql, params).fetchall()
        connection.close()
        return found

    def close(self) -> None:
        """Nothing is left open."""


class PostgresHome:
    """A database of the tests' server."""

    def __init__(self, _folder: Path) -> None:
        self.url = postgres_database(parts("postgres"))
        self._readers: list[PostgresReader] = []

    def store(self, keys: Keys, clock: Clock) -> PostgresStore:
        return PostgresStore(self.url, keys, clock, SystemRandom(), parts("postgres"))

    def reader(self) -> PostgresReader:
        self._readers.append(PostgresReader(self.url, parts("postgres")))
        return self._readers[-1]

    def plain(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        """Run any SQL, as somebody who has got hold of the database would."""
        numbers = itertools.count(1)
        raw = psycopg.RawCursor
        with psycopg.connect(self.url, autocommit=True, cursor_factory=raw) as connection:
            numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", sql)
            cursor = connection.execute(numbered.encode(), params)
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        for reader in self._readers:
            reader.close()


HOMES = {"sqlite": SqliteHome, "postgres": PostgresHome}
Home = SqliteHome | PostgresHome
