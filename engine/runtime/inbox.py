"""The inbox as the web process sees it: arrivals go in sealed, and are on disk when `append` returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import orjson

from engine.runtime.keys import Keys
from engine.runtime.partitions import part_of, part_of_text
from engine.runtime.persons import names_of
from engine.runtime.ports import Alias, Arrival, Reader
from engine.runtime.rows import part_of_message
from engine.runtime.store.protocol import Address, InboxStore, SealedArrival
from engine.runtime.times import from_ms, to_ms


class Inbox:
    """Seals arrivals and appends them. Any thread may call."""

    def __init__(self, store: InboxStore, keys: Keys) -> None:
        self._store = store
        self._keys = keys

    def append(self, arrivals: Iterable[Arrival]) -> None:
        """Keep these arrivals, all or none; durable when this returns. Raises StoreDown: answer 503, the sender comes again."""
        rows, addresses = [], []
        statuses: dict[int, list[Arrival]] = {}
        sorts = self._store.sorts
        for arrival in arrivals:
            if arrival.kind == "status":
                statuses.setdefault(_part_of_status(arrival) if sorts else 0, []).append(arrival)
                continue
            rows.append(self._seal(arrival))
            if sorts:
                addresses.append(self._address(arrival))
        for part, same in statuses.items():
            rows.append(self._seal(_together(same)))
            addresses.append(Address((), part))
        if rows:
            self._store.append(rows, addresses)

    def _address(self, arrival: Arrival) -> Address:
        """Return whose business it is: the sender's, the case's, or always the same worker's for the same thing."""
        if arrival.session:
            return Address((), part_of(arrival.session))
        names = tuple(names_of(arrival.aliases, self._keys))
        return Address(names, part_of_text(names[0] if names else arrival.dedupe))

    def _seal(self, arrival: Arrival) -> tuple[str, str, bytes, int]:
        dedupe = self._keys.blind("dedupe", arrival.dedupe) if arrival.dedupe else ""
        plain = orjson.dumps([list(alias) for alias in arrival.aliases]) + b"\n" + arrival.body
        sealed = self._keys.inbox.seal(plain, _place(arrival.kind, dedupe))
        return arrival.kind, dedupe, sealed, to_ms(arrival.at)


def _together(statuses: list[Arrival]) -> Arrival:
    """Return many statuses as one arrival with a line for each: there are three for every message, and repeating one does no harm."""
    body = b"\n".join(status.body for status in statuses)
    return Arrival("status", "", (), body, statuses[0].at)


def _part_of_status(status: Arrival) -> int:
    """Return the partition of the message a status speaks of, so that it reaches the worker who has that message in hand."""
    return part_of_message(orjson.loads(status.body).get("opaque") or "")


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
