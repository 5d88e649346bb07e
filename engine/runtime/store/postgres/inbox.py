"""The inbox as web processes write it: all that waits in a process is one transaction, and each sender's arrivals go to one partition."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psycopg

from engine.runtime.doors import Clock, fault_point
from engine.runtime.store.group import GroupCommit
from engine.runtime.store.postgres.connection import Connection, connect, down, run
from engine.runtime.store.postgres.migrating import STARTING, prepare
from engine.runtime.store.postgres.statements import columns, statements
from engine.runtime.store.protocol import Address
from engine.runtime.times import to_ms

DAY_MS = 24 * 3600 * 1000
Row = tuple[str, str, bytes, int]


class _Wish(NamedTuple):
    rows: Sequence[Row]
    addresses: Sequence[Address]


class PostgresInbox:
    """Appends from any thread over one connection, which is opened when it is first needed and again when it broke.

    parts: folders of services, whose migrations are applied when this process is the first at the database.
    """

    sorts = True

    def __init__(self, url: str, clock: Clock, parts: Sequence[Path] = ()) -> None:
        self._url = url
        self._clock = clock
        self._parts = tuple(parts)
        self._sql = statements()
        self._group = GroupCommit(self._commit)
        self._connection: Connection | None = None

    def append(self, arrivals: Sequence[Row], addresses: Sequence[Address] = ()) -> None:
        """Keep these arrivals; they are durable when this returns. Raises StoreDown."""
        self._group.keep(_Wish(arrivals, addresses or [Address()] * len(arrivals)))

    def close(self) -> None:
        """Commit what still waits and close."""
        self._group.close()
        self._drop()

    # -- the writing thread ------------------------------------------------------------------------------------------

    def _commit(self, together: list[_Wish]) -> None:
        rows = [row for wish in together for row in wish.rows]
        addresses = [address for wish in together for address in wish.addresses]
        try:
            with down():
                self._write(self._connected(), rows, addresses)
        except BaseException:
            self._drop()  # whatever was under way there, nothing of it may be taken up again
            raise
        fault_point("inbox.committed")

    def _write(
        self, connection: Connection, rows: Sequence[Row], addresses: Sequence[Address]
    ) -> None:
        names = {name: each.part for each in addresses for name in each.names}
        with connection.pipeline():
            connection.execute("BEGIN")
            run(connection, self._sql["inbox.numbered"].sql)
            found = (
                run(connection, self._sql["inbox.routes"].sql, (list(names),)) if names else None
            )
            routes: dict[str, int] = dict(found.fetchall()) if found is not None else {}
        if len(routes) < len(names):
            routes = self._add_routes(connection, addresses, routes)
        parts = [_part(address, routes) for address in addresses]
        kinds, dedupes, bodies, moments = zip(*rows, strict=True)
        day = to_ms(self._clock.now()) // DAY_MS
        fault_point("inbox.before_commit")
        with connection.pipeline():
            given = (day, parts, list(kinds), list(dedupes), list(bodies), list(moments))
            run(connection, self._sql["inbox.append"].sql, given)
            connection.execute("COMMIT")

    def _add_routes(
        self, connection: Connection, addresses: Sequence[Address], routes: dict[str, int]
    ) -> dict[str, int]:
        """Give unknown names a partition, that of a known name of the same sender first; return all routes as they are then.

        Two processes may meet the same new sender at once: the first to write decides, the second waits for it and obeys.
        """
        new: dict[str, int] = {}
        for address in addresses:
            part = _part(address, {**routes, **new})
            new.update({name: part for name in address.names if name not in routes})
        ordered = sorted(
            new.items()
        )  # always in the same order, so that no two wait for each other
        run(connection, self._sql["inbox.add_routes"].sql, columns(ordered))
        wanted = [name for address in addresses for name in address.names]
        return dict(run(connection, self._sql["inbox.routes"].sql, (wanted,)).fetchall())

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            connection = connect(self._url, STARTING)
            try:
                prepare(connection, self._parts, to_ms(self._clock.now()))
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
        self._connection = None


def _part(address: Address, routes: dict[str, int]) -> int:
    return next((routes[name] for name in address.names if name in routes), address.part)
