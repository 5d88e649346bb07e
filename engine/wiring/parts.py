"""What web and worker open alike: keys, the two files of the store, the folders of SQL that services bring."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.runtime.doors import SystemClock, SystemRandom
from engine.runtime.inbox import worked_through
from engine.runtime.keys import Keys
from engine.runtime.ports import Reader
from engine.runtime.store.protocol import StoreDown
from engine.runtime.store.sqlite.inbox import SqliteInbox
from engine.runtime.store.sqlite.store import SqliteReader, SqliteStore
from engine.settings import Settings, SettingsError, master_key

SERVICES = Path(__file__).resolve().parents[1] / "services"
SERVICE_SQL = tuple(
    SERVICES / name / "sqlite" for name in ("payments", "applications", "certificates", "officers")
)

CLOCK = SystemClock()
RANDOM = SystemRandom()


@dataclass(frozen=True, slots=True)
class Files:
    """Where the store lies: `inbox` is written by web, `main` by the worker."""

    main: Path
    inbox: Path


def files(settings: Settings) -> Files:
    """Return the store's files. Raises SettingsError for a database that is not a SQLite file."""
    if "://" in settings.database:
        scheme = settings.database.partition("://")[0]
        line = f"MITRA_DATABASE: this release keeps its data in a SQLite file, {scheme}:// is not supported yet"
        raise SettingsError((line,))
    main = Path(settings.database)
    return Files(main, main.with_suffix(".inbox" + (main.suffix or ".db")))


def open_keys(settings: Settings) -> Keys:
    """Return the keys of this process."""
    return Keys(master_key(settings), RANDOM)


def open_store(settings: Settings, keys: Keys) -> SqliteStore:
    """Return the worker's store."""
    return SqliteStore(files(settings).main, keys, CLOCK, RANDOM, SERVICE_SQL)


def open_reader(settings: Settings) -> Reader:
    """Return what the web process reads the worker's file through."""
    return SqliteReader(files(settings).main, SERVICE_SQL)


def open_inbox(settings: Settings, reader: Reader | None = None) -> SqliteInbox:
    """Return the inbox; with a reader of the worker's file it prunes what has been worked through."""
    if reader is None:
        return SqliteInbox(files(settings).inbox, CLOCK, RANDOM)
    inbox: SqliteInbox
    asked = worked_through(reader, lambda: inbox.name)
    inbox = SqliteInbox(files(settings).inbox, CLOCK, RANDOM, asked)
    return inbox


def is_down(reader: Reader, statement: str) -> bool:
    """Whether the store does not answer."""
    try:
        reader.rows(statement, ("",))
    except StoreDown:
        return True
    return False
