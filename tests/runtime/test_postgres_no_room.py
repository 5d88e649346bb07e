"""Where the system lets PostgreSQL's files grow no further, that is the machine's trouble: nothing is kept, and it is tried again."""

from __future__ import annotations

import random
import shutil
import subprocess
from typing import Any

import psycopg
import pytest

from bench.postgres import shared
from engine.runtime.keys import Keys
from engine.runtime.store.postgres.connection import down
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.protocol import StoreDown
from tests.runtime.pretend import MASTER, Repeating, SetClock

MOST = 16 << 20
"""As large as a file of the log of changes, which must stay writable: without it the server ends itself."""
LARGE = random.Random(1).randbytes(MOST + (1 << 20))


def limit(connection: psycopg.Connection[Any], most: str) -> None:
    """Let no file grow beyond this that the server writes for this connection."""
    pid = connection.info.backend_pid
    command = ["prlimit", f"--pid={pid}", f"--fsize={most}:"]
    subprocess.run(command, user=shared().user, check=True)


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="needs prlimit, from util-linux")
@pytest.mark.parametrize(
    ("keep", "get", "row"),
    [
        ("blobs.keep", "blobs.get", ("key", "owner", "image/png", len(LARGE), 0, b"", LARGE)),
        ("programs.keep", "programs.sources", ("key", "sample.place", LARGE, 0)),
    ],
    ids=["of a table", "for a while"],
)
def test_it_waits_where_a_file_may_not_grow_any_further(
    keep: str, get: str, row: tuple[Any, ...]
) -> None:
    """The server has no code of its own for this, nor for a quota that is used up: both are "internal errors" to it."""
    store = PostgresStore(shared().database(), Keys(MASTER, Repeating()), SetClock(), Repeating())
    limit(store._connection, str(MOST))

    with pytest.raises(StoreDown, match="File too large"), store.transaction():
        store.execute(keep, row)

    assert store.rows(get, ("key",)) == []
    limit(store._connection, "unlimited")
    with store.transaction():
        store.execute(keep, row)
    assert len(store.rows(get, ("key",))) == 1
    store.close()


def test_an_internal_error_that_no_file_is_to_blame_for_stays_an_error() -> None:
    """Waiting would not help, and whoever comes next would wait as well."""
    raised = "DO $$ BEGIN RAISE EXCEPTION 'odd' USING ERRCODE = 'internal_error'; END $$"
    with psycopg.connect(shared().url("postgres")) as connection:
        with pytest.raises(psycopg.errors.InternalError_), down():
            connection.execute(raised)
        connection.rollback()
