"""Throws away what is no longer needed, a little at a time: old dedupe ids, delivered effects, traces, counters, cases kept long enough."""

from __future__ import annotations

from engine.runtime.doors import Clock
from engine.runtime.forgetting import Forgetting
from engine.runtime.keeping import KEEPER, Keeping
from engine.runtime.keys import Keys
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms

DAY_MS = 24 * 3600 * 1000
SEEN_DAYS = 9
"""WhatsApp repeats a webhook for up to 7 days: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview"""
DELIVERED_DAYS = 3
TRACE_DAYS = 90
COUNTER_DAYS = 400
EVERY_S = 1.0
KEYS_S = 600.0
"""How long a data key stays in memory at most: what another worker erased is unreadable here as well after that."""
AT_ONCE = 2_000


class Upkeep:
    """Called by the worker between batches."""

    def __init__(
        self, store: Store, keys: Keys, clock: Clock, keeping: Keeping, forgetting: Forgetting
    ) -> None:
        self._store = store
        self._keys = keys
        self._keeping = keeping
        self._forgetting = forgetting
        self._keys_at = 0.0
        self._clock = clock
        self._next = 0.0
        self._outbox_from = 0
        self._counters_at = 0.0

    def run(self) -> None:
        """Do a little, at most once a second. Raises StoreDown."""
        moment = self._clock.monotonic()
        if moment < self._next:
            return
        self._next = moment + EVERY_S
        self._keys.trim()
        if moment >= self._keys_at:
            self._keys_at = moment + KEYS_S
            self._keys.let_go()
        self._forgetting.run(to_ms(self._clock.now()))
        self._keeping.run(to_ms(self._clock.now()))
        if KEEPER not in self._store.mine:
            return
        now = to_ms(self._clock.now())
        with self._store.transaction():
            self._store.execute("inbox.forget_seen", (AT_ONCE, now - SEEN_DAYS * DAY_MS))
            self._store.execute("turns.forget_traces", (AT_ONCE, now - TRACE_DAYS * DAY_MS))
            self._outbox(now - DELIVERED_DAYS * DAY_MS)
            if moment >= self._counters_at:
                self._counters_at = moment + 3600
                self._store.execute("counters.expunge", (now - COUNTER_DAYS * DAY_MS,))

    def _outbox(self, before: int) -> None:
        """Delete ended rows in the next stretch of numbers; what is still open there is passed by and met again next time round."""
        rows = self._store.rows("outbox.first_after", (self._outbox_from,))
        if not rows or rows[0][1] >= before:
            self._outbox_from = 0
            return
        first = rows[0][0]
        self._store.execute("outbox.expunge", (first, first + AT_ONCE, before))
        self._outbox_from = first + AT_ONCE - 1
