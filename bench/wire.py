"""A line between our processes and PostgreSQL that can be made slow, and that can swallow the answer to a commit.

`python -m bench.wire SOCKET SECONDS` is one that makes every commit so much slower, in a process of its own; it prints its port.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.processes import ROOT

COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"
"""The server's word that a transaction is kept: https://www.postgresql.org/docs/current/protocol-message-formats.html (CommandComplete)"""


@dataclass
class Wire:
    """One listening port. delay_s: how much later a commit is confirmed; lose: the share of commits whose answer is lost with the line;
    lost: how many were.
    """

    socket: Path
    seed: int
    delay_s: float = 0.0
    lose: float = 0.0
    lost: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._lines: set[asyncio.Task[None]] = set()

    async def open(self) -> asyncio.Server:
        """Listen on a port picked by the system."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            back, there = await asyncio.open_unix_connection(str(self.socket))
        except OSError:
            writer.close()
            return
        ways = [
            asyncio.create_task(self._pass(reader, there, answers=False)),
            asyncio.create_task(self._pass(back, writer, answers=True)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for end in (there, writer):
            end.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if answers and COMMITTED in data:
                    if self._chance.random() < self.lose:
                        self.lost += 1
                        return
                    if self.delay_s:
                        await asyncio.sleep(self.delay_s)
                writer.write(data)
                await writer.drain()


@contextmanager
def wire(socket: Path, seed: int) -> Iterator[Wire]:
    """Give a line to the server behind this socket; it runs in a thread of its own."""
    made, loop = Wire(socket, seed), asyncio.new_event_loop()
    opened = loop.run_until_complete(made.open())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(opened.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@contextmanager
def slow(socket: Path, delay_s: float) -> Iterator[int]:
    """Give the port of a line on which every commit takes so much longer, carried by another process."""
    command = [sys.executable, "-m", "bench.wire", str(socket), str(delay_s)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as carrying:
        assert carrying.stdout is not None
        try:
            yield int(carrying.stdout.readline())
        finally:
            carrying.kill()


async def _serve(socket: Path, delay_s: float) -> None:
    made = Wire(socket, 0, delay_s)
    opened = await made.open()
    print(made.port, flush=True)
    await opened.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), float(sys.argv[2])))
