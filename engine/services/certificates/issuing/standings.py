"""Publishes how certificates stand: a signed list for every 65,536 of them, with the first of them, anew when one changes, when another
key signs and before it grows old; and which lists there are."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Final

import orjson
from nacl.signing import SigningKey

from engine.runtime.doors import Clock
from engine.runtime.ports import Reader, Write
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.certificates.issuing.saying import status_uri
from engine.services.certificates.keys.holding import KeyRing
from engine.services.certificates.status import (
    STANDINGS,
    StatusList,
    seal_status_list,
)
from engine.services.certificates.status.listing import entries_of

FOLDER: Final = "status/"
MIME: Final = "application/statuslist+cwt"
ALL: Final = "status"
"""Under `/.well-known/`: the addresses of all lists, as a Status List Aggregation of the draft. It is not signed; each list is."""
TTL_S: Final = 12 * 3600
AGAIN_S: Final = TTL_S / 2
LOOK_S: Final = 5.0


class NoKeyForLists(Exception):
    """No key may sign status lists now."""


def begin_list(
    number: int, store: Reader, ring: KeyRing, issuer: str, now: datetime
) -> tuple[Write, ...]:
    """Return the write that publishes a list in which all are valid, to be done with the first certificate of it; none where it is there.

    Whoever comes second overwrites nothing. Raises NoKeyForLists.
    """
    if store.rows("published.get", (f"{FOLDER}{number}",)):
        return ()
    key = ring.signer("status", int(now.timestamp()))
    if key is None:
        raise NoKeyForLists
    return (
        Write("published.begin", _row(number, entries_of({}), ring.secret(key.kid), issuer, now)),
    )


def _row(
    number: int, entries: bytes, secret: SigningKey, issuer: str, now: datetime
) -> tuple[str, bytes, str, int]:
    """Return a list as it is published."""
    listed = StatusList(status_uri(issuer, number), int(now.timestamp()), TTL_S, entries)
    content = seal_status_list(listed, secret)
    return f"{FOLDER}{number}", content, MIME, to_ms(now)


class Standings:
    """Called by the worker in every round. issuer: whose address the lists have."""

    def __init__(self, store: Store, ring: KeyRing, clock: Clock, issuer: str) -> None:
        self._store, self._ring, self._clock, self._issuer = store, ring, clock, issuer
        self._next = 0.0
        self._known: dict[int, tuple[bytes, bytes, float]] = {}
        self._named: tuple[int, ...] = ()

    def step(self) -> int:
        """Publish what has changed and return how many lists that was. Raises StoreDown."""
        moment = self._clock.monotonic()
        if moment < self._next:
            return 0
        self._next = moment + LOOK_S
        now = self._clock.now()
        key = self._ring.signer("status", int(now.timestamp()))
        if key is None:
            return 0
        numbers = tuple(int(number) for (number,) in self._store.rows("certificates.lists"))
        changed = sum(self._list(number, key.kid, now, moment) for number in numbers)
        if numbers != self._named:
            self._name(numbers, now)
        return changed

    def _name(self, numbers: tuple[int, ...], now: datetime) -> None:
        """Publish where the lists are, for whoever wants them all without knowing a certificate of each."""
        lists = [status_uri(self._issuer, number) for number in numbers]
        row = (ALL, orjson.dumps({"status_lists": lists}), "application/json", to_ms(now))
        with self._store.transaction():
            self._store.execute("published.put", row)
        self._named = numbers

    def _list(self, number: int, kid: bytes, now: datetime, moment: float) -> bool:
        rows = self._store.rows("certificates.standings", (number,))
        entries = entries_of({int(place): STANDINGS[STANDINGS.index(said)] for place, said in rows})
        print_ = sha256(entries).digest()
        known, by, since = self._known.get(number, (b"", b"", 0.0))
        if (known, by) == (print_, kid) and moment - since < AGAIN_S:
            return False
        row = _row(number, entries, self._ring.secret(kid), self._issuer, now)
        with self._store.transaction():
            self._store.execute("published.put", row)
        self._known[number] = (print_, kid, moment)
        return True
