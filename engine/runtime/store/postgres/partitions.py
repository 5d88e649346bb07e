"""Shares 64 partitions among the workers that are alive: each is one advisory lock, held on the connection its worker writes with.

A worker that dies frees its locks at once, since its connection ends with it. Every worker also holds a lock that only says "I am here", so
that all can count how many they are; who has more than his share gives some up, who has less takes what is free.
"""

from __future__ import annotations

from engine.runtime.doors import Clock, fault_point
from engine.runtime.partitions import EVERY, NONE, PARTITIONS, Change
from engine.runtime.store.postgres.store import PostgresStore

PARTITION, WORKER = 7461, 7462
"""Classes of advisory locks; the second number is the partition, or the worker's number."""
LOOK_EVERY_S = 0.5


class PostgresPartitions:
    """This worker's partitions."""

    def __init__(self, store: PostgresStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._number = -1
        self._held = NONE
        self._leaving = NONE
        self._look_at = 0.0
        self._moved = -1

    def tend(self) -> Change:
        lost = self._store.is_lost
        if lost:
            self._store.come_back()
            self._number, self._held, self._leaving = -1, NONE, NONE
        now = self._clock.monotonic()
        if now < self._look_at and not lost:
            return Change(leaving=self._leaving) if self._leaving else _SAME
        self._look_at = now + LOOK_EVERY_S
        gained = self._share_out()
        if gained:
            fault_point("partitions.gained")
        return Change(gained, self._leaving, lost, self._has_moved())

    def release(self, parts: frozenset[int]) -> None:
        if parts:
            self._store.rows("partitions.free", (PARTITION, sorted(parts)))
            self._held -= parts
            self._leaving -= parts

    def _share_out(self) -> frozenset[int]:
        """Take or give up until this worker has its share; return what it took."""
        held = self._store.rows("partitions.held", (PARTITION, WORKER))
        workers = {number for kind, number in held if kind == WORKER}
        if self._number < 0:
            self._number = self._sign_in(workers)
            workers.add(self._number)
        share = -(-PARTITIONS // len(workers))
        staying = self._held - self._leaving
        taken = {part for kind, part in held if kind == PARTITION}
        if len(staying) > share:
            self._leaving |= frozenset(sorted(staying)[share:])
            self._store.own(self._held - self._leaving)
            return NONE
        free = sorted(EVERY - taken, key=lambda part: (part + 7 * self._number) % PARTITIONS)
        wanted = free[: share - len(self._held)]
        if not wanted:
            return NONE
        gained = frozenset(n for (n,) in self._store.rows("partitions.take", (PARTITION, wanted)))
        self._held |= gained
        self._store.own(self._held - self._leaving, gained)
        return gained

    def _sign_in(self, workers: set[int]) -> int:
        """Return this worker's number, the lowest that is free."""
        for number in range(PARTITIONS):
            if number not in workers and self._store.rows("partitions.take", (WORKER, [number])):
                return number
        return PARTITIONS + len(workers)

    def _has_moved(self) -> bool:
        """Whether names changed hands across partitions since the last look."""
        before, self._moved = self._moved, int(self._store.rows("persons.moved")[0][0])
        return before not in (-1, self._moved)


_SAME = Change()
