"""The inbox as a worker takes from it: arrivals of its own partitions, at once when they are committed, none left behind.

Numbers are given when an arrival is written and become visible when it is committed, which may be in another order: a cursor that simply
follows the last number seen would jump over what is still being committed. So whatever lies above a *low mark* and has not been taken yet
is taken at once; and the low mark moves up to a number only when every transaction that could still bring a smaller one has ended. What
was taken above it is remembered; after a restart it is read once more, and `seen` knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.runtime.doors import Clock
from engine.runtime.partitions import NONE
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.protocol import SealedArrival
from engine.runtime.times import to_ms

DAY_MS = 24 * 3600 * 1000
KEPT_DAYS = 3
"""Days an arrival that has been dealt with is kept, for those who look into an incident."""
AHEAD_DAYS = 7
LOOK_EVERY_S = 0.05
SAVE_EVERY_S = 1.0
HOUSE_EVERY_S = 600.0


class PostgresIntake:
    """What this worker has taken, and how far everything is taken."""

    def __init__(self, store: PostgresStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._mine = NONE
        self._low = self._day = 0
        self._saved = (0, 0)
        self._taken: set[int] = set()
        self._given = -1
        self._awaited: tuple[int, int] | None = None
        self._safe = self._next_low = self._next_day = 0
        self._look_at = self._save_at = self._house_at = 0.0

    def claim(self, limit: int) -> list[SealedArrival]:
        if self._store.mine is not self._mine:
            self._begin_anew()
        if not self._mine:
            return []
        now = self._clock.monotonic()
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY_S
            self._look()
        rows = self._store.rows("inbox.claim", (self._low, self._day - 1, list(self._taken), limit))
        self._mark(rows, limit)
        if not rows:
            self._raise_low()
        if now >= self._save_at:
            self._save_at = now + SAVE_EVERY_S
            self._save(now)
        return [SealedArrival._make(row) for row in rows]

    def finish(self, arrivals: Sequence[SealedArrival]) -> None:
        seqs = [arrival.seq for arrival in arrivals]
        self._store.after_commit(lambda: self._finished(seqs))

    def close(self) -> None:
        """The connection is the store's."""

    # -- inside ------------------------------------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        """Go back to where the last of these partitions stands; what was dealt with meanwhile is known by `seen`."""
        if self._mine and (self._low, self._day) != self._saved:
            self._write_down(self._mine)
        self._mine = self._store.mine
        self._taken.clear()
        self._given, self._awaited, self._safe, self._next_low = -1, None, 0, 0
        if self._mine:
            self._low, self._day = self._store.rows("inbox.cursors")[0]
            self._next_day = self._day
            self._saved = (self._low, self._day)

    def _look(self) -> None:
        """Learn up to which number nothing can appear any more.

        A transaction is numbered before it draws numbers for its arrivals. So one that was not yet numbered when the last number given
        was read can only bring greater ones; when all that were have ended, nothing smaller is left to come.
        """
        given, oldest, next_ = self._store.rows("inbox.horizon")[0]
        if self._awaited is None and self._given >= 0:
            self._awaited = (self._given, next_)
        self._given = given
        if self._awaited is not None and oldest >= self._awaited[1]:
            self._safe = max(self._safe, self._awaited[0])
            self._awaited = None

    def _mark(self, rows: Sequence[tuple[Any, ...]], limit: int) -> None:
        """Note how far the low mark may go once what was just claimed is dealt with; it is a mark of today where nothing else waits."""
        is_all = len(rows) < limit
        self._next_low = max(self._low, self._safe if is_all else min(self._safe, rows[-1][0]))
        self._next_day = to_ms(self._clock.now()) // DAY_MS if is_all else self._day

    def _finished(self, seqs: list[int]) -> None:
        self._taken.update(seqs)
        self._raise_low()

    def _raise_low(self) -> None:
        self._day = self._next_day
        if self._next_low > self._low:
            self._low = self._next_low
            self._taken = {seq for seq in self._taken if seq > self._low}

    def _save(self, now: float) -> None:
        """Write the low mark down now and then, and open tables for the days to come."""
        if (self._low, self._day) != self._saved:
            self._write_down(self._mine)
        if now >= self._house_at:
            self._house_at = now + HOUSE_EVERY_S
            today = to_ms(self._clock.now()) // DAY_MS
            with self._store.transaction():
                self._store.execute(
                    "inbox.tend_days", (today, today + AHEAD_DAYS, today - KEPT_DAYS)
                )

    def _write_down(self, parts: frozenset[int]) -> None:
        with self._store.transaction():
            self._store.execute("inbox.move_cursor", (self._low, self._day, sorted(parts)))
        self._saved = (self._low, self._day)
