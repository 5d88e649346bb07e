"""Delivers effects: messages to one person one at a time and in order, everything else as it comes, each until it is settled.

A row is noted as in hand before its handler is called. After a crash a message that was in hand may have been sent, so it first waits for
a status that names it; every other effect is performed again under the same key, and told that it may have been heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import structlog

from engine.runtime.doors import Clock, Scheduler, fault_point
from engine.runtime.failures import Failures, Judge, give_up
from engine.runtime.lanes import Lanes
from engine.runtime.letters import Letters, blame
from engine.runtime.partitions import part_of
from engine.runtime.persons import Persons
from engine.runtime.ports import Dead, Done, Handler, Job, Result, Retry, StatusBody, Unknown
from engine.runtime.queues import Queues
from engine.runtime.rows import Entry, Parcel, Rows
from engine.runtime.settling import Settled, Settling
from engine.runtime.statuses import Statuses
from engine.runtime.store.protocol import Store, StoreDown
from engine.runtime.times import from_ms, to_ms

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is done at once.

    messages: deliveries under way; others: those of each kind of effect that is no message;
    in_memory: messages held in memory, the rest stays in the table;
    enough: messages queued beyond which no further turns are taken; doubt_ms: how long a message waits for its status after a crash;
    poll_ms: how often the table is asked for effects that have come due.
    """

    messages: int = 500
    others: int = 64
    in_memory: int = 10_000
    enough: int = 1_000
    doubt_ms: int = 3_000
    poll_ms: int = 200


