"""Everything but the inbox, in one PostgreSQL database: written by one thread of each worker, read by whoever likes.

A worker writes on the connection that holds the locks of its partitions. When that connection is lost, PostgreSQL rolls its transaction
back and frees the locks in one stroke: nobody can write to a partition that another worker has taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg

from engine.runtime.doors import Clock, Random, fault_point, new_id
from engine.runtime.keys import Keys
from engine.runtime.partitions import NONE
from engine.runtime.ports import Reader, Write
from engine.runtime.store.aftermath import Aftermath
from engine.runtime.store.postgres.connection import Connection, connect, down, run
from engine.runtime.store.postgres.migrating import STARTING, prepare
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.postgres.statements import Statement, columns, statements
from engine.runtime.store.protocol import StoreDown, WrongMaster
from engine.runtime.times import to_ms

TAG_LETTERS = 6
BLOCK = {"outbox": 10_000, "trace": 10_000, "reply": 1_000}
"""Numbers drawn at once where each turn needs some; one at a time elsewhere."""


class PostgresStore:
    """The store protocol on PostgreSQL.

    parts: folders of services for this dialect (`services/payments/postgres`). mine: the partitions this worker may claim work of;
    gained: those just taken over. Raises StoreDown when the server does not answer, WrongMaster, WrongRelease.
    """

    def __init__(
        self, url: str, keys: Keys, clock: Clock, random: Random, parts: Sequence[Path] = ()
    ) -> None:
        self._url = url
        self._keys = keys
        self._clock = clock
        self._parts = tuple(parts)
        self._statements = statements(parts)
        self._aftermath = Aftermath()
        self._blocks: dict[str, tuple[int, int]] = {}
        self.mine = NONE
        self.gained = NONE
        self.is_lost = False
        self._connection = self._open()
        self.tag = self._begin(random)

    # -- reading -----------------------------------------------------------------------------------------------------

    def rows(self, statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._watched():
            return self._run(self._statements[statement], params).fetchall()

    def rows_in(
        self, statement: str, values: Sequence[str | int], params: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        if not values:
            return []
        return self.rows(statement, (*params, list(values)))

    def reader(self) -> Reader:
        return PostgresReader(self._url, self._parts)

    # -- writing -----------------------------------------------------------------------------------------------------

    def transaction(self) -> AbstractContextManager[None]:
        return self._aftermath.around(self._start, self._commit, self._roll_back)

    def execute(self, statement: str, params: Sequence[Any] = ()) -> int:
        ready = self._statements[statement]
        given = [[value] for value in params] if ready.setwise else params
        with self._watched():
            return self._run(ready, given).rowcount

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        ready, given = self._statements[statement], list(rows)
        if not given:
            return
        if ready.setwise:
            with self._watched():
                self._run(ready, columns(given))
        else:
            self.write(Write(statement, tuple(params)) for params in given)

    def write(self, writes: Iterable[Write]) -> None:
        """Run these writes in order; all are sent before the first is answered, so that many cost one way to the server and back."""
        wanted = list(writes)
        if not wanted:
            return
        with self._watched(), self._connection.pipeline():
            for statement, same in groupby(wanted, lambda write: write.statement):
                ready, given = self._statements[statement], [write.params for write in same]
                for params in (columns(given),) if ready.setwise else given:
                    self._run(ready, params)

    def after_commit(self, action: Callable[[], None]) -> None:
        self._aftermath.after_commit(action)

    def on_roll_back(self, action: Callable[[], None]) -> None:
        self._aftermath.on_roll_back(action)

    def reserve(self, sequence: str, count: int) -> int:
        size = BLOCK.get(sequence, 1)
        first, end = self._blocks.get(sequence, (0, 0))
        if end - first < count:
            if count > size:
                message = f"{count} numbers of {sequence} at once, at most {size}"
                raise ValueError(message)
            block = int(self.rows("partitions.draw", (f"{sequence}_seq",))[0][0])
            first, end = (block - 1) * size + 1, block * size + 1
        self._blocks[sequence] = (first + count, end)
        return first

    def close(self) -> None:
        self._connection.close()

    # -- for the partitions ------------------------------------------------------------------------------------------

    def own(self, mine: frozenset[int], gained: frozenset[int] = NONE) -> None:
        """Claim work of these partitions from now on. Numbers drawn before another worker gave one away are not used in it."""
        self.mine, self.gained = mine, gained
        if gained:
            self._blocks.clear()

    def come_back(self) -> None:
        """Connect again after the connection was lost; nothing remembered is true any more. Raises StoreDown."""
        self.mine = self.gained = NONE
        self._blocks.clear()
        self._keys.drop_all()
        with suppress(psycopg.Error):
            self._connection.close()
        self._connection = self._open()
        self.is_lost = False

    # -- inside ------------------------------------------------------------------------------------------------------

    def _open(self) -> Connection:
        connection = connect(self._url, STARTING)
        try:
            prepare(connection, self._parts, to_ms(self._clock.now()))
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Notice that the connection is gone. Nothing is done on another one before `come_back`: the locks went with the old one."""
        if self.is_lost:
            message = "PostgreSQL: the connection was lost"
            raise StoreDown(message)
        try:
            with down():
                yield
        finally:
            self.is_lost = self._connection.closed

    def _run(self, statement: Statement, params: Sequence[Any]) -> psycopg.Cursor[tuple[Any, ...]]:
        if statement.parts:
            parts = self.mine if statement.parts == "mine" else self.gained
            params = (*params, list(parts))
        return run(self._connection, statement.sql, params)

    def _start(self) -> None:
        with self._watched():
            self._connection.execute("BEGIN")

    def _commit(self) -> None:
        fresh = dict(self._keys.fresh)
        if fresh:
            self._keep_keys(fresh)
        fault_point("store.before_commit")
        with self._watched():
            self._connection.execute("COMMIT")
        for owner in fresh:
            self._keys.fresh.pop(owner, None)

    def _keep_keys(self, fresh: dict[str, bytes]) -> None:
        """Keep new data keys. One that another process made first counts; what ours has sealed is not kept."""
        made = to_ms(self._clock.now())
        rows = columns((owner, key, made) for owner, key in fresh.items())
        with self._watched():
            if self._run(self._statements["keys.add"], rows).rowcount == len(fresh):
                return
        for owner in fresh:
            self._keys.forget(owner)
        message = "a data key was made twice at once"
        raise StoreDown(message)

    def _roll_back(self) -> None:
        with suppress(psycopg.Error):
            if not self._connection.closed:
                self._connection.execute("ROLLBACK")
        self.is_lost = self.is_lost or self._connection.closed

    def _begin(self, random: Random) -> str:
        """Return the database's tag, made at the first start, and refuse a master key that does not fit."""
        with down():
            fresh = (new_id(random)[:TAG_LETTERS].encode(), self._keys.check())
            self._connection.execute(
                "INSERT INTO meta VALUES ('tag', $1), ('master', $2) ON CONFLICT DO NOTHING", fresh
            )
            kept = dict(run(self._connection, "SELECT name, value FROM meta").fetchall())
        if not self._keys.fits(kept["master"]):
            self._connection.close()
            message = "the database was made under another master key than the one given"
            raise WrongMaster(message)
        return bytes(kept["tag"]).decode()
