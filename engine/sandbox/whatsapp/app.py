"""Puts the pretend WhatsApp together as one web application."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from aiohttp import web

from engine.sandbox.whatsapp.business import Business
from engine.sandbox.whatsapp.citizen import Citizen
from engine.sandbox.whatsapp.config import EmulatorConfig
from engine.sandbox.whatsapp.console import Console
from engine.sandbox.whatsapp.courier import Courier
from engine.sandbox.whatsapp.graph import Graph, as_json
from engine.sandbox.whatsapp.media import BYTES_MOST, MEGABYTE
from engine.sandbox.whatsapp.page import Page
from engine.sandbox.whatsapp.switchboard import Switchboard
from engine.sandbox.whatsapp.world import World


def create_app(config: EmulatorConfig, clock: Callable[[], float] = time.time) -> web.Application:
    """Return the emulator; `clock` gives Unix seconds and may be a pretend one."""
    world = World(config, secrets.token_hex(4), clock)
    courier = Courier(world)
    business = Business(world, courier)
    console = Console(world, courier, Citizen(world, courier))

    async def start(app: web.Application) -> None:
        await courier.start()

    async def close_streams(app: web.Application) -> None:
        world.close()

    async def stop(app: web.Application) -> None:
        await business.stop()
        await courier.stop()

    async def healthz(request: web.Request) -> web.StreamResponse:
        return as_json({"status": "ok", "callback_verified": courier.verified})

    app = web.Application(client_max_size=BYTES_MOST["document"] + MEGABYTE)
    app.add_routes(Graph(world, business).routes())
    app.add_routes([web.get("/healthz", healthz)])
    app.add_routes(console.control_routes())
    app.add_routes(Switchboard(world).routes())
    app.add_routes(Page(world, console).routes())
    app.on_startup.append(start)
    app.on_shutdown.append(close_streams)
    app.on_cleanup.append(stop)
    return app
