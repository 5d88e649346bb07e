"""Reads from any thread of a process through a few connections that cannot write."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psycopg import errors

from engine.runtime.store.postgres.connection import Connection, connect, down, run
from engine.runtime.store.postgres.migrating import AT_WORK
from engine.runtime.store.postgres.statements import statements
from engine.runtime.store.protocol import StoreDown

CONNECTIONS = 4
WAIT_S = 2.0
READ_ONLY = ("default_transaction_read_only = on", "statement_timeout = '5s'")


class PostgresReader:
    """Reads outside any transaction; connections are opened when they are needed and kept."""

    def __init__(self, url: str, parts: Sequence[Path] = ()) -> None:
        self._url = url
        self._statements = statements(parts)
        self._idle: list[Connection] = []
        self._known: set[Connection] = set()
        self._room = threading.Semaphore(CONNECTIONS)

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        sql = self._statements[statement].sql
        with self._admitted():
            while True:
                connection = self._take()
                is_fresh = connection not in self._known
                try:
                    return self._ask(connection, sql, params)
                except StoreDown:
                    if is_fresh or not connection.closed:
                        raise  # else it broke while it lay idle

    def rows_in(
        self, statement: str, values: Sequence[str | int], params: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        if not values:
            return []
        return self.rows(statement, (*params, list(values)))

    def close(self) -> None:
        """Let go of the connections."""
        while self._idle:
            connection = self._idle.pop()
            self._known.discard(connection)
            connection.close()

    @contextmanager
    def _admitted(self) -> Iterator[None]:
        if not self._room.acquire(timeout=WAIT_S):
            message = "PostgreSQL: all connections for reading are taken"
            raise StoreDown(message)
        try:
            yield
        finally:
            self._room.release()

    def _take(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return connect(self._url, AT_WORK, *READ_ONLY)

    def _ask(
        self, connection: Connection, sql: str, params: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        """Return the rows; the connection is kept unless it broke, and then all others that lie idle are doubtful too."""
        try:
            with down():
                return run(connection, sql, params).fetchall()
        except errors.UndefinedTable:
            message = "PostgreSQL: no process has made the tables yet"
            raise StoreDown(message) from None
        finally:
            if connection.closed:
                self._known.discard(connection)
                self.close()
            else:
                self._known.add(connection)
                self._idle.append(connection)
