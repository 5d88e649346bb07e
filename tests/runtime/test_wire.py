"""The lean client reads every framing a server may use, and never mistakes a lost answer for a message that was not sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from engine.runtime.doors import HttpReply
from engine.runtime.wire import IDLE_S, LostAnswer, Wire
from tests.runtime.pretend import SetClock

HEAD = b"HTTP/1.1 200 OK\r\n"


class Server:
    """Answers each request with the next of its answers; `None` closes without a word, a float waits for ever."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[bytes] = []
        self.connections = 0
        self.url = ""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                answer = (
                    self.answers.pop(0) if self.answers else HEAD + b"content-length: 2\r\n\r\nok"
                )
                if answer is None:
                    break
                if isinstance(answer, float):
                    await asyncio.sleep(3_600)
                parts = answer if isinstance(answer, list) else [answer]
                for part in parts:
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0)
                first = b"".join(parts).lower()
                framed = b"length" in first or b"chunked" in first
                if b"close" in first or not framed:
                    break
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()


def talk(server: Server, work: Callable[[Wire, str], Awaitable[Any]], most: int = 4) -> Any:
    async def main() -> Any:
        listening = await asyncio.start_server(server, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        wire = Wire(SetClock(), most)
        try:
            return await work(wire, f"http://127.0.0.1:{port}/v25.0/1/messages?x=1")
        finally:
            await wire.close()
            listening.close()

    return asyncio.run(main())


async def post(wire: Wire, url: str, timeout_s: float = 5.0) -> HttpReply:
    return await wire.request("POST", url, {"Authorization": "Bearer t"}, b'{"a": 1}', timeout_s)


def test_it_sends_what_it_was_given_and_keeps_the_connection() -> None:
    server = Server()

    async def work(wire: Wire, url: str) -> list[HttpReply]:
        return [await post(wire, url) for _ in range(3)]

    replies = talk(server, work)
    assert [(reply.status, reply.body) for reply in replies] == [(200, b"ok")] * 3
    assert server.connections == 1
    request = server.requests[0].lower()
    assert request.startswith(b"post /v25.0/1/messages?x=1 http/1.1\r\nhost: 127.0.0.1:")
    assert b"authorization: bearer t\r\n" in request
    assert request.endswith(b'content-length: 8\r\n\r\n{"a": 1}')


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (HEAD + b"Content-Length: 5\r\n\r\nhello", b"hello"),
        ([HEAD + b"content-le", b"ngth: 5\r\n", b"\r\nhe", b"llo"], b"hello"),
        (
            HEAD + b"Transfer-Encoding: chunked\r\n\r\n3;x=1\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
            b"hello",
        ),
        ([HEAD + b"transfer-encoding: chunked\r\n\r\n5\r", b"\nhello\r\n0\r\n", b"\r\n"], b"hello"),
        (HEAD + b"\r\nhello", b"hello"),
        (b"HTTP/1.0 200 OK\r\n\r\nhello", b"hello"),
        (HEAD + b"Connection: close\r\ncontent-length: 5\r\n\r\nhello", b"hello"),
        ([b"HTTP/1.1 100 Continue\r\n\r\n", HEAD + b"content-length: 5\r\n\r\nhello"], b"hello"),
        (b"HTTP/1.1 204 No Content\r\nx-length: 1\r\n\r\n", b""),
        (HEAD + b"content-length: 0\r\n\r\n", b""),
    ],
)
def test_it_reads_every_framing(answer: Any, body: bytes) -> None:
    server = Server(answer)

    async def work(wire: Wire, url: str) -> tuple[HttpReply, HttpReply]:
        return await post(wire, url), await post(wire, url)

    if isinstance(answer, list) and answer[0].startswith(b"HTTP/1.1 100"):
        server.answers = [b"".join(answer)]
    first, second = talk(server, work)
    assert first.body == body
    assert second.body == b"ok"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"nonsense close\r\n\r\n",
        b"HTTP/2 200 close\r\n\r\n",
        b"HTTP/1.1 abc close\r\n\r\n",
        HEAD + b"content-length: -5\r\n\r\n",
        HEAD + b"content-length: 99999999999\r\n\r\n",
        HEAD + b"content-length: five\r\n\r\n",
        HEAD + b"content-length: 50\r\nconnection: close\r\n\r\nshort",
        HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
        HEAD + b"transfer-encoding: chunked\r\n\r\nfffffff\r\n",
        HEAD + b"no colon here, close\r\n\r\n",
        b"HTTP/1.1 200 OK close\r\nx: " + b"a" * 70_000,
    ],
)
def test_it_says_lost_when_the_answer_is_none(answer: Any) -> None:
    server = Server(answer)

    async def work(wire: Wire, url: str) -> HttpReply:
        with pytest.raises(LostAnswer):
            await post(wire, url)
        return await post(wire, url)

    assert talk(server, work).body == b"ok"


def test_it_says_lost_when_the_answer_is_late_and_does_not_take_it_for_the_next() -> None:
    server = Server(1.0)

    async def work(wire: Wire, url: str) -> HttpReply:
        with pytest.raises(LostAnswer, match="in time"):
            await post(wire, url, 0.05)
        return await post(wire, url)

    assert talk(server, work).body == b"ok"
    assert server.connections == 2


def test_it_says_that_nothing_left_when_nobody_listens() -> None:
    async def main() -> None:
        with pytest.raises(ConnectionError):
            await post(Wire(SetClock()), "http://127.0.0.1:1/x")

    asyncio.run(main())


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("ftp://127.0.0.1/x", {}),
        ("http:///x", {}),
        ("http://user:word@127.0.0.1/x", {}),
        ("http://127.0.0.1/x", {"a": "b\r\nc: d"}),
    ],
)
def test_it_refuses_what_is_no_address_or_no_header(url: str, headers: dict[str, str]) -> None:
    async def main() -> None:
        with pytest.raises(ValueError, match=r"address|line break"):
            await Wire(SetClock()).request("POST", url, headers, b"", 1.0)

    asyncio.run(main())


def test_it_opens_no_more_connections_than_it_may() -> None:
    server = Server()

    async def work(wire: Wire, url: str) -> list[HttpReply]:
        return await asyncio.gather(*(post(wire, url) for _ in range(50)))

    assert [reply.body for reply in talk(server, work, most=3)] == [b"ok"] * 50
    assert server.connections <= 3


def test_it_does_not_use_a_connection_that_was_idle_for_long() -> None:
    server = Server()

    async def work(wire: Wire, url: str) -> None:
        await post(wire, url)
        wire._clock.forward(IDLE_S + 1)  # type: ignore[attr-defined]
        await post(wire, url)

    talk(server, work)
    assert server.connections == 2


def test_it_leaves_a_usable_pool_when_a_request_is_cancelled() -> None:
    server = Server(1.0)

    async def work(wire: Wire, url: str) -> HttpReply:
        task = asyncio.create_task(post(wire, url))
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await post(wire, url)

    assert talk(server, work, most=1).body == b"ok"
