"""A lean HTTP/1.1 client over kept-alive connections, for the one place where thousands of small requests a second go to one machine.

It follows no redirects, keeps no cookies, decodes no compression and knows no proxies. Two ends are told apart, since a message must not
be sent twice: ConnectionError, the request certainly never left; LostAnswer, it may have arrived. Framing as in RFC 9112, sections 6 and 7:
https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from engine.runtime.doors import Clock, HttpReply
from engine.runtime.framing import LARGEST_BODY, LARGEST_HEAD, Bad, parse_head, read_body

IDLE_S = 20.0
"""A connection idle for longer is not used again: the other side may be about to close it."""
CONNECT_S = 5.0
HEADS = 200
"""Addresses whose first lines are remembered."""


class LostAnswer(Exception):
    """The request was sent and no whole answer came back: nobody knows whether it was performed."""


class _Place(NamedTuple):
    secure: bool
    host: str
    port: int


class _Exchange(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self.idle_since = 0.0
        self._answer: asyncio.Future[HttpReply] | None = None
        self._got = bytearray()
        self._head: tuple[int, dict[str, str]] | None = None
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def send(self, request: bytes, answer: asyncio.Future[HttpReply]) -> None:
        """Send a request; the future gets the reply or the trouble."""
        self._answer = answer
        self._got.clear()
        self._head = None
        if self._transport is None or self.closed:
            self._fail("the connection was gone")
        else:
            self._transport.write(request)

    def data_received(self, part: bytes) -> None:
        if self._answer is None:
            self.drop()
            return
        self._got += part
        try:
            self._read(ended=False)
        except (Bad, ValueError) as trouble:
            self._fail(str(trouble))

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True
        if self._answer is None:
            return
        try:
            self._read(ended=True)
        except (Bad, ValueError) as trouble:
            self._fail(str(trouble))
        if self._answer is not None:
            self._fail("the connection ended before the answer did")

    def drop(self) -> None:
        """Close without waiting."""
        self.closed = True
        if self._transport is not None:
            self._transport.abort()

    # -- reading -----------------------------------------------------------------------------------------------------

    def _read(self, ended: bool) -> None:
        head = self._head or self._read_head()
        if head is None:
            return
        status, headers = head
        body = read_body(status, headers, self._got, ended)
        if body is None:
            if len(self._got) > LARGEST_BODY * 2:
                message = "an endless body"
                raise Bad(message)
            return
        if ended or headers.get("connection", "").lower() == "close":
            self.drop()
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(HttpReply(status, headers, body))

    def _read_head(self) -> tuple[int, dict[str, str]] | None:
        while True:
            end = self._got.find(b"\r\n\r\n")
            if end < 0:
                if len(self._got) > LARGEST_HEAD:
                    message = "an endless head"
                    raise Bad(message)
                return None
            status, headers = parse_head(bytes(self._got[:end]))
            del self._got[: end + 4]
            if status >= 200:  # 1xx only announces that more is coming
                self._head = status, headers
                return self._head

    def _fail(self, why: str) -> None:
        self.drop()
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(LostAnswer(why))


class Wire:
    """Connections to any number of machines; implements `doors.Http`. most: connections to one machine at once."""

    def __init__(self, clock: Clock, most: int = 256, trust: ssl.SSLContext | None = None) -> None:
        self._clock = clock
        self._most = most
        self._trust = trust
        self._idle: dict[_Place, list[_Exchange]] = {}
        self._used: dict[_Place, int] = {}
        self._queues: dict[_Place, deque[asyncio.Future[None]]] = {}
        self._heads: dict[tuple[str, str, tuple[tuple[str, str], ...]], tuple[_Place, bytes]] = {}

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeout_s: float
    ) -> HttpReply:
        """Return the reply.

        Raises ConnectionError or ValueError when the request certainly never left, LostAnswer when it may have arrived.
        """
        place, head = self._head(method, url, headers)
        exchange = self._take_at_once(place)
        if exchange is None:
            try:
                exchange = await asyncio.wait_for(self._take(place), CONNECT_S)
            except (OSError, TimeoutError) as trouble:
                raise ConnectionError(str(trouble) or "no connection in time") from trouble
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[HttpReply] = loop.create_future()
        limit = loop.call_later(timeout_s, _time_out, answer)
        try:
            exchange.send(b"%bcontent-length: %d\r\n\r\n%b" % (head, len(body), body), answer)
            return await answer
        finally:
            limit.cancel()
            if not answer.done() or answer.cancelled() or answer.exception() is not None:
                exchange.drop()
            self._give_back(place, exchange)

    async def close(self) -> None:
        """Close every idle connection."""
        for idle in self._idle.values():
            for exchange in idle:
                exchange.drop()
        self._idle.clear()

    # -- connections -------------------------------------------------------------------------------------------------

    def _take_at_once(self, place: _Place) -> _Exchange | None:
        """Return a connection that is open and free, if nobody else waits for one."""
        if self._used.get(place, 0) >= self._most or self._queues.get(place):
            return None
        return self._take_idle(place)

    def _take_idle(self, place: _Place) -> _Exchange | None:
        idle, now = self._idle.get(place, []), self._clock.monotonic()
        while idle:
            exchange = idle.pop()
            if not exchange.closed and now - exchange.idle_since < IDLE_S:
                self._used[place] = self._used.get(place, 0) + 1
                return exchange
            exchange.drop()
        return None

    async def _take(self, place: _Place) -> _Exchange:
        while self._used.get(place, 0) >= self._most:
            await self._wait(place)
        exchange = self._take_idle(place)
        if exchange is not None:
            return exchange
        self._used[place] = self._used.get(place, 0) + 1
        try:
            return await self._connect(place)
        except BaseException:
            self._free(place)
            raise

    async def _wait(self, place: _Place) -> None:
        """Wait for somebody to free a connection; one who gives up passes his turn on."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(place, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._call_next(place)
            raise

    async def _connect(self, place: _Place) -> _Exchange:
        secure = (self._trust or ssl.create_default_context()) if place.secure else None
        self._trust = secure or self._trust
        loop = asyncio.get_running_loop()
        _, exchange = await loop.create_connection(_Exchange, place.host, place.port, ssl=secure)
        return exchange

    def _give_back(self, place: _Place, exchange: _Exchange) -> None:
        if not exchange.closed:
            exchange.idle_since = self._clock.monotonic()
            self._idle.setdefault(place, []).append(exchange)
        self._free(place)

    def _free(self, place: _Place) -> None:
        self._used[place] -= 1
        self._call_next(place)

    def _call_next(self, place: _Place) -> None:
        queue = self._queues.get(place)
        while queue:
            turn = queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _head(self, method: str, url: str, headers: Mapping[str, str]) -> tuple[_Place, bytes]:
        """Return where to and everything before the length; made once for each address and set of headers."""
        name = method, url, tuple(headers.items())
        known = self._heads.get(name)
        if known is not None:
            return known
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            message = f"not an address for requests: {parts.scheme}://{parts.hostname}"
            raise ValueError(message)
        secure = parts.scheme == "https"
        place = _Place(secure, parts.hostname, parts.port or (443 if secure else 80))
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = [
            f"{method} {target} HTTP/1.1",
            f"host: {parts.netloc}",
            "accept-encoding: identity",
        ]
        lines += [f"{field}: {value}" for field, value in headers.items()]
        if any("\r" in line or "\n" in line for line in lines):
            message = "a line break in a header"
            raise ValueError(message)
        if len(self._heads) > HEADS:
            self._heads.clear()
        made = self._heads[name] = place, ("\r\n".join(lines) + "\r\n").encode("latin-1")
        return made


def _time_out(answer: asyncio.Future[HttpReply]) -> None:
    if not answer.done():
        answer.set_exception(LostAnswer("no answer in time"))
