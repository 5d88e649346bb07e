"""A small world for runtime tests: a clock that is set, randomness that repeats, a reducer that can be read at a glance."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine.domain.effect import Call, CancelTimer, Send, SetTimer
from engine.domain.event import MessageArrived, Replied, TimerFired
from engine.domain.message import TextIn, TextOut
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import Turn
from engine.interpreter.trace import TraceRecord
from engine.runtime import codec
from engine.runtime.failures import give_up
from engine.runtime.inbox import Inbox
from engine.runtime.keys import Keys
from engine.runtime.outbox import Pace
from engine.runtime.ports import Alias, Arrival, Done, Job, MessageBody, Result
from engine.runtime.programs import Programs
from engine.runtime.worker import Worker, World
from tests.runtime.homes import SqliteHome

MASTER = b"m" * 32
START = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


class Undo(Exception):
    """Rolls a transaction back."""


@contextmanager
def undone(store: Any) -> Iterator[None]:
    """Run a transaction that is rolled back at its end."""
    with suppress(Undo), store.transaction():
        yield
        raise Undo


class SetClock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return (self.moment - START).total_seconds()

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Repeating:
    """Randomness that is the same in every run."""

    def __init__(self, seed: str = "") -> None:
        self._seed = seed.encode()
        self._count = 0

    def bytes(self, count: int) -> bytes:
        self._count += 1
        return hashlib.shake_256(self._seed + str(self._count).encode()).digest(count)


class AtOnce:
    """Work runs to its end where it is started; handlers in tests wait for nothing."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            work.send(None)
        except StopIteration:
            return
        work.close()
        message = "a handler of a test waits"
        raise AssertionError(message)


