"""Opens PostgreSQL the way this project needs it, and says in one line when it cannot work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import errors
from psycopg.types.array import ListBinaryDumper
from psycopg.types.numeric import Int8BinaryDumper
from psycopg.types.string import StrBinaryDumper

from engine.runtime.store.protocol import StoreDown, WrongRelease

OLDEST = 140_000
"""PostgreSQL 14: the first that ends sessions which have gone silent."""
CONNECT_S = 2
SETTINGS = (
    "enable_seqscan = off",  # plans made while tables are still small would read whole tables for ever after
    "jit = off",
    "client_min_messages = error",
    "lock_timeout = '5s'",
    "statement_timeout = '30s'",
    "idle_in_transaction_session_timeout = '10s'",
    "tcp_keepalives_idle = 5",
    "tcp_keepalives_interval = 2",
    "tcp_keepalives_count = 3",
)
PREPARED = 500
FILES = ("md.c", "fd.c", "buffile.c")
"""Where the server's own source deals with files of tables, and with files it needs for a while."""

Connection = psycopg.Connection[tuple[Any, ...]]


def connect(url: str, name: str, *more: str) -> Connection:
    """Return a connection on which every statement is a transaction of its own unless BEGIN was said.

    name: what an administrator sees; more: further settings of the session. Raises StoreDown, WrongRelease.
    """
    with down():
        connection = psycopg.connect(
            url,
            autocommit=True,
            cursor_factory=psycopg.RawCursor,
            connect_timeout=CONNECT_S,
            application_name=name,
            prepare_threshold=0,
            tcp_user_timeout=10_000,
        )
        connection.prepared_max = PREPARED
        connection.adapters.register_dumper(int, Int8BinaryDumper)
        connection.adapters.register_dumper(str, StrBinaryDumper)
        connection.adapters.register_dumper(list, ListBinaryDumper)
        version = connection.info.server_version
        if version < OLDEST:
            connection.close()
            message = (
                f"{shown(url)} is PostgreSQL {version // 10_000}: this release needs 14 or newer"
            )
            raise WrongRelease(message)
        settings = "; ".join(f"SET {setting}" for setting in (*SETTINGS, *more))
        connection.execute(settings.encode(), prepare=False)
        return connection


def run(
    connection: Connection, sql: str, params: Sequence[Any] = ()
) -> psycopg.Cursor[tuple[Any, ...]]:
    """Run a prepared statement and return its cursor; values travel in binary."""
    cursor = connection.cursor(binary=True)
    return cursor.execute(sql.encode(), params, prepare=True)


@contextmanager
def down() -> Iterator[None]:
    """Turn the machine's troubles into StoreDown; our own slips (a broken rule, a bad statement) pass as they are."""
    try:
        yield
    except psycopg.Error as trouble:
        if not is_down(trouble):
            raise
        raise StoreDown(in_one_line(trouble)) from trouble


def is_down(trouble: psycopg.Error) -> bool:
    """Return whether the machine and not a statement is to blame. A standby and a role without rights count as the machine."""
    machine = (psycopg.OperationalError, psycopg.InterfaceError)
    refused = (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)
    return isinstance(trouble, (*machine, *refused)) or _is_about_files(trouble)


def _is_about_files(trouble: psycopg.Error) -> bool:
    """Return whether a file could not be written for a reason the server has no code for: a quota used up, a file too large."""
    is_internal = isinstance(trouble, errors.InternalError_)
    return is_internal and trouble.diag.source_file in FILES


def in_one_line(trouble: psycopg.Error) -> str:
    """Return what PostgreSQL said, as one line; it never says a password."""
    lines = [line.strip() for line in str(trouble).splitlines() if line.strip()]
    return f"PostgreSQL: {lines[0] if lines else type(trouble).__name__}"


def shown(url: str) -> str:
    """Return the address without its password."""
    told = urlsplit(url)
    place = told.netloc.rpartition("@")[2]
    return f"{told.scheme}://{place}{told.path}"
