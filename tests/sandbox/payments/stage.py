"""The pretend gateway on a real port, and a business that hears its reports."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from engine.channels.whatsapp.signature import is_genuine
from engine.language import nodes
from engine.language.model.connector import Connector, Operation, read_connectors
from engine.runtime.doors import SystemClock
from engine.sandbox.payments.app import create_app
from engine.sandbox.payments.config import GatewayConfig
from engine.services.connectors.asking import Asker
from engine.services.connectors.client import Client
from engine.services.connectors.databases import Databases
from engine.services.connectors.egress import Reach
from engine.services.connectors.remembering import Memory
from engine.wiring.gateway import DeclaredGateway

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
EXPIRES = NOW + timedelta(minutes=15)
SECRET = GatewayConfig().secret
DECLARED = Path(__file__).resolve().parents[3] / "catalog/_shared/connectors/gateway.yaml"


def declared() -> Connector:
    """Return the gateway as the catalogue that ships declares it."""
    parsed = nodes.parse(DECLARED.read_bytes(), DECLARED.name)
    return read_connectors(parsed.node, DECLARED.name, [])["gateway"]


def operation(name: str) -> tuple[Connector, Operation]:
    gateway = declared()
    return gateway, gateway.operations[name.removeprefix("gateway.")]


class AtOnce:
    """Waits for nothing between two tries."""

    async def sleep(self, seconds: float) -> None:
        pass

    def spawn(self, work: Any) -> None:
        raise NotImplementedError


def asker(http: Client, address: str) -> Asker:
    return Asker(
        http,
        Databases(),
        {"GATEWAY_URL": address},
        SystemClock(),
        AtOnce(),
        Memory(b"m" * 32),
    )


@dataclass
class Clock:
    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Business:
    """`answers` are used up first, then everything is a 200."""

    answers: list[int] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    posts: int = 0
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hook(self, request: web.Request) -> web.Response:
        raw = await request.read()
        assert is_genuine(raw, request.headers["X-Signature-256"], (SECRET,))
        self.posts += 1
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.reports.append(json.loads(raw))
        self.news.set()
        return web.Response(status=status)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(60):
            while len(self.reports) < count:
                self.news.clear()
                await self.news.wait()


@dataclass
class Stage:
    gateway: DeclaredGateway
    asker: Asker
    business: Business
    clock: Clock
    client: TestClient

    async def open(self, key: str = "s1/4", amount: int = 30_000) -> Any:
        return await self.gateway.open(key, amount, "srisailam", "<b>దర్శన టికెట్</b>", EXPIRES)

    async def act(self, order: Any, way: str, site: str = "same-origin") -> int:
        path = order.url.removeprefix("http://pages.example")
        headers = {"Sec-Fetch-Site": site}
        async with self.client.post(
            path, data={"way": way}, headers=headers, allow_redirects=False
        ) as response:
            return response.status

    async def page(self, order: Any, query: str = "") -> tuple[str, Any]:
        async with self.client.get(
            order.url.removeprefix("http://pages.example") + query
        ) as response:
            return await response.text(), response.headers


def play(
    scene: Callable[[Stage], Awaitable[Any]], answers: tuple[int, ...] = (), late_s: float = 0.0
) -> Any:
    async def run() -> Any:
        business, clock = Business(list(answers)), Clock()
        hooks = web.Application()
        hooks.router.add_post("/webhook/payments/sandbox", business.hook)
        async with TestServer(hooks, host="127.0.0.1") as server:
            config = GatewayConfig(
                public_url="http://pages.example",
                callback_base=str(server.make_url("")).rstrip("/"),
                retry_first_s=0.01,
                retry_longest_s=0.02,
                late_s=late_s,
            )
            async with TestClient(
                TestServer(create_app(config, clock), host="127.0.0.1")
            ) as client:
                http = Client(Reach(sandbox=True))
                asks = asker(http, str(client.make_url("")))
                gateway = DeclaredGateway(operation, asks)
                try:
                    return await scene(Stage(gateway, asks, business, clock, client))
                finally:
                    await http.close()

    return asyncio.run(run())
