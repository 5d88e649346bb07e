"""The worker process: takes turns, delivers effects, keeps house, until told to stop; a store that is down makes it wait, not fall."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from engine.domain.event import Event
from engine.domain.message import Outgoing
from engine.domain.session import Conversation
from engine.interpreter.directory import Directory
from engine.runtime.arrivals import Arrivals
from engine.runtime.doors import Clock, Random, Scheduler
from engine.runtime.failures import Judge, give_up
from engine.runtime.forgetting import Forgetting
from engine.runtime.keeping import Keeping, Parting, nothing_stays
from engine.runtime.keys import Keys
from engine.runtime.letters import Letters
from engine.runtime.outbox import Outbox, Pace
from engine.runtime.partitions import EVERY, AllOfThem, Partitions, new_id_in, part_of
from engine.runtime.persons import Persons
from engine.runtime.ports import Handler, Receiver
from engine.runtime.programs import Programs
from engine.runtime.replies import Replies
from engine.runtime.results import Results
from engine.runtime.rows import Rows
from engine.runtime.settling import Settling
from engine.runtime.store.protocol import Intake, Store, StoreDown
from engine.runtime.times import to_ms
from engine.runtime.turns import Dialogue, TakeTurn, Turns
from engine.runtime.upkeep import Upkeep

log = structlog.get_logger()

BUSY_S = 0.01
"""Between batches while there is work: long enough for a few arrivals to gather."""
IDLE_S = (0.02, 0.1)
IDLE_AFTER = 100
"""Empty rounds after which the longer pause is taken."""
DOWN_S = 1.0
STOP_S = 5.0


class AnotherWorker(Exception):
    """A worker is at this database already; two would do everything twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the worker is given from outside.

    handlers: by effect class; receivers: by kind of arrival; directory: what may be opened now;
    take_turn, sessions_needed: the interpreter's; apology: what a citizen hears when a turn failed for good;
    claimed: told of a message as its turn begins, when there is leisure; heard: told of the line of each; batch: events a transaction;
    judge: says what becomes of a message reported as failed; parting: what must be written before a case's key goes.
    """

    store: Store
    inbox: Intake
    keys: Keys
    clock: Clock
    random: Random
    scheduler: Scheduler
    handlers: Mapping[type, Handler]
    receivers: Mapping[str, Receiver]
    directory: Callable[[], Directory]
    programs: Programs
    take_turn: TakeTurn
    sessions_needed: Callable[[Conversation, Event], tuple[str, ...]]
    apology: Callable[[Conversation], Outgoing]
    claimed: Callable[[str, str], None] = lambda _line, _message: None
    heard: Callable[[str], None] = lambda _line: None
    batch: int = 200
    pace: Pace | None = None
    judge: Judge = give_up
    partitions: Partitions = field(default_factory=AllOfThem)
    parting: Parting = nothing_stays


class Worker:
    """Everything that runs in the worker process. `begin` once, then `cycle` again and again, or `run` for both.

    refresh: called every round (a catalogue that may have changed).
    """

    def __init__(self, world: World, refresh: Callable[[], object] | None = None) -> None:
        store, keys, clock = world.store, world.keys, world.clock
        letters = Letters(store, keys, world.random)
        rows = Rows(store, keys, letters)
        self._partitions, self._clock, self._keys = world.partitions, clock, keys
        self._replies = replies = Replies(store, keys, to_ms(clock.now()))
        self.persons = Persons(store, keys, world.random)
        settling = Settling(store, rows, replies, self.persons, letters, clock)
        self.outbox = Outbox(
            store,
            rows,
            settling,
            self.persons,
            letters,
            world.handlers,
            clock,
            world.scheduler,
            world.pace,
            world.judge,
        )
        arrivals = Arrivals(
            store,
            world.inbox,
            keys,
            self.persons,
            replies,
            rows,
            self.outbox,
            letters,
            world.receivers,
        )
        self._results = results = Results(store, keys, self.outbox, world.programs)
        dialogue = Dialogue(
            world.take_turn,
            world.sessions_needed,
            world.directory,
            world.apology,
            lambda person: new_id_in(part_of(person), world.random),
            world.claimed,
            world.heard,
        )
        self.turns = Turns(store, arrivals, results, letters, dialogue, clock, world.batch)
        keeping = Keeping(store, keys, world.programs, results, world.parting)
        forgetting = Forgetting(store, keys, world.programs, keeping, self.outbox, self._forget)
        self._upkeep = Upkeep(store, keys, clock, keeping, forgetting)
        self._scheduler = world.scheduler
        self._refresh = refresh
        self._batch = world.batch
        self._stopping = False
        self._down = False

    def begin(self) -> None:
        """Find again what the last worker left. Raises StoreDown."""
        self._tend()

    def cycle(self) -> int:
        """Do one round of everything and return how much was done. Raises StoreDown, then the round is simply done again."""
        self._tend()
        if self._refresh is not None:
            self._refresh()
        done = self.outbox.settle()
        self.outbox.pump()
        if self.outbox.has_room:
            taken = self.turns.process_batch()
            if taken:
                self.outbox.pump()
            done += taken
        self._upkeep.run()
        return done

    def stop(self) -> None:
        """End `run` after the round under way."""
        self._stopping = True

    async def run(self) -> None:
        """Work until `stop`; what is under way then is given a few seconds to end, and what only waits is left to whoever comes next."""
        begun = False
        empty = 0
        gc.collect()
        gc.freeze()  # the catalogue lives as long as the process: no need to look through it again and again
        while not self._stopping:
            try:
                if not begun:
                    self.begin()
                    begun = True
                done = self.cycle()
                self._note_down(None)
            except StoreDown as trouble:
                self._note_down(trouble)
                await self._scheduler.sleep(DOWN_S)
                continue
            empty = 0 if done or self.outbox.is_busy else empty + 1
            await self._scheduler.sleep(0 if done >= self._batch else _pause(empty))
        await self._wind_down()

    def _tend(self) -> None:
        """Take over and give up partitions. What is remembered of persons is true only as long as they are this worker's."""
        change = self._partitions.tend()
        if not any(change):
            return
        if change.lost:
            self.outbox.drop_all()
            self._forget()
        if change.moved:
            self.persons.forget()
        if change.gained:
            self._replies.read_again(to_ms(self._clock.now()))
            self.outbox.start()
        self._partitions.heeded()
        if change.leaving:
            gone = self.outbox.let_go(change.leaving)
            if gone:
                self._forget()
                self._partitions.release(gone)

    def _forget(self) -> None:
        self._results.forget()
        self.persons.forget()

    async def _wind_down(self) -> None:
        pause = 0.01
        for _ in range(int(STOP_S / pause)):
            try:
                self.outbox.settle()
                self.outbox.let_go(EVERY)
            except StoreDown as trouble:
                self._note_down(trouble)
            if not self.outbox.is_busy:
                return
            await self._scheduler.sleep(pause)

    def _note_down(self, trouble: StoreDown | None) -> None:
        """Log once when the store goes and once when it is back."""
        if trouble is not None and not self._down:
            log.error("store_down", why=str(trouble))
        elif trouble is None and self._down:
            log.info("store_back")
        self._down = trouble is not None


def _pause(empty: int) -> float:
    if not empty:
        return BUSY_S
    return IDLE_S[0] if empty < IDLE_AFTER else IDLE_S[1]


class WorkerLock:
    """Holds `<database>.lock` as long as this process lives, so that one worker is at a database. Raises AnotherWorker."""

    def __init__(self, database: Path) -> None:
        path = database.with_name(database.name + ".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            message = f"another worker is at {database}: stop it first, or give this one a database of its own"
            raise AnotherWorker(message) from None

    def release(self) -> None:
        """Let another worker take over."""
        os.close(self._file)
