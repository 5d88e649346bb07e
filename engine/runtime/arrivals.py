"""What wakes conversations: claims arrivals, replies and timers that are due, and works out whose they are and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import structlog

from engine.domain.event import Event, MessageArrived, TimerFired
from engine.runtime import codec
from engine.runtime.inbox import open_arrival
from engine.runtime.keys import Keys, Sealed
from engine.runtime.letters import Letters, blame
from engine.runtime.outbox import Outbox
from engine.runtime.partitions import part_of
from engine.runtime.persons import Persons
from engine.runtime.ports import (
    Arrival,
    MessageBody,
    MovedBody,
    NotYet,
    QuarantineBody,
    Received,
    Receiver,
    StatusBody,
)
from engine.runtime.replies import PutOff, Replies, Reply
from engine.runtime.rows import Rows
from engine.runtime.store.protocol import Intake, SealedArrival, Store, StoreDown
from engine.runtime.times import from_ms

log = structlog.get_logger()

RECEIVER_TRIES = 3
RECEIVER_RETRY_MS = 5_000

Timer = tuple[str, str, str, int]
"""session, name, person, token"""


@dataclass(slots=True)
class Waking:
    """One event of one person.

    tries: failed ones; reply: its row in the reply table, 0 where it has none; message: the channel's name of a message that woke us.
    """

    person: str
    event: Event
    tries: int = 0
    reply: int = 0
    line: str = ""
    message: str = ""


@dataclass(slots=True)
class Batch:
    """What was claimed. kept: reply rows that stay."""

    replies: list[Reply]
    timers: list[Timer]
    arrivals: list[SealedArrival]
    kept: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.replies) + len(self.timers) + len(self.arrivals)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the arrivals of one batch say, in order; messages wait for their persons, who belong to a partition, where they are new."""

    wakings: list[Waking] = field(default_factory=list)
    messages: list[tuple[Arrival, Waking, int | None]] = field(default_factory=list)
    statuses: list[StatusBody] = field(default_factory=list)