class Outbox:
    """The one deliverer of a store. `start` once, then `pump` and `settle` again and again from the same thread."""

    def __init__(  # noqa: PLR0913, PLR0917 - it stands between all of these
        self,
        store: Store,
        rows: Rows,
        settling: Settling,
        persons: Persons,
        letters: Letters,
        handlers: Mapping[type, Handler],
        clock: Clock,
        scheduler: Scheduler,
        pace: Pace | None = None,
        judge: Judge = give_up,
    ) -> None:
        self._store = store
        self._rows = rows
        self._settling = settling
        self._persons = persons
        self._handlers = handlers
        self._clock = clock
        self._scheduler = scheduler
        self._pace = pace or Pace()
        self._failures = Failures(store, rows, settling, letters, judge, self._job)
        self._lanes = Lanes()
        self._statuses = Statuses(store, rows, lambda: self._lanes, self._failures)
        self._others = Queues(self._pace.others)
        self._untaken: list[Parcel] = []
        self._settled: list[Settled] = []
        self._flying: set[Parcel] = set()
        self._flying_messages = 0
        self._last_read = 0
        self._behind = True
        self._going = False
        self._poll_at = 0

    # -- in a turn's transaction -------------------------------------------------------------------------------------

    def put(self, entries: Sequence[Entry], now: int) -> None:
        """Add effects to the outbox; after the commit they are delivered without being read back."""
        if not entries:
            return
        in_hand = not self._behind and len(self._lanes) < self._pace.in_memory
        in_hand = in_hand and len(self._others) < self._pace.in_memory
        parcels = self._rows.put(entries, now, in_hand)
        self._behind = not in_hand
        self._store.after_commit(lambda: self._accept(parcels))

    def note_statuses(self, statuses: Sequence[StatusBody], now: int) -> None:
        """Note how far messages have come. What becomes of one that failed is judged anew."""
        self._statuses.note(statuses, now)

    def forget(self, keys: Sequence[str], now: int) -> None:
        """Drop services' effects that have not been begun."""
        self._rows.forget(keys, now)

    # -- delivering --------------------------------------------------------------------------------------------------

    @property
    def has_room(self) -> bool:
        """Whether further turns may be taken: their messages would not pile up."""
        return len(self._lanes) < self._pace.enough

    @property
    def is_busy(self) -> bool:
        """Whether something is under way or not yet settled."""
        return bool(self._flying_messages or self._others.is_busy or self._settled)

    def start(self) -> None:
        """Find again what was in hand when the last worker of these partitions ended. Raises StoreDown."""
        now = to_ms(self._clock.now())
        with self._store.transaction():
            self._store.execute("outbox.end_confirmed", (now,))
            self._store.execute("outbox.doubt_messages", (now + self._pace.doubt_ms,))
            self._store.execute("outbox.free_others")
        self.read_again()

    def read_again(self) -> None:
        """Look for messages in the rows from the first on."""
        self._last_read, self._behind = 0, True

    def let_go(self, parts: frozenset[int]) -> frozenset[int]:
        """Begin nothing more for these partitions; return those of which nothing is under way or unsettled any more. Raises StoreDown."""
        dropped = [*self._lanes.leave(parts), *self._others.leave(parts)]
        if dropped:
            with self._store.transaction():
                self._store.execute_many("outbox.put_back", [(seq,) for seq in dropped])
        busy = [*self._flying, *self._untaken, *(each.parcel for each in self._settled)]
        return parts - {part_of(parcel.person) for parcel in busy}

    def drop_all(self) -> None:
        """Forget everything: these partitions are others' now. How a delivery under way ends is found out by whoever has its row."""
        self._lanes = Lanes()
        self._others = Queues(self._pace.others)
        self._untaken.clear()
        self._settled.clear()
        self._flying.clear()
        self._flying_messages = 0

    def pump(self) -> None:
        """Start every delivery that may start now. Raises StoreDown."""
        now = to_ms(self._clock.now())
        if self._behind and len(self._lanes) <= self._pace.in_memory // 2:
            room = self._pace.in_memory - len(self._lanes)
            parcels, self._last_read, self._behind = self._rows.messages_after(
                self._last_read, room
            )
            self._lanes.add(parcel for parcel in parcels if not self._lanes.holds(parcel.seq))
        if now >= self._poll_at:
            self._poll_at = now + self._pace.poll_ms
            self._read_others(now)
        self._go(now)
        self._take()

    def settle(self) -> int:
        """Write down how deliveries ended, all in one transaction; return how many. Raises StoreDown, then nothing is lost."""
        settled, self._settled = self._settled, []
        if not settled:
            return 0
        try:
            self._settling.write_down(settled)
        except StoreDown:
            self._settled = settled + self._settled
            raise
        except Exception as trouble:  # noqa: BLE001 - one fault must not cost another its place
            log.error("settling_together_failed", count=len(settled), why=blame(trouble))
            for each in settled:
                self._settle_alone(each)
        return len(settled)

    # -- inside: starting --------------------------------------------------------------------------------------------

    def _accept(self, parcels: Sequence[Parcel]) -> None:
        messages = [parcel for parcel in parcels if parcel.is_message]
        if messages:
            self._last_read = messages[-1].seq
            self._lanes.add(messages)
        self._others.add(parcel for parcel in parcels if not parcel.is_message)

    def _read_others(self, now: int) -> None:
        parcels = self._rows.others_due(now, self._pace.others, self._others.full)
        if parcels:
            with self._store.transaction():
                self._store.execute_many("outbox.take", [(parcel.seq,) for parcel in parcels])
            self._persons.known({parcel.person for parcel in parcels})
            self._others.add_due(parcels)

    def _go(self, now: int) -> None:
        """Start what is in hand; messages whose row does not say so yet are kept for `_take`."""
        if self._going:
            return
        self._going = True
        while self._flying_messages < self._pace.messages:
            parcel = self._lanes.take(now)
            if parcel is None:
                break
            self._flying_messages += 1
            if parcel.taken:
                self._fly(parcel)
            else:
                self._untaken.append(parcel)
        while other := self._others.take():
            self._fly(other)
        self._going = False

    def _take(self) -> None:
        """Note in the table that these messages are in hand, then start them."""
        if not self._untaken:
            return
        with self._store.transaction():
            self._store.execute_many("outbox.take", [(parcel.seq,) for parcel in self._untaken])
        untaken, self._untaken = self._untaken, []
        self._persons.known({parcel.person for parcel in untaken})
        for parcel in untaken:
            parcel.taken = True
            self._fly(parcel)

    def _fly(self, parcel: Parcel) -> None:
        self._flying.add(parcel)
        self._scheduler.spawn(self._deliver(parcel))

    async def _deliver(self, parcel: Parcel) -> None:
        parcel.attempts += 1
        handler = self._handlers.get(type(parcel.effect))
        if handler is None:
            result: Result = Dead(f"nobody performs {parcel.kind}")
        else:
            try:
                result = await handler.deliver(self._job(parcel))
            except Exception as trouble:  # noqa: BLE001 - whatever a handler does, nothing is lost
                log.error("handler_failed", effect=parcel.kind, why=blame(trouble))
                result = Retry(None, blame(trouble))
        fault_point("outbox.delivered")
        self._end(parcel, result)

    def _job(self, parcel: Parcel) -> Job:
        known = self._persons.reach(parcel.person)
        return Job(
            parcel.name,
            parcel.effect,
            parcel.person,
            parcel.session,
            known.aliases,
            known.line,
            parcel.attempts,
            parcel.unsure,
            from_ms(parcel.made),
        )

    # -- inside: ending ----------------------------------------------------------------------------------------------

    def _end(self, parcel: Parcel, result: Result) -> None:
        """Note how a delivery ended, and let the next of its kind start."""
        if parcel not in self._flying:
            return
        self._flying.remove(parcel)
        now = to_ms(self._clock.now())
        failed, parcel.failed = parcel.failed, None
        if failed is not None and isinstance(result, Done | Unknown):
            result = self._failures.judge(parcel, failed)
        settled = self._settling.judge(parcel, result, now)
        self._settled.append(settled)
        again = isinstance(settled.result, Retry | Unknown)
        parcel.due, parcel.taken = settled.due, False
        parcel.unsure = parcel.unsure or isinstance(result, Unknown)
        if not parcel.is_message:
            self._others.finish(parcel)
        else:
            self._flying_messages -= 1
            if again:
                self._lanes.rest(parcel)
            else:
                self._lanes.finish(parcel)
        self._go(now)

    def _settle_alone(self, settled: Settled) -> None:
        """Write down one result; one that cannot be written counts as a failed attempt."""
        parcel = settled.parcel
        try:
            self._settling.write_down((settled,))
        except StoreDown:
            self._settled.append(settled)
        except Exception as trouble:  # noqa: BLE001 - one fault must not cost another its place
            log.error("settling_failed", effect=parcel.kind, why=blame(trouble))
            again = Retry(None, f"its result could not be kept: {blame(trouble)}")
            now = to_ms(self._clock.now())
            self._settling.write_down((self._settling.judge(parcel, again, now),))
