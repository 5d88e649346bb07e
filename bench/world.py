"""A lean stand-in for both ends of WhatsApp: many citizens who answer at once, and the platform that carries their messages.

It speaks the platform's own HTTP (signed webhooks in batches, the Graph API, three statuses for each message of ours) but keeps no
conversations, so that what is measured is the engine and not its surroundings. It checks everything it can see: that each reply is the
right one for that citizen, that replies keep their order, that nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bench import shapes
from bench.carrying import Carrier
from bench.lines import GraphLine
from bench.load import Load, Seen

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
        self._chance = random.Random(seed)
        self._carrier = Carrier(load, hook, secret, self.seen, self._chance)
        self._citizens = {c.number: c for c in (_citizen(n) for n in range(load.citizens))}
        self._ready = deque(self._citizens.values())
        self._sending = True
        self._waiting = 0
        self._numbers = 0
        self._server: asyncio.Server | None = None
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
        self._carrier.start()
        began = time.perf_counter()
        end = began + self.load.seconds
        if not self.load.rate:
            for _ in range(self.load.at_once):
                self._write(time.perf_counter())
        while time.perf_counter() < end and not (until and until()):
            if self.load.rate:
                self._write_due(began)
            await asyncio.sleep(0.002)
        self._sending = False
        self._carrier.finish()
        await self._drain()

    async def _drain(self) -> None:
        """Wait until every message has its reply and the platform has delivered all it knows."""
        limit = time.perf_counter() + self.load.drain_s
        while (self._waiting or self._carrier.holds) and time.perf_counter() < limit:
            await asyncio.sleep(0.02)

    async def close(self) -> None:
        """Stop."""
        await self._carrier.close()
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
            self._numbers += 1
            self._say(citizen, moment)

    def _say(self, citizen: Citizen, moment: float) -> None:
        say, answers = citizen.next(self._dialogue)
        citizen.expected.extend((answer, moment) for answer in answers)
        citizen.sent += 1
        self._waiting += len(answers)
        self._carrier.offer(shapes.message(citizen.number, citizen.sent, say))

    def received(self, number: str, body: str, opaque: str) -> None:
        """Judge a reply."""
        seen, now = self.seen, time.perf_counter()
        seen.ids[opaque] += 1
        if seen.ids[opaque] > 1:
            seen.counts["sent_twice"] += 1
            return
        citizen = self._citizens[number]
        if not citizen.expected:
            seen.counts["unasked"] += 1
            return
        answer, asked = citizen.expected.popleft()
        if answer not in body:
            seen.counts["wrong"] += 1
        self._waiting -= 1
        self._heard(citizen, asked, now)

    def _heard(self, citizen: Citizen, asked: float, now: float) -> None:
        """Note how long a reply took; who has all of them is ready to write again."""
        self.seen.waits.append((now, now - asked))
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
        """Take a message of ours, a file, or a mark that one was read."""
        if "file" in told:
            self.seen.counts["files"] += 1
            return b'{"id":"%d"}' % self.seen.counts["files"]
        if "to" not in told:
            self.seen.counts["marks"] += 1
            return b'{"success":true}'
        number, opaque = told["to"].lstrip("+"), told.get("biz_opaque_callback_data", "")
        self.seen.counts["replies"] += 1
        wamid = f"wamid.OUT{self.seen.counts['replies']}"
        self.received(number, shapes.words(told), opaque)
        if self.load.statuses:
            for word in STATUSES:
                self._carrier.offer(shapes.status(wamid, number, opaque, word))
        return shapes.accepted(wamid, number)


def _citizen(n: int) -> Citizen:
    tag = "".join(chr(97 + n // 26**place % 26) for place in range(4))
    return Citizen(f"9198{n:08d}", tag)
