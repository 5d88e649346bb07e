"""Opens SQLite the way this project needs it, and says in one word when it cannot work."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.runtime.store.protocol import StoreDown

BUSY_MS = 10_000
CHECKPOINT_PAGES = 2_000
_DOWN = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
"""Primary result codes that are the machine's trouble, not ours: https://www.sqlite.org/rescode.html"""


def connect(path: Path) -> sqlite3.Connection:
    """Return a writing connection: WAL, every commit forced to disk. Raises StoreDown."""
    with down():
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
            timeout=BUSY_MS / 1000,
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """Return a connection that cannot write. Raises StoreDown when there is no such file yet."""
    with down():
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=128,
            timeout=BUSY_MS / 1000,
        )
        connection.execute("PRAGMA query_only = ON")
        return connection


@contextmanager
def down() -> Iterator[None]:
    """Turn the machine's troubles into StoreDown; our own slips (a broken rule, a bad statement) pass as they are."""
    try:
        yield
    except sqlite3.Error as trouble:
        if not is_down(trouble):
            raise
        raise StoreDown(str(trouble)) from trouble
    except OSError as trouble:
        raise StoreDown(f"{trouble.filename}: {trouble.strerror}") from trouble


def is_down(trouble: sqlite3.Error) -> bool:
    """Return whether the machine and not a statement is to blame."""
    code = getattr(trouble, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF) in _DOWN
