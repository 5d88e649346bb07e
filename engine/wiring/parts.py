"""What web and worker open alike: keys, the store (two SQLite files or a PostgreSQL database), the SQL that services bring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.runtime.doors import SystemClock, SystemRandom
from engine.runtime.inbox import worked_through
from engine.runtime.keys import Keys
from engine.runtime.partitions import AllOfThem, Partitions
from engine.runtime.ports import Reader
from engine.runtime.store.postgres.inbox import PostgresInbox
from engine.runtime.store.postgres.intake import PostgresIntake
from engine.runtime.store.postgres.partitions import PostgresPartitions
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.protocol import Intake, StoreDown, WrongMaster, WrongRelease
from engine.runtime.store.sqlite.inbox import SqliteInbox, SqliteIntake
from engine.runtime.store.sqlite.store import SqliteReader, SqliteStore
from engine.runtime.worker import WorkerLock
from engine.settings import Settings
from engine.wiring.key_files import master_key

ENGINE = Path(__file__).resolve().parents[1]
SERVICE_SQL = tuple(
    ENGINE / name / "sqlite"
    for name in (
        "channels/whatsapp",
        "services/payments",
        "services/applications",
        "services/certificates",
        "services/officers",
        "services/watch",
    )
)

OpenStore = SqliteStore | PostgresStore

CLOCK = SystemClock()
RANDOM = SystemRandom()


@dataclass(frozen=True, slots=True)
class Files:
    """Where the store lies: `inbox` is written by web, `main` by the worker."""

    main: Path
    inbox: Path


def files(settings: Settings) -> Files:
    """Return the files of a store on SQLite."""
    main = Path(settings.database)
    return Files(main, main.with_suffix(".inbox" + (main.suffix or ".db")))


def open_keys(settings: Settings) -> Keys:
    """Return the keys of this process."""
    return Keys(master_key(settings), RANDOM)


def open_store(settings: Settings, keys: Keys) -> OpenStore:
    """Return the store, to read and write. Raises StoreDown, WrongMaster, WrongRelease."""
    if settings.on_postgres:
        return PostgresStore(settings.database, keys, CLOCK, RANDOM, _service_sql("postgres"))
    return SqliteStore(files(settings).main, keys, CLOCK, RANDOM, SERVICE_SQL)


def trouble_with(settings: Settings) -> str:
    """Return in one line why a PostgreSQL database cannot be used, empty when it can; its tables are made ready on the way."""
    if not settings.on_postgres:
        return ""
    try:
        open_store(settings, open_keys(settings)).close()
    except (StoreDown, WrongMaster, WrongRelease) as trouble:
        return str(trouble)
    return ""


def open_reader(settings: Settings) -> Reader:
    """Return what the web process reads through."""
    if settings.on_postgres:
        return PostgresReader(settings.database, _service_sql("postgres"))
    return SqliteReader(files(settings).main, SERVICE_SQL)


def open_inbox(settings: Settings, reader: Reader) -> SqliteInbox | PostgresInbox:
    """Return the inbox as the web process writes it. A SQLite file is pruned of what, by the reader, has been worked through."""
    if settings.on_postgres:
        return PostgresInbox(settings.database, CLOCK, _service_sql("postgres"))
    inbox: SqliteInbox
    asked = worked_through(reader, lambda: inbox.name)
    inbox = SqliteInbox(files(settings).inbox, CLOCK, RANDOM, asked)
    return inbox


def open_work(settings: Settings, store: OpenStore) -> tuple[Intake, Partitions]:
    """Return how this worker comes by arrivals, and by its share of all persons."""
    if isinstance(store, PostgresStore):
        return PostgresIntake(store, CLOCK), PostgresPartitions(store, CLOCK)
    inbox = SqliteInbox(files(settings).inbox, CLOCK, RANDOM)
    return SqliteIntake(store, inbox), AllOfThem()


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Keep other workers away from a SQLite file; workers of a PostgreSQL database share it out. Raises AnotherWorker."""
    if settings.on_postgres:
        yield
        return
    lock = WorkerLock(files(settings).main)
    try:
        yield
    finally:
        lock.release()


def sql_folders(settings: Settings) -> tuple[Path, ...]:
    """Return every folder of SQL of the store in use: the runtime's own, and those that channels and services bring."""
    dialect = "postgres" if settings.on_postgres else "sqlite"
    own = ENGINE / "runtime" / "store" / dialect
    return (own, *_service_sql(dialect))


def _service_sql(dialect: str) -> tuple[Path, ...]:
    return tuple(folder.with_name(dialect) for folder in SERVICE_SQL)
