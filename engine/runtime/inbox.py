"""The inbox as the web process sees it: arrivals go in sealed, and are on disk when `append` returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import orjson

from engine.runtime.keys import Keys
from engine.runtime.ports import Alias, Arrival, Reader
from engine.runtime.store.protocol import InboxStore, SealedArrival
from engine.runtime.times import from_ms, to_ms


class Inbox:
    """Seals arrivals and appends them. Any thread may call."""

    def __init__(self, store: InboxStore, keys: Keys) -> None:
        self._store = store
        self._keys = keys

    def append(self, arrivals: Iterable[Arrival]) -> None:
        """Keep these arrivals, all or none; durable when this returns. Raises StoreDown: answer 503, the sender comes again."""
        rows, statuses = [], []
        for arrival in arrivals:
            if arrival.kind == "status":
                statuses.append(arrival)
            else:
                rows.append(self._seal(arrival))
        if statuses:
            rows.append(self._seal(_together(statuses)))
        if rows:
            self._store.append(rows)

    def _seal(self, arrival: Arrival) -> tuple[str, str, bytes, int]:
        dedupe = self._keys.blind("dedupe", arrival.dedupe) if arrival.dedupe else ""
        plain = orjson.dumps([list(alias) for alias in arrival.aliases]) + b"\n" + arrival.body
        sealed = self._keys.inbox.seal(plain, _place(arrival.kind, dedupe))
        return arrival.kind, dedupe, sealed, to_ms(arrival.at)


def _together(statuses: list[Arrival]) -> Arrival:
    """Return many statuses as one arrival with a line for each: there are three for every message, and repeating one does no harm."""
    body = b"\n".join(status.body for status in statuses)
    return Arrival("status", "", (), body, statuses[0].at)


def open_arrival(sealed: SealedArrival, keys: Keys) -> Arrival:
    """Return the arrival; its dedupe id stays blind. Raises keys.Sealed or ValueError when it cannot be read."""
    plain = keys.inbox.open(sealed.body, _place(sealed.kind, sealed.dedupe))
    aliases, _, body = plain.partition(b"\n")
    return Arrival(
        sealed.kind,
        sealed.dedupe,
        tuple(Alias(kind, value) for kind, value in orjson.loads(aliases)),
        body,
        from_ms(sealed.at),
    )


def worked_through(store: Reader, name: Callable[[], str]) -> Callable[[], int]:
    """Return a question the web process can ask: up to which arrival of this inbox has the worker come. It raises StoreDown."""

    def ask() -> int:
        rows = store.rows("inbox.cursor", (name(),))
        return int(rows[0][0]) if rows else 0

    return ask


def _place(kind: str, dedupe: str) -> str:
    return f"inbox/{kind}.{dedupe}/body"
