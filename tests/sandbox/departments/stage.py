"""The pretend departments on a real port, with a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from engine.sandbox.departments.app import mount

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@dataclass
class Clock:
    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def pass_s(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass
class Stage:
    client: TestClient
    clock: Clock
    base: str
    keys: list[str] = field(default_factory=list)

    async def get(self, path: str) -> tuple[int, Any]:
        async with self.client.get(path) as response:
            return response.status, await response.json()

    async def post(self, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        self.keys.append(key)
        headers = {"Idempotency-Key": key or f"own-{len(self.keys)}"}
        async with self.client.post(path, data=json.dumps(body or {}), headers=headers) as response:
            return response.status, await response.json()


def play(scene: Callable[[Stage], Awaitable[Any]], slow_s: float = 0.0) -> Any:
    """Return what a scene returns, played before fresh departments."""

    async def run() -> Any:
        clock = Clock()
        app = web.Application()
        mount(app, clock, slow_s)
        async with TestClient(TestServer(app, host="127.0.0.1")) as client:
            return await scene(Stage(client, clock, str(client.make_url("")).rstrip("/")))

    return asyncio.run(run())
