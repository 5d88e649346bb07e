"""A lean stand-in for both ends of WhatsApp: many citizens who answer at once, and the platform that carries their messages.

It speaks the platform's own HTTP (signed webhooks in batches, the Graph API, three statuses for each message of ours) but keeps no
conversations, so that what is measured is the engine and not its surroundings. It checks everything it can see: that each reply is the
right one for that citizen, that replies keep their order, that nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import asyncio
import hmac
import random
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bench import shapes
from bench.lines import GraphLine, HookLine
from bench.shapes import Update

STATUSES = ("sent", "delivered", "read")
Line = tuple[str, tuple[str, ...]]
"""What a citizen sends, and what each of the replies must contain, in order."""
GREETING: Line = ("english", ("Which service do you need?",))
ENQUIRY: tuple[Line, ...] = (
    ("m.svc:sample.enquiry", ("For what purpose?",)),
    ("2", ("Your full name?",)),
    ("Ravi Kumar {tag}", ("The ten-digit application number?",)),
    ("abc", ("Only digits",)),
    ("1234567890", ("Yearly income of the family?",)),
    ("85000", ("Which district?",)),
    ("3", ("{tag}, is everything right?",)),
    ("yes", ("{tag}, your enquiry has been received.",)),
)
"""The first is a tap on a menu. `{tag}`: letters only this citizen uses; `{number}`: ten digits only this conversation uses."""
TICK_S = 0.002


@dataclass(frozen=True, slots=True)
class Load:
    """How citizens behave.

    rate: messages a second on a clock of their own, 0: the next is written as soon as a reply is there; at_once: how many citizens
    wait for a reply at the same time (rate 0); citizens: how many there are; together: the share of messages written in pairs without
    waiting; again: the share of webhooks the platform sends twice; statuses: whether it reports sent, delivered and read;
    batch: updates a webhook; posts: webhooks under way at once, 0: webhooks of very different sizes up to `batch` (one and five hundred
    are as likely as two and a thousand), each as soon as so much has gathered, whether or not those before it have been answered;
    drain_s: how long the last replies may take.
    """

    seconds: float
    rate: float = 0.0
    warm_s: float = 4.0
    at_once: int = 256
    citizens: int = 1_500
    together: float = 0.1
    again: float = 0.02
    statuses: bool = True
    batch: int = 50
    posts: int = 8
    drain_s: float = 30.0


@dataclass(slots=True)
class Citizen:
    """One pretend person. expected: what the next replies must contain, and when each was asked for."""

    number: str
    tag: str
    at: int = -1
    rounds: int = 0
    sent: int = 0
    expected: deque[tuple[str, float]] = field(default_factory=deque)

    def next(self, dialogue: tuple[Line, ...]) -> Line:
        """Return what to send and what the replies must contain."""
        if self.at < 0:
            self.at = 0
            return GREETING
        say, answers = dialogue[self.at]
        self.rounds += self.at == 0
        self.at = (self.at + 1) % len(dialogue)
        known = {"tag": self.tag, "number": f"{self.number[-7:]}{self.rounds:03d}"}
        return say.format(**known), tuple(answer.format(**known) for answer in answers)


class Ack(NamedTuple):
    """One webhook that was answered 200. at: when; took: seconds since it was to leave; updates: how many it brought."""

    at: float
    took: float
    updates: int


@dataclass(slots=True)
class Seen:
    """What came of it; times in seconds. statuses: what webhooks were answered, 0 where the line broke."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)


