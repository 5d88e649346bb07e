"""Brings a database up to this release, one process at a time, and refuses one that belongs to a newer release."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import psycopg

from engine.runtime.store.postgres.connection import Connection, down
from engine.runtime.store.postgres.statements import HERE
from engine.runtime.store.protocol import StoreDown, WrongRelease
from engine.runtime.store.statements import read_migrations

LOCK = 7460
AT_WORK = "mana mitra"
STARTING = "mana mitra starting"
"""What connections call themselves: a process that is still starting does not use the tables yet."""
_META = """
CREATE TABLE IF NOT EXISTS meta (name text PRIMARY KEY, value bytea NOT NULL);
CREATE TABLE IF NOT EXISTS migration (part text NOT NULL, number integer NOT NULL, at bigint NOT NULL, PRIMARY KEY (part, number));
"""
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()
"""

Migration = tuple[str, int, str]


def prepare(connection: Connection, folders: Sequence[Path], now: int) -> None:
    """Apply what is not applied yet, under a lock, so that several processes may start at once. now: ms.

    Raises StoreDown for a standby, WrongRelease for a database that knows migrations we do not.
    """
    with down():
        standby = connection.execute("SHOW transaction_read_only").fetchone()
        if standby == ("on",):
            message = (
                "PostgreSQL: this server only reads (a standby): give the address of the primary"
            )
            raise StoreDown(message)
        connection.execute("SET lock_timeout = 0; SET statement_timeout = 0", prepare=False)
        connection.execute("SELECT pg_advisory_lock($1::integer, 0)", (LOCK,))
        try:
            _apply_missing(connection, folders, now)
        finally:
            connection.execute("SELECT pg_advisory_unlock($1::integer, 0)", (LOCK,))
            connection.execute(
                "SET lock_timeout = '5s'; SET statement_timeout = '30s'", prepare=False
            )
            connection.execute("SELECT set_config('application_name', $1, false)", (AT_WORK,))


def _apply_missing(connection: Connection, folders: Sequence[Path], now: int) -> None:
    connection.execute(_META, prepare=False)
    done = set(connection.execute("SELECT part, number FROM migration").fetchall())
    ours = _migrations(folders)
    newest = {part: max(n for p, n, _ in ours if p == part) for part, _, _ in ours}
    for part, number in sorted(done):
        if part in newest and number > newest[part]:
            message = f"the database belongs to a newer release ({part} is at {number:04}, this release knows {newest[part]:04})"
            raise WrongRelease(message)
    for part, number, sql in ours:
        if (part, number) in done:
            continue
        if not _runs_before(part, number, sql) and _others_at_work(connection):
            break  # what is taken away must wait until no process of the release before is left
        _apply(connection, part, number, sql, now)


def _migrations(folders: Sequence[Path]) -> list[Migration]:
    return [
        ("/".join(folder.parts[-3:]), number, sql)
        for folder in (HERE, *folders)
        for number, sql in read_migrations(folder)
    ]


def _runs_before(part: str, number: int, sql: str) -> bool:
    """Whether processes of the release before can go on. Raises ValueError where the first line does not say."""
    first = sql.partition("\n")[0]
    if not first.startswith(("-- before:", "-- after:")):
        message = f"{part} {number:04}: the first line says “-- before: …” or “-- after: …”"
        raise ValueError(message)
    return first.startswith("-- before:")


def _others_at_work(connection: Connection) -> bool:
    found = connection.execute(_OTHERS, (AT_WORK,)).fetchone()
    return found is not None and bool(found[0])


def _apply(connection: Connection, part: str, number: int, sql: str, now: int) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute(sql.encode(), prepare=False)
        connection.execute("INSERT INTO migration VALUES ($1, $2, $3)", (part, number, now))
        connection.execute("COMMIT")
    except psycopg.Error:
        connection.execute("ROLLBACK")
        raise
