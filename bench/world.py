"""A lean stand-in for both ends of WhatsApp: many citizens who answer at once, and the platform that carries their messages.

It speaks the platform's own HTTP (signed webhooks in batches, the Graph API, three statuses for each message of ours) but keeps no
conversations, so that what is measured is the engine and not its surroundings. It checks everything it can see: that each reply is the
right one for that citizen, that replies keep their order, that nothing is lost and nothing comes twice.
"""

from __future__ import annotations

import asyncio
import hmac
import random
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

import orjson

ACCOUNT = "200000000000001"
NUMBER = "100000000000001"
SHOWN_NUMBER = "919000000000"
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
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Load:
    """How citizens behave.

    rate: messages a second on a clock of their own, 0: the next is written as soon as a reply is there; at_once: how many citizens
    wait for a reply at the same time (rate 0); citizens: how many there are; together: the share of messages written in pairs without
    waiting; again: the share of webhooks the platform sends twice; statuses: whether it reports sent, delivered and read;
    batch: updates a webhook; posts: webhooks under way at once; drain_s: how long the last replies may take.
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
    user_id: str
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


@dataclass(slots=True)
class Seen:
    """What came of it; times in seconds. statuses: what webhooks were answered, 0 where the line broke."""

    waits: list[tuple[float, float]] = field(default_factory=list)
    acks: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    ids: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)


class Update(NamedTuple):
    """One message or status, encoded. writer: who wrote the message; empty for a status."""

    item: bytes
    writer: str


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
        self._server = await loop.create_server(lambda: _Graph(self), "127.0.0.1", port)

    async def run(self, until: Callable[[], bool] | None = None) -> None:
        """Let the citizens write for as long as the load says, or `until` holds; then wait for the last replies."""
        self._posters = [asyncio.create_task(self._post()) for _ in range(self.load.posts)]
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
            self._offer(Update(_message(citizen, say), citizen.number))

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

    def accepted(self, wamid: str, number: str, opaque: str) -> None:
        """Report how far a message of ours has come."""
        if self.load.statuses:
            for status in STATUSES:
                self._offer(Update(_status(wamid, number, opaque, status), ""))

    def _offer(self, update: Update) -> None:
        self._updates.append(update)
        if self._idle:
            waiting = self._idle.pop()
            if not waiting.done():
                waiting.set_result(None)

    async def _post(self) -> None:
        """Carry updates, a body at a time; a body that is not answered 200 is carried again."""
        line = _Line(*self._hook)
        try:
            await self._post_through(line)
        finally:
            line.close()

    async def _post_through(self, line: _Line) -> None:
        while True:
            if not self._updates:
                waiting = asyncio.get_running_loop().create_future()
                self._idle.append(waiting)
                await waiting
                continue
            taken = self._take()
            body = _body(taken)
            await self._carry(line, body)
            if self._chance.random() < self.load.again:
                self.seen.counts["webhooks_again"] += 1
                await self._carry(line, body)

    def _take(self) -> list[Update]:
        """Return the updates of one body; two messages of one citizen written together never travel side by side."""
        waiting = self._updates
        taken = [waiting.popleft() for _ in range(min(self.load.batch, len(waiting)))]
        while waiting and waiting[0].writer and waiting[0].writer == taken[-1].writer:
            taken.append(waiting.popleft())
        return taken

    async def _carry(self, line: _Line, body: bytes) -> None:
        signature = "sha256=" + hmac.digest(self._secret, body, "sha256").hex()
        began = time.perf_counter()
        while (status := await line.post(body, signature)) != 200:
            self.seen.statuses.add(status)
            self.seen.counts["webhooks_refused"] += 1
            await asyncio.sleep(0.1)
        self.seen.statuses.add(200)
        self.seen.acks.append(time.perf_counter() - began)
        self.seen.counts["webhooks"] += 1


class _Line:
    """One connection to the webhook, opened anew when it breaks."""

    def __init__(self, host: str, port: int, path: str) -> None:
        self._address = (host, port)
        self._head = f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n".encode()
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes, signature: str) -> int:
        """Return the status of the answer, 0 where there was none."""
        try:
            if self._open is None:
                self._open = await asyncio.open_connection(*self._address)
            reader, writer = self._open
            writer.write(
                b"%sX-Hub-Signature-256: %s\r\nContent-Length: %d\r\n\r\n%s"
                % (self._head, signature.encode(), len(body), body)
            )
            async with asyncio.timeout(20):
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                if length and int(length[1]):
                    await reader.readexactly(int(length[1]))
            return int(head[9:12])
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.close()
            return 0

    def close(self) -> None:
        """Let go of the connection; the next post opens another."""
        if self._open is not None:
            self._open[1].close()
        self._open = None


class _Graph(asyncio.Protocol):
    """`POST /<version>/<number>/messages`, one connection."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._world.open_lines.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._world.open_lines.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        rest = self._rest + data
        while (head := rest.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(rest, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(rest) < end:
                break
            answer = self._answer(rest[head + 4 : end])
            rest = rest[end:]
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(answer), answer)
            )
        self._rest = rest

    def _answer(self, raw: bytes) -> bytes:
        told = orjson.loads(raw or b"{}")
        if "to" not in told:
            self._world.seen.counts["marks"] += 1
            return b'{"success":true}'
        number, opaque = told["to"].lstrip("+"), told.get("biz_opaque_callback_data", "")
        self._world.seen.counts["replies"] += 1
        wamid = f"wamid.OUT{self._world.seen.counts['replies']}"
        self._world.received(number, _words(told), opaque)
        self._world.accepted(wamid, number, opaque)
        contact = {"input": number, "wa_id": number, "user_id": _user_id(number)}
        return orjson.dumps(
            {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": wamid}]}
        )


# -- shapes -----------------------------------------------------------------------------------------------------------


def _citizen(n: int) -> Citizen:
    number = f"9198{n:08d}"
    return Citizen(number, _user_id(number), _tag(n))


def _user_id(number: str) -> str:
    return f"IN.{int(number) * 7919:017d}"


def _tag(n: int) -> str:
    return "".join(chr(97 + n // 26**place % 26) for place in range(4))


def _message(citizen: Citizen, say: str) -> bytes:
    content: dict[str, object] = {"type": "text", "text": {"body": say}}
    if say.startswith("m.svc:"):
        content = {
            "type": "interactive",
            "interactive": {
                "type": "list_reply",
                "list_reply": {"id": say, "title": "Income enquiry"},
            },
        }
    message = {
        "from": citizen.number, "from_user_id": citizen.user_id, "id": f"wamid.{citizen.number}.{citizen.sent}",
        "timestamp": str(int(time.time())), **content,
    }  # fmt: skip
    return orjson.dumps(message)


def _status(wamid: str, number: str, opaque: str, status: str) -> bytes:
    return orjson.dumps(
        {
            "id": wamid, "status": status, "timestamp": str(int(time.time())), "recipient_id": number,
            "recipient_user_id": _user_id(number), "biz_opaque_callback_data": opaque,
            "pricing": {"billable": False, "pricing_model": "PMP", "type": "free_customer_service", "category": "service"},
        }
    )  # fmt: skip


_METADATA = b'{"display_phone_number":"%s","phone_number_id":"%s"}' % (
    SHOWN_NUMBER.encode(),
    NUMBER.encode(),
)


def _body(updates: list[Update]) -> bytes:
    return (
        b'{"object":"whatsapp_business_account","entry":[{"id":"%s","changes":[' % ACCOUNT.encode()
        + b",".join(_changes(updates))
        + b"]}]}"
    )


def _changes(updates: list[Update]) -> Iterator[bytes]:
    messages = [update.item for update in updates if update.writer]
    statuses = [update.item for update in updates if not update.writer]
    for name, items in ((b"messages", messages), (b"statuses", statuses)):
        if items:
            yield b'{"field":"messages","value":{"messaging_product":"whatsapp","metadata":%s,"%s":[%s]}}' % (
                _METADATA, name, b",".join(items),
            )  # fmt: skip


def _words(told: dict[str, dict[str, dict[str, str] | str]]) -> str:
    if told["type"] == "text":
        return str(told["text"]["body"])
    body = told["interactive"]["body"]
    return body["text"] if isinstance(body, dict) else ""


# -- figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Measured:
    """One run in figures. per_second: turns in the measured window; times in milliseconds."""

    per_second: float
    answered: int
    p50: float
    p99: float
    longest: float
    ack_p50: float
    ack_p99: float
    lost: int
    counts: dict[str, int]


def measure(world: World, began: float, ended: float) -> Measured:
    """Return the figures of the replies between two moments, and what went wrong in the whole run."""
    waits = sorted(wait for at, wait in world.seen.waits if began <= at < ended)
    acks = sorted(world.seen.acks)
    return Measured(
        per_second=len(waits) / (ended - began),
        answered=len(world.seen.waits),
        p50=_at(waits, 0.5),
        p99=_at(waits, 0.99),
        longest=_at(waits, 1.0),
        ack_p50=median(acks) * 1000 if acks else 0.0,
        ack_p99=_at(acks, 0.99),
        lost=world.unanswered,
        counts=dict(world.seen.counts),
    )


def _at(ordered: list[float], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))] * 1000 if ordered else 0.0
