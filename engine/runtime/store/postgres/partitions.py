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
SILENCE = "10s"
"""A worker asks several times a second; one that says nothing for so long hangs, and its partitions go to others."""


class PostgresPartitions:
    """This worker's partitions."""

    def __init__(self, store: PostgresStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._number = -1
        self._held = NONE
        self._leaving = NONE
        self._gained = NONE
        self._lost = False
        self._look_at = 0.0
        self._moved = -1

    def tend(self) -> Change:
        if self._store.is_lost:
            self._lost = True
            self._store.come_back()
            self._number, self._held, self._leaving, self._gained = -1, NONE, NONE, NONE
            self._look_at = 0.0
        now, moved = self._clock.monotonic(), False
        if now >= self._look_at:
            if self._share_out():
                fault_point("partitions.gained")
            moved = self._has_moved()
            self._look_at = now + LOOK_EVERY_S
        return Change(self._gained, self._leaving, self._lost, moved)

    def heeded(self) -> None:
        self._gained, self._lost = NONE, False

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
            self._gained -= self._leaving
            self._store.own(self._held - self._leaving, self._gained)
            return NONE
        free = sorted(EVERY - taken, key=lambda part: (part + 7 * self._number) % PARTITIONS)
        wanted = free[: max(0, share - len(self._held))]
        if not wanted:
            return NONE
        gained = frozenset(n for (n,) in self._store.rows("partitions.take", (PARTITION, wanted)))
        self._held |= gained
        self._gained |= gained
        self._store.own(self._held - self._leaving, self._gained)
        return gained

    def _sign_in(self, workers: set[int]) -> int:
        """Return this worker's number, the lowest that is free."""
        self._store.rows("partitions.limit_silence", (SILENCE,))
        for number in range(PARTITIONS):
            if number not in workers and self._store.rows("partitions.take", (WORKER, [number])):
                return number
        return PARTITIONS + len(workers)

    def _has_moved(self) -> bool:
        """Whether names changed hands across partitions since the last look."""
        before, self._moved = self._moved, int(self._store.rows("persons.moved")[0][0])
        return before not in (-1, self._moved)
