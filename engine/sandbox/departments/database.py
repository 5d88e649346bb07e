"""What pretend departments share that have only a database: one SQLite file each, made anew at every start, and its moods."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web

from engine.sandbox.departments.people import Words

NONSENSE = "Welcome to the portal"
AWAY = "moved_away"
Rows = Callable[[], Iterable[Sequence[Any]]]


class Table:
    """The one table of a department's database; what it holds never changes. columns: by name, with SQLite's types; keys: so many of them,
    from the first, find a row."""

    def __init__(self, path: Path, name: str, columns: dict[str, str], keys: int = 1) -> None:
        self._path = path
        self._name = name
        self._columns = columns
        self._keys = tuple(columns)[:keys]
        self._held: sqlite3.Connection | None = None

    def fill(self, rows: Rows) -> None:
        """Make the file with these rows."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.unlink(missing_ok=True)
        self._path.write_bytes(_content(self._name, tuple(self._columns.items()), self._keys, rows))

    def behave(self, mode: str) -> None:
        """Be as a switch says: `down` has no such table, `garbage` has nonsense in it, `slow` keeps everybody waiting."""
        if self._held is not None:
            self._held.rollback()
            self._held.close()
            self._held = None
        with self._open() as made:
            there = {name for (name,) in made.execute("SELECT name FROM sqlite_master")}
            if AWAY in there:
                made.execute(f"DROP TABLE IF EXISTS {self._name}")
                made.execute(f"ALTER TABLE {AWAY} RENAME TO {self._name}")
            if mode in ("down", "garbage"):
                made.execute(f"ALTER TABLE {self._name} RENAME TO {AWAY}")
            if mode == "garbage":
                told = (
                    name if name in self._keys else f"'{NONSENSE}' AS {name}"
                    for name in self._columns
                )
                rows = f"SELECT {', '.join(told)} FROM {AWAY}"  # noqa: S608 (names of ours)
                made.execute(f"CREATE TABLE {self._name} AS {rows}")
            made.commit()
        if mode == "slow":
            self._held = self._open()
            self._held.execute("BEGIN EXCLUSIVE")

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, check_same_thread=False)


@cache
def _content(
    name: str, columns: tuple[tuple[str, str], ...], keys: tuple[str, ...], rows: Rows
) -> bytes:
    """Return the file of a table, made once in each process."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute(f"CREATE TABLE {name} ({', '.join(map(' '.join, columns))})")
        marks = ", ".join("?" * len(columns))
        made.executemany(f"INSERT INTO {name} VALUES ({marks})", rows())  # noqa: S608 (names of ours)
        made.execute(f"CREATE INDEX by_key ON {name} ({', '.join(keys)})")
        made.commit()
        return made.serialize()


class DatabaseSystem:
    """A department that answers no requests: it has a table, which the engine reads."""

    name: str
    title: Words
    table: Table

    def routes(self) -> Sequence[web.RouteDef]:
        """Return nothing: its database is asked."""
        return ()

    def reset(self) -> None:
        """Nothing is ever written here."""

    def behave(self, mode: str) -> None:
        """Be as the switch says."""
        self.table.behave(mode)