@dataclass
class Phone:
    """Keeps what was sent; `answers` are given in turn, then Done for ever."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    answers: list[Result | Exception] = field(default_factory=list)

    async def deliver(self, job: Job) -> Result:
        self.jobs.append(job)
        answer = (
            self.answers.pop(0) if self.answers else Done(provider_id=f"wamid.{len(self.sent)}")
        )
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Done):
            self.sent.append((job.aliases[0].value, job.effect.message.body))
        return answer

    def heard_by(self, citizen: str) -> list[str]:
        return [body for to, body in self.sent if to == citizen]


@dataclass
class Department:
    """Performs a call once per key and counts how often it was asked."""

    performed: dict[str, int] = field(default_factory=dict)
    answers: list[Result | Exception] = field(default_factory=list)
    unsure: list[bool] = field(default_factory=list)

    async def deliver(self, job: Job) -> Result:
        self.unsure.append(job.unsure)
        self.performed[job.key] = self.performed.get(job.key, 0) + 1
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer or Done(replies=(Replied(job.session, job.key, "found", {"due": 5}),))


def reduce(  # noqa: C901 - one row a word
    directory: Any,
    conversation: Conversation,
    sessions: Mapping[str, Session],
    event: Any,
    now: datetime,
    new_id: str,
) -> Turn:
    """Echo with a count; `open` begins a case, `call` asks a department, `timer` sets one, `bug` raises."""
    count = int(conversation.place or 0) + 1
    after = Conversation(
        conversation.id,
        "en",
        conversation.foreground,
        place=str(count),
        heard="2026-11-22T06:00:00Z",
    )
    session = sessions.get(conversation.foreground)
    changed: dict[str, Session] = {}
    effects: list[Any] = []
    match event:
        case MessageArrived(TextIn("bug")):
            raise ValueError("a bug in a service")
        case MessageArrived(TextIn("open")):
            changed[new_id] = Session(new_id, "s", "digest-1", "en", answers={"name": "Sample"})
            after.foreground = new_id
            effects.append(Send(TextOut(f"{count} opened")))
        case MessageArrived(TextIn("call")) if session:
            changed[session.id] = replace(session, seq=session.seq + 1)
            effects.append(Call(f"{session.id}/{session.seq + 1}", "power.bill", {}))
            effects.append(Send(TextOut(f"{count} asking")))
        case MessageArrived(TextIn("timer")) if session:
            effects.append(SetTimer(session.id, "wait", now + timedelta(minutes=5), 7))
        case MessageArrived(TextIn("rest")) if session:
            effects.append(CancelTimer(session.id, "wait"))
        case MessageArrived(message):
            effects.append(Send(TextOut(f"{count} {getattr(message, 'text', message)}")))
        case Replied(outcome=outcome):
            effects.append(Send(TextOut(f"{count} {outcome}")))
        case TimerFired(token=token):
            effects.append(Send(TextOut(f"{count} woken {token}")))
    return Turn(after, changed, tuple(effects), (TraceRecord("", "step", "answered"),))


def needed(conversation: Conversation, event: Any) -> tuple[str, ...]:
    return tuple(filter(None, {conversation.foreground: 1, getattr(event, "session", ""): 1}))


def apologise(conversation: Conversation) -> TextOut:
    return TextOut("sorry")


class Town:
    """One installation on disk that can be stopped, killed and started again."""

    def __init__(
        self, folder: Path, home: Callable[[Path], Any] = SqliteHome, **changes: Any
    ) -> None:
        self.folder = folder
        self.home = home(folder)
        self.clock = SetClock()
        self.random = Repeating()
        self.phone = Phone()
        self.department = Department()
        self.handlers: dict[type, Any] = {Send: self.phone, Call: self.department}
        self.receivers: dict[str, Any] = {}
        self.take_turn: Callable[..., Turn] = reduce
        self.batch = 200
        self.pace = Pace()
        self.judge: Callable[..., Result] = give_up
        self.number = 0
        for name, value in changes.items():
            setattr(self, name, value)
        self.open()

    def open(self) -> None:
        keys = Keys(MASTER, self.random)
        self.web_store = self.home.inbox(self.clock, self.random)
        self.inbox = Inbox(self.web_store, Keys(MASTER, self.random))
        self.store = self.home.store(keys, self.clock, self.random)
        self.intake, partitions = self.home.work(self.store, self.clock, self.random)
        self.keys = keys
        self.programs = Programs(self.store, lambda files, service: files)  # type: ignore[arg-type,return-value]
        self.worker = Worker(
            World(
                store=self.store,
                inbox=self.intake,
                partitions=partitions,
                keys=keys,
                clock=self.clock,
                random=self.random,
                scheduler=AtOnce(),
                handlers=self.handlers,
                receivers=self.receivers,
                directory=lambda: None,  # type: ignore[arg-type,return-value]
                programs=self.programs,
                take_turn=self.take_turn,
                sessions_needed=needed,
                apology=apologise,
                batch=self.batch,
                pace=self.pace,
                judge=self.judge,
            )
        )
        self.worker.begin()

    def close(self) -> None:
        self.web_store.close()
        self.intake.close()
        self.store.close()
        self.home.close()

    def restart(self) -> None:
        """Come up again after a crash: everything in memory is gone."""
        self.close()
        self.open()

    def arrival(self, citizen: str, text: str, name: str = "", kind: str = "phone") -> Arrival:
        self.number += 1
        body = codec.encode(MessageBody(TextIn(text), self.clock.now(), to="line-1"))
        name = name or f"wa:{self.number}"
        return Arrival("message", name, (Alias(kind, citizen),), body, self.clock.now())

    def write(self, citizen: str, *texts: str) -> None:
        self.inbox.append([self.arrival(citizen, text) for text in texts])

    def work(self, rounds: int = 30) -> None:
        """Work until nothing is left to do."""
        for _ in range(rounds):
            if not self.worker.cycle() and not self.worker.outbox.is_busy:
                return

    def rows(self, sql: str, *params: Any) -> list[tuple[Any, ...]]:
        return self.home.rows(self.store, sql, params)
