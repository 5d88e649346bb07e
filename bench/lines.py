"""The two lines between the engine and the pretend WhatsApp: webhooks to it, and its calls of the Graph API."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

import orjson

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
POST_WITHIN_S = 20


class HookLine:
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
            async with asyncio.timeout(POST_WITHIN_S):
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


def _told(body: bytes) -> dict:
    """Return what we say to the platform; a file we give it says nothing but itself."""
    if body and not body.startswith(b"{"):
        return {"file": body}
    told: dict = orjson.loads(body or b"{}")
    return told


class GraphLine(asyncio.Protocol):
    """`POST /<version>/<number>/messages` or `…/media`, one connection. answer: gives the body of the answer; open_lines: those open."""

    def __init__(
        self, answer: Callable[[dict], bytes], open_lines: set[asyncio.BaseTransport]
    ) -> None:
        self._answer = answer
        self._open_lines = open_lines
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._open_lines.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._open_lines.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        rest = self._rest + data
        while (head := rest.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(rest, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(rest) < end:
                break
            answer = self._answer(_told(rest[head + 4 : end]))
            rest = rest[end:]
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(answer), answer)
            )
        self._rest = rest
