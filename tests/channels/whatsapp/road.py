"""The whole road for one test: pretend phones, the pretend platform over HTTP, our webhook, inbox, worker and client; time runs fast."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer

from bench.processes import free_ports
from engine.channels.whatsapp import inbound, signature
from engine.channels.whatsapp.client import Account, Connections, GraphClient
from engine.channels.whatsapp.handlers import Office, SendHandler
from engine.channels.whatsapp.lines import Lines
from engine.domain.effect import Send
from engine.domain.message import TextOut
from engine.interpreter.dialogue import sessions_needed, take_turn
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.catalog_files import read_files
from engine.runtime.doors import LoopScheduler, SystemRandom
from engine.runtime.inbox import Inbox
from engine.runtime.keys import Keys
from engine.runtime.programs import Programs
from engine.runtime.store.sqlite.inbox import SqliteInbox, SqliteIntake
from engine.runtime.store.sqlite.store import SqliteStore
from engine.runtime.worker import Worker, World
from engine.sandbox.whatsapp.app import create_app
from engine.sandbox.whatsapp.config import EmulatorConfig
from engine.wiring.catalogue import Books
from engine.wiring.parts import SERVICE_SQL
from engine.wiring.prepared import load_program
from engine.wiring.sandbox import templates

NUMBER = "919000000001"
LINE = "100000000000001"
SOON = 60.0
"""Real seconds within which anything expected has to happen."""


class FastClock:
    """Real time, so many times as fast, and pushed on at will."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        self._began = time.monotonic()
        self._start = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
        self._pushed = 0.0

    def monotonic(self) -> float:
        return (time.monotonic() - self._began) * self.speed + self._pushed

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def forward(self, seconds: float) -> None:
        self._pushed += seconds