class Arrivals:
    """All that comes in. Everything but `claim` runs inside a transaction."""

    def __init__(  # noqa: PLR0913, PLR0917 - it knows every way in
        self,
        store: Store,
        intake: Intake,
        keys: Keys,
        persons: Persons,
        replies: Replies,
        rows: Rows,
        outbox: Outbox,
        letters: Letters,
        receivers: Mapping[str, Receiver],
    ) -> None:
        self._store = store
        self._intake = intake
        self._keys = keys
        self._persons = persons
        self._replies = replies
        self._rows = rows
        self._outbox = outbox
        self._letters = letters
        self._receivers = receivers

    def claim(self, now: int, limit: int) -> Batch:
        """Return what is due, replies first, so that what was put off is taken before what came after it. Raises StoreDown."""
        replies = self._replies.due(now, limit)
        room = limit - len(replies)
        timers: list[Timer] = []
        if room:
            due = self._store.rows("timers.due", (now, room))
            timers = [(session, name, person, token) for session, name, person, _, token in due]
            room -= len(timers)
        return Batch(replies, timers, self._intake.claim(room) if room else [])

    def understand(self, batch: Batch, now: int) -> list[Waking]:
        """Return the events of a batch with their persons, in order; what is no event is dealt with."""
        told = _Told()
        for reply in batch.replies:
            self._reply(reply, told, now)
        for session, name, person, token in batch.timers:
            told.wakings.append(Waking(person, TimerFired(session, name, token)))
        for arrival, part in self._fresh(batch.arrivals, now):
            self._arrival(arrival, part, told, now, 0)
        self._find_persons(told, now)
        if told.statuses:
            self._outbox.note_statuses(told.statuses, now)
        return [
            waking
            for waking in told.wakings
            if not self._is_elsewhere(waking, now) and not self._must_wait(waking, now)
        ]

    def finish(self, batch: Batch) -> None:
        """Mark everything claimed as dealt with, in the transaction that did it."""
        if batch.arrivals:
            self._intake.finish(batch.arrivals)
        done = [reply.seq for reply in batch.replies if reply.seq not in batch.kept]
        if done:
            self._replies.drop(done)
        if batch.timers:
            fired = [(session, name, token) for session, name, _, token in batch.timers]
            self._store.execute_many("timers.fired", fired)

    def put_off(self, batch: Batch, waking: Waking, now: int, until: int = 0) -> None:
        """Take this event later. until: ms, and everything else of this person with it; 0: as long as the person's others wait."""
        if until:
            self._replies.wait(waking.person, until)
        if waking.reply:
            batch.kept.add(waking.reply)
            self._store.execute("inbox.count_try", (waking.tries, waking.reply))
        else:
            self._replies.add(waking.person, waking.event, now, tries=waking.tries)

    def bury(self, batch: Batch, why: str, now: int) -> None:
        """Make everything claimed dead letters."""
        for sealed in batch.arrivals:
            self._letters.add("arrival", "", "", sealed.kind, why, self._plain(sealed), now)
        for reply in batch.replies:
            body = codec.encode(reply.what) if reply.what is not None else b""
            self._letters.add("turn", reply.person, "", type(reply.what).__name__, why, body, now)
        for session, name, person, token in batch.timers:
            body = codec.encode(TimerFired(session, name, token))
            self._letters.add("turn", person, session, "TimerFired", why, body, now)

    # -- inside ------------------------------------------------------------------------------------------------------

    def _fresh(self, sealed: list[SealedArrival], now: int) -> Iterable[tuple[Arrival, int | None]]:
        """Yield the arrivals that were never seen, with their partition; of those that repeat each other the first."""
        ids = [arrival.dedupe for arrival in sealed if arrival.dedupe]
        fresh = {dedupe for (dedupe,) in self._store.rows_in("inbox.mark_seen", ids, (now,))}
        for each in sealed:
            if each.dedupe:
                if each.dedupe not in fresh:
                    continue
                fresh.discard(each.dedupe)
            try:
                yield open_arrival(each, self._keys), each.part
            except (Sealed, ValueError) as trouble:
                self._letters.add("arrival", "", "", each.kind, str(trouble), b"", now)

    def _reply(self, reply: Reply, told: _Told, now: int) -> None:
        if reply.what is None:
            self._letters.add("arrival", reply.person, "", "reply", "it does not open", b"", now)
        elif isinstance(reply.what, PutOff):
            self._arrival(reply.what.arrival, reply.part, told, now, reply.tries)
        else:
            told.wakings.append(Waking(reply.person, reply.what, reply.tries, reply.seq))

    def _arrival(
        self, arrival: Arrival, part: int | None, told: _Told, now: int, tries: int
    ) -> None:
        """Sort one arrival in. Its own faults cost nobody else a place."""
        receiver = self._receivers.get(arrival.kind)
        try:
            if receiver is not None:
                self._receive(arrival, part, receiver, told, now, tries)
            elif arrival.kind == "status":
                for line in arrival.body.splitlines():
                    self._own(arrival, part, codec.decode(line), told, now)
            else:
                self._own(arrival, part, codec.decode(arrival.body), told, now)
        except codec.Unreadable as trouble:
            self._bury_arrival(arrival, f"unreadable: {trouble}", now)

    def _own(self, arrival: Arrival, part: int | None, body: object, told: _Told, now: int) -> None:
        match body:
            case MessageBody() if arrival.aliases:
                waking = Waking("", MessageArrived(body.message), line=body.to, message=body.id)
                told.wakings.append(waking)
                told.messages.append((arrival, waking, part))
            case StatusBody():
                told.statuses.append(body)
            case MovedBody():
                self._persons.moved(arrival.aliases, body.new, now)
            case QuarantineBody(reason):
                self._bury_arrival(arrival, reason, now)
            case _:
                self._bury_arrival(arrival, f"nobody receives {arrival.kind}", now)

    def _receive(
        self,
        arrival: Arrival,
        part: int | None,
        receiver: Receiver,
        told: _Told,
        now: int,
        tries: int,
    ) -> None:
        try:
            received = receiver.receive(arrival, self._store, from_ms(now))
        except (StoreDown, codec.Unreadable):
            raise
        except Exception as trouble:  # noqa: BLE001 - one fault must not cost another its place
            if not isinstance(trouble, NotYet):
                log.error("receiver_failed", kind=arrival.kind, tries=tries + 1, why=blame(trouble))
            if tries + 1 >= RECEIVER_TRIES:
                self._bury_arrival(arrival, blame(trouble), now)
                return
            again = PutOff(
                arrival.kind, arrival.dedupe, arrival.aliases, arrival.body.decode(), arrival.at
            )
            self._replies.add("", again, now, now + RECEIVER_RETRY_MS, tries + 1, part or 0)
            return
        self._follow(received, arrival, told, now)

    def _follow(self, received: Received, arrival: Arrival, told: _Told, now: int) -> None:
        self._store.write(received.writes)
        if received.later:
            self._outbox.put(self._rows.entries_of(received.later, ""), now)
        if received.forget:
            self._outbox.forget(received.forget, now)
        sessions = [getattr(event, "session", "") for event in received.events]
        persons = dict(self._store.rows_in("turns.session_persons", sessions))
        for event, session in zip(received.events, sessions, strict=True):
            if session in persons:
                told.wakings.append(Waking(persons[session], event))
            else:
                self._bury_arrival(arrival, "it names a case that does not exist", now)

    def _find_persons(self, told: _Told, now: int) -> None:
        if not told.messages:
            return
        senders = [arrival.aliases for arrival, _, _ in told.messages]
        lines = [waking.line for _, waking, _ in told.messages]
        parts = [part for _, _, part in told.messages]
        persons = self._persons.resolve(senders, now, lines, parts)
        for (_, waking, _), person in zip(told.messages, persons, strict=True):
            waking.person = person

    def _is_elsewhere(self, waking: Waking, now: int) -> bool:
        """Hand an event over to the worker who has its person."""
        if part_of(waking.person) in self._store.mine:
            return False
        self._replies.add(waking.person, waking.event, now, tries=waking.tries)
        return True

    def _must_wait(self, waking: Waking, now: int) -> bool:
        """Queue an event behind those of its person that were put off."""
        if waking.reply or not self._replies.is_put_off(waking.person, now):
            return False
        self._replies.add(waking.person, waking.event, now)
        return True

    def _bury_arrival(self, arrival: Arrival, why: str, now: int) -> None:
        self._letters.add("arrival", "", "", arrival.kind, why, arrival.body, now)

    def _plain(self, sealed: SealedArrival) -> bytes:
        try:
            return open_arrival(sealed, self._keys).body
        except (Sealed, ValueError):
            return sealed.body
