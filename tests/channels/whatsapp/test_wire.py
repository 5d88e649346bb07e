"""The wire against a real server on a socket that answers, hangs up, keeps silent or talks nonsense."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from pathlib import Path

import pytest
import yaml

from engine.channels.whatsapp.wire import ANSWER_BYTES, MaybeSent, NotSent, Wire

ROWS = yaml.safe_load((Path(__file__).parent / "wire.yaml").read_text("utf-8"))
BODY = b'{"to": "sample"}'


class Other:
    """The other side. answers: what it does with each request in turn."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = list(answers)
        self.heard = 0
        self.connections = 0
        self._open: set[asyncio.Task] = set()

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}/messages"

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(asyncio.current_task())
        self.connections += 1
        try:
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                while await self._request(reader):
                    if not await self._answer(writer, self.answers.pop(0)):
                        break
        finally:
            writer.close()

    async def _request(self, reader: asyncio.StreamReader) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        assert await reader.readexactly(length) == BODY
        self.heard += 1
        return True

    async def _answer(self, writer: asyncio.StreamWriter, what: str) -> bool:
        kind, *rest = what.split(" ")
        if kind == "silence":
            await asyncio.Event().wait()
        elif kind == "garbage":
            writer.write(b"\x00\x01 not http\r\n\r\n")
        elif kind == "endless":
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
            for _ in range(2 * ANSWER_BYTES // 65536):
                writer.write(chunk)
                await writer.drain()
        elif kind != "close":
            body, *headers = rest
            lines = "".join(f"{each.replace('=', ': ')}\r\n" for each in headers)
            writer.write(
                f"HTTP/1.1 {kind} OK\r\nContent-Length: {len(body)}\r\n{lines}\r\n{body}".encode()
            )
            return "Connection=close" not in headers
        return False


async def say(wire: Wire, address: str, timeout_s: float = 30.0) -> str:
    try:
        posted = await wire.post(address, ["Content-Type: application/json"], BODY, timeout_s)
    except NotSent:
        return "not sent"
    except MaybeSent:
        return "maybe sent"
    return f"posted {posted.status}" + (
        f" wait {posted.retry_after_s}" if posted.retry_after_s else ""
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_tells_the_ends_apart(row) -> None:
    async def go() -> None:
        other = Other(row["answers"])
        wire = Wire()
        async with other as address:
            said = [
                await say(wire, address, 1.0 if each == "silence" else 30.0)
                for each in row["answers"]
            ]
            await wire.close()
        assert said == row["says"]
        assert other.heard == row["heard"]
        assert other.connections == row.get("connections", other.connections)

    asyncio.run(go())


def test_it_has_sent_nothing_where_nobody_listens() -> None:
    async def go() -> str:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            wire = Wire()
            said = await say(wire, f"http://127.0.0.1:{taken.getsockname()[1]}/")
            await wire.close()
            return said

    assert asyncio.run(go()) == "not sent"


def test_it_has_sent_nothing_to_a_name_nobody_has() -> None:
    async def go() -> str:
        wire = Wire()
        said = await say(wire, "http://nobody.invalid/")
        await wire.close()
        return said

    assert asyncio.run(go()) == "not sent"


def test_it_has_sent_nothing_where_the_other_side_speaks_no_tls() -> None:
    async def go() -> str:
        async def refuse(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.close()

        server = await asyncio.start_server(refuse, "127.0.0.1", 0)
        wire = Wire()
        said = await say(wire, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await wire.close()
        server.close()
        return said

    assert asyncio.run(go()) == "not sent"


def test_it_keeps_many_under_way_and_gives_up_one_that_is_cancelled() -> None:
    async def go() -> None:
        other = Other(["200 {}"] * 60)
        wire = Wire()
        async with other as address:
            many = [asyncio.create_task(say(wire, address)) for _ in range(40)]
            await asyncio.sleep(0)
            many[0].cancel()
            said = await asyncio.gather(*many, return_exceptions=True)
            assert said[1:] == ["posted 200"] * 39
            assert await say(wire, address) == "posted 200"
            await wire.close()

    asyncio.run(go())