class FastScheduler(LoopScheduler):
    """Waits as short as the clock is fast."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(seconds / self._speed, 0.002))


@dataclass
class Road:
    """What a test does and sees."""

    clock: FastClock
    store: SqliteStore
    keys: Keys
    sender: SendHandler
    http: ClientSession
    root: str
    worker: Worker
    listen: Callable[[bool], Awaitable[None]]
    bodies: list[int] = field(default_factory=list)

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, self.root + path, json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json()

    async def say(self, text: str, phone: str = NUMBER) -> None:
        await self.act({"type": "text", "text": text}, phone)

    async def act(self, action: dict[str, Any], phone: str = NUMBER) -> None:
        await self.ask("POST", f"/control/phones/{phone}/messages", action)

    async def switch(self, **wanted: Any) -> None:
        await self.ask("PATCH", "/control/switches", wanted)

    async def reset(self) -> None:
        await self.ask("DELETE", "/control/switches")

    async def heard(self, phone: str = NUMBER) -> list[dict[str, Any]]:
        """Return the messages that reached a phone."""
        found = await self.ask("GET", f"/control/phones/{phone}/messages")
        return [
            each
            for each in found["messages"]
            if each["by"] == "business" and each["status"] != "failed"
        ]

    async def until(self, enough: Callable[[], Any], what: str = "") -> None:
        """Wait until something holds; `enough` may be a coroutine function."""
        end = time.monotonic() + SOON
        while True:
            held = enough()
            if asyncio.iscoroutine(held):
                held = await held
            if held:
                return
            assert time.monotonic() < end, f"never came about: {what}"
            await asyncio.sleep(0.01)

    async def until_heard(self, count: int, phone: str = NUMBER) -> list[dict[str, Any]]:
        async def enough() -> bool:
            return len(await self.heard(phone)) >= count

        await self.until(enough, f"{count} messages on the phone")
        return await self.heard(phone)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.store._connection.execute(sql).fetchall()
        return found

    def letters(self) -> list[str]:
        return [why for (why,) in self.rows("select why from dead_letter")]

    def open_rows(self) -> int:
        """Return how many messages are neither sent nor given up."""
        return self.rows("select count(*) from outbox where kind = 'Send' and state < 3")[0][0]

    async def settled(self) -> None:
        """Wait until nothing is under way."""

        def rests() -> bool:
            replies = self.rows("select count(*) from reply")[0][0]
            return not (replies or self.open_rows() or self.worker.outbox.is_busy)

        await self.until(rests, "rest")


@cache
def catalogue_of(repository: Path) -> tuple[Books, Mapping[str, bytes]]:
    """Return a small catalogue and its files, read once."""
    return Books(lambda _: None), read_files(repository / "tests" / "cli" / "catalog")


@asynccontextmanager
async def road(
    folder: Path,
    repository: Path,
    speed: float = 100.0,
    rate: float = 0.0,
    patience: float = 30.0,
    **wanted: Any,
) -> AsyncIterator[Road]:
    """Open the road. rate: our own pace, 0 for none; patience: real seconds an answer is awaited; wanted: changes to the platform."""
    clock, random, scheduler = FastClock(speed), SystemRandom(), FastScheduler(speed)
    keys = Keys(b"k" * 32, random)
    ours = SqliteInbox(folder / "mitra.inbox.db", clock, random)
    inbox = Inbox(ours, Keys(b"k" * 32, random))

    async def webhook(request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.Response(text=request.query["hub.challenge"])
        raw = await request.read()
        assert signature.is_genuine(raw, request.headers[signature.HEADER], ("sandbox-app-secret",))
        found = inbound.read(raw, clock.now(), (LINE,))
        opened.bodies.append(len(found.arrivals))
        inbox.append(found.arrivals)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/webhook", webhook)
    store = SqliteStore(folder / "mitra.db", keys, clock, random, SERVICE_SQL)
    read = SqliteInbox(folder / "mitra.inbox.db", clock, random)
    books, files = catalogue_of(repository)
    programs = Programs(store, load_program)
    compiled = books.compile(files)
    programs.use(compiled.cards, compiled.programs, files)
    fresh = TCPConnector(force_close=True)  # so that a closed door is felt at once
    async with (
        TestServer(app) as business,
        ClientSession(connector=fresh) as http,
        Connections() as ways,
    ):
        (port,) = free_ports(1)
        config = EmulatorConfig(
            pace=0,
            port=port,
            callback_url=str(business.make_url("/webhook")),
            templates=templates(books.catalogue),
            retry_first_seconds=0.01,
        )
        config = replace(config, **wanted)
        platform = create_app(config, lambda: clock.now().timestamp())
        async with listening(platform, port) as listen:
            root = f"http://127.0.0.1:{port}"
            account = Account(f"{root}/v25.0", LINE, config.access_token)
            client = GraphClient(account, ways, patience)
            office = Office(lambda media: blobs.find(media, keys, store), store, clock, scheduler)
            sender = SendHandler(Lines({LINE: client}, rate), office)
            worker = Worker(
                World(
                    store=store,
                    inbox=SqliteIntake(store, read),
                    keys=keys,
                    clock=clock,
                    random=random,
                    scheduler=scheduler,
                    handlers={Send: sender},
                    receivers={},
                    directory=lambda: compiled.directory,
                    programs=programs,
                    take_turn=take_turn,
                    sessions_needed=sessions_needed,
                    apology=lambda _: TextOut("sorry"),
                    heard=sender.heard,
                    judge=sender.failed,
                )
            )
            opened = Road(clock, store, keys, sender, http, root, worker, listen)
            work = asyncio.create_task(worker.run())
            try:
                yield opened
            finally:
                worker.stop()
                await work


@asynccontextmanager
async def listening(
    platform: web.Application, port: int
) -> AsyncIterator[Callable[[bool], Awaitable[None]]]:
    """Serve the platform; what is given back closes its door and opens it again."""
    runner = web.AppRunner(platform, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()

    async def listen(on: bool) -> None:
        nonlocal site
        if not on:
            await site.stop()
        else:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()

    try:
        yield listen
    finally:
        await runner.cleanup()


def keep_file(road_: Road, blob: Blob) -> None:
    """Put a file into our store."""
    with road_.store.transaction():
        road_.store.write([blobs.keep(blob, road_.keys, road_.store, road_.clock.now())])
