"""The only ways the runtime and the services reach time, chance, network and concurrency, so that a simulation can hold them all."""

from __future__ import annotations

import asyncio
import os
import time
from base64 import b32encode
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Return the moment, aware, UTC."""

    def monotonic(self) -> float:
        """Return seconds that never go back, for measuring."""


class Random(Protocol):
    """Chance fit for keys."""

    def bytes(self, count: int) -> bytes:
        """Return so many random bytes."""


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What a server answered. headers: by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http(Protocol):
    """One request to another machine; `services.connectors` and the simulation implement it."""

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, timeout_s: float
    ) -> HttpReply:
        """Return the reply. Raises TimeoutError when it may have arrived, ConnectionError when it certainly did not."""


class Scheduler(Protocol):
    """Waiting, and doing things side by side."""

    async def sleep(self, seconds: float) -> None:
        """Let others work for so long."""

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Start work of its own; what it raises is a bug and ends the process."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251

    def monotonic(self) -> float:
        return time.monotonic()


class SystemRandom:
    """The operating system's randomness."""

    def bytes(self, count: int) -> bytes:
        return os.urandom(count)


class LoopScheduler:
    """The running asyncio loop."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in small letters: nothing that looks like something else. https://www.crockford.com/base32.html"""
_SPELLED = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", LETTERS.encode())


def new_id(random: Random) -> str:
    """Return a fresh id of 16 letters: 80 bits of chance, no dots, no slashes."""
    return b32encode(random.bytes(10)).translate(_SPELLED).decode()


_hook: Callable[[str], None] | None = None


def fault_point(name: str) -> None:
    """Mark a place where a test may let the world go wrong. Does nothing otherwise."""
    if _hook is not None:
        _hook(name)


def set_fault_hook(hook: Callable[[str], None] | None) -> None:
    """Call this at every fault point from now on, or nothing. What it raises is the fault."""
    global _hook  # noqa: PLW0603
    _hook = hook
