"""What web and worker tell an operator: figures from the store, whether this process may serve, the worker's own page of numbers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import structlog
from prometheus_client import CollectorRegistry, start_http_server

from engine.runtime.ports import Reader
from engine.runtime.store.protocol import InboxStore, StoreDown
from engine.runtime.store.sqlite.inbox import SqliteInbox
from engine.runtime.store.statements import read_migrations
from engine.services.watch import figures
from engine.services.watch.figures import Figures, Waiting
from engine.settings import Settings
from engine.wiring.parts import CLOCK

log = structlog.get_logger()

WAITS = "-- after:"


def standing(reader: Reader, waiting: Waiting) -> Callable[[], Figures | None]:
    """Return a question that never raises: how things stand, None while the store is down."""

    def ask() -> Figures | None:
        try:
            return figures.read(reader, waiting, CLOCK.now())
        except StoreDown:
            return None

    return ask


def waiting(reader: Reader, inbox: InboxStore) -> Waiting:
    """Return the question how much waits in the inbox: a file of its own, or a table like any other."""
    if isinstance(inbox, SqliteInbox):
        return inbox.waiting
    return lambda: reader.rows("inbox.waiting")[0]


def checks(
    reader: Reader, folders: Sequence[Path], services: Callable[[], int]
) -> Mapping[str, Callable[[], bool]]:
    """Return what `/readyz` asks. folders: of SQL, of the store in use; services: how many the catalogue in force has."""
    return {
        "store": lambda: _holds(lambda: figures.beats(reader, CLOCK.now()) is not None),
        "migrations": lambda: _holds(lambda: is_migrated(reader, folders)),
        "catalogue": lambda: services() > 0,
        "worker": lambda: _holds(lambda: figures.is_at_work(reader, CLOCK.now())),
    }


def is_migrated(reader: Reader, folders: Sequence[Path]) -> bool:
    """Return whether the database is up to this release. Raises StoreDown.

    A migration that runs after the last process of the release before has ended (its first line says so) may still wait.
    """
    done = {(str(part), int(number)) for part, number in reader.rows("watch.migrations")}
    missing = (
        sql
        for folder in folders
        for number, sql in read_migrations(folder)
        if ("/".join(folder.parts[-3:]), number) not in done
    )
    return next(missing, WAITS).startswith(WAITS)


def _holds(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except StoreDown:
        return False


def free_share(settings: Settings) -> float:
    """Return how much of the disk is free, 0 to 1: where the SQLite files lie, or where this process works."""
    place = Path.cwd() if "://" in settings.database else Path(settings.database).absolute().parent
    disk = shutil.disk_usage(place if place.is_dir() else Path.cwd())
    return disk.free / disk.total


def serve_numbers(
    registry: CollectorRegistry, address: tuple[str, int] | None
) -> Callable[[], None]:
    """Serve a worker's numbers; return what ends it. An address that is taken is one line in the log, not a worker less."""
    if address is None:
        return lambda: None
    host, port = address
    try:
        server, thread = start_http_server(port, host, registry)
    except OSError as trouble:
        log.error("worker.metrics_unserved", host=host, port=port, why=trouble.strerror)
        return lambda: None

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end
