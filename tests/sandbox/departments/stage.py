"""The pretend departments on a real port, with a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from engine.language.model.connector import Connector, Operation
from engine.runtime.doors import HttpReply
from engine.sandbox.departments.app import mount
from engine.services.connectors.client import Client
from engine.services.connectors.databases import Databases
from engine.services.connectors.egress import Reach
from engine.services.connectors.request import address_of, build
from engine.wiring.addresses import PretendAddresses

CATALOG = Path(__file__).resolve().parents[3] / "catalog"
DESCRIBED = sorted([*CATALOG.rglob("_connectors.yaml"), CATALOG / "_shared/connectors/locker.yaml"])
"""Where the pretend departments are declared; the gateway is tried with payments."""
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
    databases: Path
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
        with tempfile.TemporaryDirectory() as folder:
            mount(app, clock, slow_s, Path(folder))
            async with TestClient(TestServer(app, host="127.0.0.1")) as client:
                base = str(client.make_url("")).rstrip("/")
                return await scene(Stage(client, clock, base, Path(folder)))

    return asyncio.run(run())


async def put(
    stage: Stage, system: Connector, operation: Operation, needs: Any, timeout_s: float
) -> HttpReply:
    """Return what a department answers to the engine, by request or by statement."""
    addresses = PretendAddresses(stage.base, {}, stage.databases)
    if operation.statement:
        databases = Databases()
        try:
            address = address_of(system, needs, addresses)
            return await databases.ask(address, operation, needs, timeout_s)
        finally:
            databases.close()
    http = Client(Reach(sandbox=True))
    request = build(system, operation, needs, addresses, "s1/1")
    try:
        return await http.request(
            request.method, request.url, request.headers, request.body, timeout_s
        )
    finally:
        await http.close()
