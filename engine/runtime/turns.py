"""Takes what arrived, lets the interpreter answer it, and keeps everything that follows in one transaction.

A batch holds many persons. Their conversations and cases are read at once, the turns are taken in memory in order, the results are written
at once. A turn that fails is put off together with all that follows it for the same person; the others of the batch never notice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from engine.domain.event import Event, MessageArrived
from engine.domain.message import Outgoing
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import Turn
from engine.interpreter.directory import Directory
from engine.runtime import codec
from engine.runtime.arrivals import Arrivals, Batch, Waking
from engine.runtime.doors import Clock, fault_point
from engine.runtime.letters import Letters, blame
from engine.runtime.results import People, Results
from engine.runtime.store.protocol import Store, StoreDown
from engine.runtime.times import to_ms

log = structlog.get_logger()

LEISURE = 20
"""Events in a batch up to which each message is marked as read at once; above that the replies themselves must do."""
TRIES = 3
RETRY_MS = (2_000, 30_000)
"""After the first and the second failure."""


class TakeTurn(Protocol):
    """`interpreter.dialogue.take_turn`."""

    def __call__(
        self,
        directory: Directory,
        conversation: Conversation,
        sessions: Mapping[str, Session],
        event: Event,
        now: datetime,
        new_id: str,
    ) -> Turn:
        """Take one event of one person."""


SessionsNeeded = Callable[[Conversation, Event], tuple[str, ...]]
Apology = Callable[[Conversation], Outgoing]


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The interpreter, as turns need it. directory: asked once a batch; new_id: of a case of this
    person; apology: what a citizen hears when a turn failed for good;
    claimed: told of a message (our line, its name there) as its turn begins; heard: told of the line of each message."""

    take_turn: TakeTurn
    sessions_needed: SessionsNeeded
    directory: Callable[[], Directory]
    apology: Apology
    new_id: Callable[[str], str]
    claimed: Callable[[str, str], None] = lambda _line, _message: None
    heard: Callable[[str], None] = lambda _line: None


class Turns:
    """The one taker of turns of a store. batch: events a transaction at most."""

    def __init__(
        self,
        store: Store,
        arrivals: Arrivals,
        results: Results,
        letters: Letters,
        dialogue: Dialogue,
        clock: Clock,
        batch: int = 200,
    ) -> None:
        self._store = store
        self._arrivals = arrivals
        self._results = results
        self._letters = letters
        self._dialogue = dialogue
        self._clock = clock
        self._batch = batch
        self._careful = 0
        self._failures = 0

    def process_batch(self) -> int:
        """Take the turns of what is waiting, at most one batch; return how much there was. Raises StoreDown, then nothing happened."""
        moment = self._clock.now()
        limit = 1 if self._careful else self._batch
        batch = self._arrivals.claim(to_ms(moment), limit)
        if not len(batch):
            self._careful = 0
            return 0
        fault_point("turns.claimed")
        self._careful = max(0, self._careful - 1)
        try:
            self._process(batch, moment)
            self._failures = 0
        except StoreDown:
            raise
        except Exception as trouble:  # noqa: BLE001 - one fault must not cost another its place
            log.error("batch_failed", size=len(batch), why=blame(trouble))
            self._after_failure(batch, moment, trouble)
        return len(batch)

    def _process(self, batch: Batch, moment: datetime) -> None:
        now = to_ms(moment)
        with self._store.transaction():
            wakings = self._arrivals.understand(batch, now)
            self._greet(wakings)
            people = self._results.read(wakings, self._dialogue.sessions_needed)
            self._take(batch, wakings, people, moment)
            self._results.write(people, now)
            self._arrivals.finish(batch)
            fault_point("turns.before_commit")
        fault_point("turns.committed")

    def _greet(self, wakings: Sequence[Waking]) -> None:
        """Tell the channel of every message; let it show that one is being dealt with, while there is leisure for courtesies."""
        for waking in wakings:
            if waking.message:
                self._dialogue.heard(waking.line)
        if len(wakings) <= LEISURE:
            for waking in wakings:
                if waking.message:
                    self._dialogue.claimed(waking.line, waking.message)

    def _take(
        self, batch: Batch, wakings: Sequence[Waking], people: People, moment: datetime
    ) -> None:
        directory = self._dialogue.directory()
        failed: set[str] = set()
        now = to_ms(moment)
        for waking in wakings:
            if waking.person in failed:
                self._arrivals.put_off(batch, waking, now)
                continue
            try:
                turn = self._turn(directory, waking, people, moment)
            except StoreDown:
                raise
            except Exception as trouble:  # noqa: BLE001 - one person's bug must not cost another
                waking.tries += 1
                log.error(
                    "turn_failed", person=waking.person, tries=waking.tries, why=blame(trouble)
                )
                if waking.tries < TRIES:
                    self._arrivals.put_off(batch, waking, now, now + RETRY_MS[waking.tries - 1])
                    failed.add(waking.person)
                else:
                    self._bury(waking, people, now, trouble)
                continue
            self._results.take(people, waking, turn, now)

    def _turn(self, directory: Directory, waking: Waking, people: People, moment: datetime) -> Turn:
        conversation = people.conversations[waking.person]
        needed = self._dialogue.sessions_needed(conversation, waking.event)
        sessions = self._results.sessions(people, waking.person, needed)
        return self._dialogue.take_turn(
            directory,
            conversation,
            sessions,
            waking.event,
            moment,
            self._dialogue.new_id(waking.person),
        )

    def _bury(self, waking: Waking, people: People, now: int, trouble: Exception) -> None:
        """Make a turn that failed for good a dead letter, and apologise."""
        event = waking.event
        why = blame(trouble)
        session = getattr(event, "session", "")
        kind = type(event).__name__
        self._letters.add("turn", waking.person, session, kind, why, codec.encode(event), now)
        if isinstance(event, MessageArrived):
            words = self._dialogue.apology(people.conversations[waking.person])
            self._results.say(people, waking.person, words, now)

    def _after_failure(self, batch: Batch, moment: datetime, trouble: Exception) -> None:
        """Something else than a turn failed: take the batch one by one, and bury what fails alone three times."""
        if len(batch) > 1:
            self._careful = len(batch) + 1
            return
        self._careful += 1
        self._failures += 1
        if self._failures < TRIES:
            return
        self._failures = 0
        with self._store.transaction():
            self._arrivals.bury(batch, blame(trouble), to_ms(moment))
            self._arrivals.finish(batch)
