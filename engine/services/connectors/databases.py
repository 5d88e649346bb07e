"""Asks departments' databases: one named statement at a time, read-only, bounded in time and rows, on threads of its own."""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import sqlite3
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import orjson
import psycopg
from psycopg.rows import dict_row

from engine.domain import types
from engine.language.model.connector import Operation
from engine.language.statements import with_percent
from engine.runtime.doors import HttpReply

AT_ONCE = 4
"""So many statements run at a time in one database: it is the department's, and has other work."""
MOST_ROWS = 200
"""Rows beyond these are not read."""
CONNECT_S = 3
SQLITE = "sqlite:///"
STEPS = 2_000
"""Steps of SQLite's machine between two looks at the clock."""

Row = Mapping[str, Any]


class Door(Protocol):
    """One open connection to a database."""

    def rows(self, statement: str, needs: Mapping[str, Any], timeout_s: float) -> Sequence[Row]:
        """Return the first rows by column. Raises TimeoutError, ConnectionError."""

    def close(self) -> None:
        """Let go of it."""


class Databases:
    """Every department's database by its address; connections stay open for the next statement."""

    def __init__(self) -> None:
        self._pools: dict[str, ThreadPoolExecutor] = {}
        self._free: defaultdict[str, deque[Door]] = defaultdict(deque)

    async def ask(
        self, address: str, operation: Operation, needs: Mapping[str, Any], timeout_s: float
    ) -> HttpReply:
        """Return what the statement gives, in the form of a reply: 200 with rows, 404 without.

        Its JSON holds the columns of the first row and, under `rows`, every row. Raises TimeoutError and ConnectionError, as `Http` does.
        """
        pool = self._pools.get(address)
        if pool is None:
            pool = self._pools[address] = ThreadPoolExecutor(AT_ONCE, "database")
        deadline = time.monotonic() + timeout_s
        work = asyncio.get_running_loop().run_in_executor(
            pool, self._rows, address, operation, needs, deadline
        )
        rows = await asyncio.wait_for(work, timeout_s)
        plain = [_plain(row, operation) for row in rows]
        if not plain:
            return HttpReply(404, {}, b"{}")
        return HttpReply(200, {}, orjson.dumps({**plain[0], "rows": plain}))

    def close(self) -> None:
        """Wait for what runs, take nothing new, and close every connection."""
        for pool in self._pools.values():
            pool.shutdown(cancel_futures=True)
        self._pools.clear()
        for address in list(self._free):
            self._close_idle(address)

    def _close_idle(self, address: str) -> None:
        with suppress(IndexError):
            while True:
                self._free[address].pop().close()

    def _rows(
        self, address: str, operation: Operation, needs: Mapping[str, Any], deadline: float
    ) -> Sequence[Row]:
        """Return the rows, on a thread of the pool. A connection on which anything went wrong is not used again."""
        left = deadline - time.monotonic()
        if left <= 0:
            message = "no connection was free in time"
            raise TimeoutError(message)
        free = self._free[address]
        try:
            door = free.pop()
        except IndexError:
            door = _open(address)
        try:
            rows = door.rows(operation.statement, needs, left)
        except BaseException:
            door.close()
            self._close_idle(address)  # they may be as dead as this one, after the server's restart
            raise
        free.append(door)
        return rows


def _open(address: str) -> Door:
    if address.startswith(SQLITE):
        return _Sqlite(address.removeprefix(SQLITE))
    return _Postgres(address)


class _Sqlite:
    def __init__(self, path: str) -> None:
        try:
            self._connection = sqlite3.connect(
                f"{Path(path).absolute().as_uri()}?mode=ro",
                uri=True,
                isolation_level=None,
                timeout=CONNECT_S,
                check_same_thread=False,
            )
        except sqlite3.Error as trouble:
            raise ConnectionError(str(trouble)) from trouble
        self._connection.row_factory = sqlite3.Row

    def rows(self, statement: str, needs: Mapping[str, Any], timeout_s: float) -> Sequence[Row]:
        until = time.monotonic() + timeout_s
        self._connection.set_progress_handler(lambda: time.monotonic() > until, STEPS)
        try:
            found = self._connection.execute(statement, dict(needs)).fetchmany(MOST_ROWS)
        except sqlite3.Error as trouble:
            if time.monotonic() > until:
                raise TimeoutError(str(trouble)) from trouble
            raise ConnectionError(str(trouble)) from trouble
        return [dict(row) for row in found]

    def close(self) -> None:
        self._connection.close()


class _Postgres:
    def __init__(self, address: str) -> None:
        with _told_plainly():
            self._connection = psycopg.connect(
                address,
                autocommit=True,
                connect_timeout=CONNECT_S,
                row_factory=dict_row,
                application_name="mana-mitra",
                options="-c default_transaction_read_only=on -c idle_session_timeout=0",
            )

    def rows(self, statement: str, needs: Mapping[str, Any], timeout_s: float) -> Sequence[Row]:
        with _told_plainly(), self._connection.transaction(), self._connection.cursor() as cursor:
            longest = f"{int(timeout_s * 1000) + 1}ms"
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", (longest,))
            cursor.execute(with_percent(statement), dict(needs))
            return cursor.fetchmany(MOST_ROWS)

    def close(self) -> None:
        self._connection.close()


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except psycopg.errors.QueryCanceled as trouble:
        raise TimeoutError(str(trouble)) from trouble
    except psycopg.Error as trouble:
        raise ConnectionError(str(trouble)) from trouble


# -- rows -------------------------------------------------------------------------------------------------------------


def _plain(row: Row, operation: Operation) -> dict[str, Any]:
    """Return a row as JSON holds it; a column `name.te` becomes the `te` of `name`."""
    flags = frozenset(_flags(operation))
    found: dict[str, Any] = {}
    for column, value in row.items():
        *parts, last = column.split(".")
        inside = found
        for part in parts:
            inside = inside.setdefault(part, {})
        inside[last] = bool(value) if column in flags and value in (0, 1) else _value(value)
    return found


def _flags(operation: Operation) -> Iterator[str]:
    """Yield the columns that hold yes or no, which SQLite keeps as 1 and 0."""
    for name, kind in operation.gives.items():
        if isinstance(kind, types.YesNo):
            yield operation.source.get(name, name)
        elif isinstance(kind, types.ListOf):
            fields = kind.item.fields.items()
            yield from (field for field, each in fields if isinstance(each, types.YesNo))


def _value(value: Any) -> Any:
    match value:
        case dt.datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
            return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case dt.date():
            return value.isoformat()
        case dt.time():
            return value.strftime("%H:%M")
        case Decimal():
            return int(value) if value == value.to_integral_value() else str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
        case _:
            return value
