"""Publishes how certificates stand: a signed list for every 65,536 of them, anew when one of it changes and before it grows old."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from engine.runtime.doors import Clock
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
TTL_S: Final = 12 * 3600
AGAIN_S: Final = TTL_S / 2
LOOK_S: Final = 5.0


class Standings:
    """Called by the worker in every round. issuer: whose address the lists have."""

    def __init__(self, store: Store, ring: KeyRing, clock: Clock, issuer: str) -> None:
        self._store, self._ring, self._clock, self._issuer = store, ring, clock, issuer
        self._next = 0.0
        self._known: dict[int, tuple[bytes, float]] = {}

    def step(self) -> int:
        """Publish what has changed and return how many lists that was. Raises StoreDown."""
        moment = self._clock.monotonic()
        if moment < self._next:
            return 0
        self._next = moment + LOOK_S
        changed = 0
        for (number,) in self._store.rows("certificates.lists"):
            changed += self._list(int(number), moment)
        return changed

    def _list(self, number: int, moment: float) -> bool:
        rows = self._store.rows("certificates.standings", (number,))
        entries = entries_of({int(place): STANDINGS[STANDINGS.index(said)] for place, said in rows})
        print_ = sha256(entries).digest()
        known, since = self._known.get(number, (b"", 0.0))
        if known == print_ and moment - since < AGAIN_S:
            return False
        now = self._clock.now()
        key = self._ring.signer("status", int(now.timestamp()))
        if key is None:
            return False
        listed = StatusList(status_uri(self._issuer, number), int(now.timestamp()), TTL_S, entries)
        content = seal_status_list(listed, self._ring.secret(key.kid))
        with self._store.transaction():
            self._store.execute("published.put", (f"{FOLDER}{number}", content, MIME, to_ms(now)))
        self._known[number] = (print_, moment)
        return True