class World:
    """The citizens and the platform, in one loop. hook: where webhooks go, as (host, port, path)."""

    def __init__(
        self,
        load: Load,
        hook: tuple[str, int, str],
        secret: str,
        dialogue: tuple[Line, ...] = ENQUIRY,
        seed: int = 7,
    ) -> None:
        self.load = load
        self.seen = Seen()
        self._dialogue = dialogue
        self._hook = hook
        self._secret = secret.encode()
        self._chance = random.Random(seed)
        self._citizens = {c.number: c for c in (_citizen(n) for n in range(load.citizens))}
        self._ready = deque(self._citizens.values())
        self._updates: deque[Update] = deque()
        self._idle: list[asyncio.Future[None]] = []
        self._sending = True
        self._waiting = 0
        self._numbers = 0
        self._server: asyncio.Server | None = None
        self._posters: list[asyncio.Task[None]] = []
        self.open_lines: set[asyncio.BaseTransport] = set()

    # -- life ---------------------------------------------------------------------------------------------------------

    async def open(self, port: int) -> None:
        """Listen as the Graph API."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: GraphLine(self._answer, self.open_lines), "127.0.0.1", port
        )

    async def run(self, until: Callable[[], bool] | None = None) -> None:
        """Let the citizens write for as long as the load says, or `until` holds; then wait for the last replies."""
        posts = self.load.posts
        carrying = [self._post() for _ in range(posts)] if posts else [self._gather()]
        self._posters = [asyncio.create_task(each) for each in carrying]
        began = time.perf_counter()
        end = began + self.load.seconds
        if not self.load.rate:
            for _ in range(self.load.at_once):
                self._write(time.perf_counter())
        while time.perf_counter() < end and not (until and until()):
            if self.load.rate:
                self._write_due(began)
            await asyncio.sleep(TICK_S)
        self._sending = False
        await self._drain()

    async def _drain(self) -> None:
        """Wait until every message has its reply and the platform has delivered all it knows."""
        limit = time.perf_counter() + self.load.drain_s
        while (self._waiting or self._updates) and time.perf_counter() < limit:
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """Stop."""
        for task in self._posters:
            task.cancel()
        await asyncio.gather(*self._posters, return_exceptions=True)
        if self._server is not None:
            self._server.close()
        for line in self.open_lines:
            line.close()
        await asyncio.sleep(0)

    # -- citizens -----------------------------------------------------------------------------------------------------

    def _write_due(self, began: float) -> None:
        now = time.perf_counter()
        while self._numbers < (now - began) * self.load.rate and self._ready:
            self._write(began + self._numbers / self.load.rate)

    def _write(self, moment: float) -> None:
        """Let the citizen who has waited longest write; now and then two messages without waiting for the first reply."""
        if not self._ready:
            return
        citizen = self._ready.popleft()
        pair = citizen.at >= 0 and self._chance.random() < self.load.together
        for _ in range(2 if pair else 1):
            say, answers = citizen.next(self._dialogue)
            citizen.expected.extend((answer, moment) for answer in answers)
            citizen.sent += 1
            self._numbers += 1
            self._waiting += len(answers)
            self._offer(shapes.message(citizen.number, citizen.sent, say))

    def received(self, number: str, body: str, opaque: str) -> None:
        """Judge a reply."""
        seen, now = self.seen, time.perf_counter()
        if opaque in seen.ids:
            seen.counts["sent_twice"] += 1
            return
        seen.ids.add(opaque)
        citizen = self._citizens[number]
        if not citizen.expected:
            seen.counts["unasked"] += 1
            return
        answer, asked = citizen.expected.popleft()
        if answer not in body:
            seen.counts["wrong"] += 1
        seen.waits.append((now, now - asked))
        self._waiting -= 1
        if not citizen.expected:
            self._ready.append(citizen)
            if self._sending and not self.load.rate:
                self._write(now)

    @property
    def unanswered(self) -> int:
        """Return how many messages still have no reply."""
        return self._waiting

    # -- the platform -------------------------------------------------------------------------------------------------

    def _answer(self, told: dict) -> bytes:
        """Take a message of ours, or a mark that one was read."""
        if "to" not in told:
            self.seen.counts["marks"] += 1
            return b'{"success":true}'
        number, opaque = told["to"].lstrip("+"), told.get("biz_opaque_callback_data", "")
        self.seen.counts["replies"] += 1
        wamid = f"wamid.OUT{self.seen.counts['replies']}"
        self.received(number, shapes.words(told), opaque)
        if self.load.statuses:
            for word in STATUSES:
                self._offer(shapes.status(wamid, number, opaque, word))
        return shapes.accepted(wamid, number)

    def _offer(self, update: Update) -> None:
        self._updates.append(update)
        if self._idle:
            waiting = self._idle.pop()
            if not waiting.done():
                waiting.set_result(None)

    async def _post(self) -> None:
        """Carry updates, a body at a time; a body that is not answered 200 is carried again."""
        line = HookLine(*self._hook)
        try:
            while True:
                if self._updates:
                    await self._carry(line, self._take(self.load.batch), time.perf_counter())
                    continue
                waiting = asyncio.get_running_loop().create_future()
                self._idle.append(waiting)
                await waiting
        finally:
            line.close()

    async def _gather(self) -> None:
        """Carry bodies as they fill, on as many lines as it takes."""
        free: list[HookLine] = []
        try:
            async with asyncio.TaskGroup() as under_way:
                while True:
                    size = int(self.load.batch ** self._chance.random())
                    while len(self._updates) < (size if self._sending else 1):
                        await asyncio.sleep(TICK_S)
                    taken, moment = self._take(size), time.perf_counter()
                    under_way.create_task(self._carry_alone(free, taken, moment))
                    await asyncio.sleep(0)
        finally:
            for line in free:
                line.close()

    async def _carry_alone(self, free: list[HookLine], taken: list[Update], moment: float) -> None:
        line = free.pop() if free else HookLine(*self._hook)
        try:
            await self._carry(line, taken, moment)
        finally:
            free.append(line)

    def _take(self, most: int) -> list[Update]:
        """Return the updates of one body; two messages of one citizen written together never travel side by side."""
        waiting = self._updates
        taken = [waiting.popleft() for _ in range(min(most, len(waiting)))]
        while waiting and waiting[0].writer and waiting[0].writer == taken[-1].writer:
            taken.append(waiting.popleft())
        return taken

    async def _carry(self, line: HookLine, taken: list[Update], moment: float) -> None:
        body = shapes.body(taken)
        signature = "sha256=" + hmac.digest(self._secret, body, "sha256").hex()
        await self._deliver(line, body, signature)
        now = time.perf_counter()
        self.seen.acks.append(Ack(now, now - moment, len(taken)))
        if self._chance.random() < self.load.again:
            self.seen.counts["webhooks_again"] += 1
            await self._deliver(line, body, signature)

    async def _deliver(self, line: HookLine, body: bytes, signature: str) -> None:
        while (status := await line.post(body, signature)) != 200:
            self.seen.statuses.add(status)
            self.seen.counts["webhooks_refused"] += 1
            await asyncio.sleep(0.1)
        self.seen.statuses.add(200)
        self.seen.counts["webhooks"] += 1


def _citizen(n: int) -> Citizen:
    tag = "".join(chr(97 + n // 26**place % 26) for place in range(4))
    return Citizen(f"9198{n:08d}", tag)
