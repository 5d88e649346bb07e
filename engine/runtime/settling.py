"""How deliveries end: what a handler's answer means for the row, for the case that waits, and for the person who must look at it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import structlog

from engine.runtime import codec, retries
from engine.runtime.doors import Clock, fault_point
from engine.runtime.letters import Letters
from engine.runtime.persons import Persons
from engine.runtime.ports import Dead, Done, Result, Retry, Unknown
from engine.runtime.replies import Replies
from engine.runtime.rows import IN_DOUBT, WAITING, Parcel, Rows
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms

log = structlog.get_logger()


class Settled(NamedTuple):
    """A delivery that ended. due: when it is tried again or checked, ms, 0 for never."""

    parcel: Parcel
    result: Result
    due: int


class Settling:
    """Writes down how deliveries ended."""

    def __init__(
        self,
        store: Store,
        rows: Rows,
        replies: Replies,
        persons: Persons,
        letters: Letters,
        clock: Clock,
    ) -> None:
        self._store = store
        self._rows = rows
        self._replies = replies
        self._persons = persons
        self._letters = letters
        self._clock = clock

    def judge(self, parcel: Parcel, result: Result, now: int) -> Settled:
        """Return what becomes of the row: a retry beyond the table is death, a doubt already cleared is success."""
        if parcel.confirmed and isinstance(result, Retry | Unknown):
            return Settled(parcel, Done(writes=result.writes), 0)
        match result:
            case Retry(None, why, writes):
                wait = retries.wait_s(parcel.effect, parcel.attempts)
                if wait is not None:
                    return Settled(parcel, result, now + wait * 1000)
                result = Dead(f"given up after {parcel.attempts} attempts: {why}", (), writes)
            case Retry(float() | int() as wait_s):
                return Settled(parcel, result, now + max(1, int(wait_s * 1000)))
            case Unknown(check):
                return Settled(parcel, result, now + max(1, int(check * 1000)))
            case _:
                pass
        if isinstance(result, Dead) and not result.replies:
            last = retries.last_replies(parcel.effect, parcel.name, parcel.session)
            result = Dead(result.why, last, result.writes)
        return Settled(parcel, result, 0)

    def write_down(self, settled: Sequence[Settled]) -> None:
        """Keep these ends in one transaction. Raises StoreDown, or whatever a bad write raises; then nothing is kept."""
        with self._store.transaction():
            self.keep(settled, to_ms(self._clock.now()))
            fault_point("outbox.before_commit")
        fault_point("outbox.committed")

    def keep(self, settled: Sequence[Settled], now: int) -> None:
        """Do what `write_down` does, inside a transaction."""
        self._store.write([write for _, result, _ in settled for write in result.writes])
        done, waiting = [], []
        for parcel, result, due in settled:
            match result:
                case Done():
                    done.append((now, result.provider_id or None, parcel.attempts, parcel.seq))
                    self._write_done(parcel, result, now)
                case Dead():
                    self._write_dead(parcel, result, now)
                case Retry() | Unknown():
                    if parcel.confirmed:  # by a status that came before this could be kept
                        done.append((now, None, parcel.attempts, parcel.seq))
                    else:
                        state = IN_DOUBT if parcel.unsure else WAITING
                        waiting.append((state, due, parcel.attempts, parcel.seq))
        answered = [
            (parcel.person, reply)
            for parcel, result, _ in settled
            if not isinstance(result, Unknown)
            for reply in result.replies
        ]
        self._replies.add_events(answered, now)
        self._store.execute_many("outbox.done", done)
        self._store.execute_many("outbox.wait", waiting)

    def _write_done(self, parcel: Parcel, result: Done, now: int) -> None:
        if result.later:
            self._rows.put(self._rows.entries_of(result.later, parcel.person), now, in_hand=False)
        if result.forget:
            self._rows.forget(result.forget, now)
        if result.aliases:
            self._persons.learn(parcel.person, result.aliases, now)

    def _write_dead(self, parcel: Parcel, result: Dead, now: int) -> None:
        self._store.execute("outbox.dead", (now, parcel.attempts, parcel.seq))
        about, body = parcel.name, codec.encode(parcel.effect)
        self._letters.add("effect", parcel.person, parcel.session, about, result.why, body, now)
        kind = type(parcel.effect).__name__
        log.warning("effect_given_up", effect=kind, about=about, why=result.why)
