"""A pretend department on a real port, a clock that is moved by hand, and a handler between them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.processes import free_ports
from engine.domain.effect import Call
from engine.language import nodes
from engine.language.model.connector import read_connectors
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.ports import Job
from engine.runtime.store.sqlite.store import SqliteStore
from engine.services.connectors.asking import Asker
from engine.services.connectors.client import Client
from engine.services.connectors.databases import Databases
from engine.services.connectors.egress import Reach
from engine.services.connectors.handler import Connectors
from engine.services.connectors.remembering import Memory

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SESSION, PERSON = "s1", "p1"


def rows(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def connectors():
    parsed = nodes.parse((HERE / "department.yaml").read_bytes(), "department.yaml")
    findings: list[Any] = []
    found = read_connectors(parsed.node, "department.yaml", findings)
    assert not findings
    return found


class Clock:
    """Stands still until somebody sleeps or moves it."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed


@dataclass
class Scheduler:
    clock: Clock

    async def sleep(self, seconds: float) -> None:
        self.clock.passed += seconds

    def spawn(self, work: Any) -> None:
        raise NotImplementedError


@dataclass
class Department:
    """Serves what it was told, one after the other."""

    serves: list[Any]
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.requests.append((request.method, request.path_qs, dict(request.headers), body))
        served = self.serves.pop(0)
        if served == "drop":
            assert request.transport is not None
            request.transport.abort()
            await asyncio.sleep(0)
            return web.Response()
        if served == "nonsense":
            return web.Response(text="<html>", content_type="text/html")
        headers = {"Location": "http://127.0.0.1:1/"} if served["status"] == 302 else {}
        if "json" in served:
            return web.json_response(served["json"], status=served["status"], headers=headers)
        return web.Response(status=served["status"], headers=headers)


@asynccontextmanager
async def serving(department: Department) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", department.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("")).rstrip("/")


class Stage:
    """Everything a call needs; the store is a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        random = SystemRandom()
        self.keys = Keys(bytes(32), random)
        self.store = SqliteStore(folder / "mitra.db", self.keys, self.clock, random)
        self.systems = connectors()

    @asynccontextmanager
    async def handler(self, address: str | None) -> AsyncIterator[Connectors]:
        http = Client(Reach(sandbox=True))
        addresses = {"OFFICE_URL": address or f"http://127.0.0.1:{free_ports(1)[0]}"}
        asker = Asker(
            http,
            Databases(),
            addresses,
            self.clock,
            Scheduler(self.clock),
            Memory(SystemRandom().bytes(32)),
        )
        try:
            yield Connectors(self.operation, asker, self.store, self.keys, self.clock)
        finally:
            await http.close()

    def operation(self, name: str):
        system, _, operation = name.partition(".")
        return self.systems[system], self.systems[system].operations[operation]

    def keep(self, writes) -> None:
        with self.store.transaction():
            self.store.write(writes)


def job(call: Call, attempt: int = 1, unsure: bool = False, made: datetime = NOW) -> Job:
    return Job(call.key, call, PERSON, SESSION, (), "", attempt, unsure, made)
