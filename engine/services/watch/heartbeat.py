"""A worker's sign of life: one small row, written every few seconds, that the web processes look at."""

from __future__ import annotations

import platform
from collections.abc import Callable

from engine.runtime.doors import Clock, Random, new_id
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.watch.figures import REMEMBERED

EVERY_S = 5.0


class Heartbeat:
    """Called by the worker in every round. catalogue: the digest of the one in force."""

    def __init__(
        self, store: Store, clock: Clock, random: Random, catalogue: Callable[[], str]
    ) -> None:
        self._store = store
        self._clock = clock
        self._name = new_id(random)
        self._catalogue = catalogue
        self._started = to_ms(clock.now())
        self._next = 0.0

    def beat(self) -> None:
        """Write that we are alive, at most every few seconds, in a transaction of its own. Raises StoreDown."""
        moment = self._clock.monotonic()
        if moment < self._next:
            return
        now = self._clock.now()
        row = (self._name, platform.node(), self._started, to_ms(now), self._catalogue())
        with self._store.transaction():
            self._store.execute("watch.beat", row)
            self._store.execute("watch.forget_workers", (to_ms(now - REMEMBERED),))
        self._next = moment + EVERY_S
