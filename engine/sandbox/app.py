"""The whole pretend world in one process: WhatsApp with its phone page, payments, departments and their switches."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from engine.sandbox.departments.app import mount
from engine.sandbox.payments.app import create_app as create_payments
from engine.sandbox.payments.config import GatewayConfig
from engine.sandbox.whatsapp import EmulatorConfig
from engine.sandbox.whatsapp import create_app as create_whatsapp
from engine.sandbox.witness import create_app as create_witness

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotHere(Exception):
    """The pretend world does not start in these surroundings; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Everything the pretend world is told.

    emulator: WhatsApp, and where the whole world listens; gateway: payments; slow_s: how late a slow department answers;
    databases: a folder for those of departments; production: whether the engine runs for real people, which stops the start.
    """

    emulator: EmulatorConfig = field(default_factory=EmulatorConfig)
    gateway: GatewayConfig = field(default_factory=GatewayConfig)
    slow_s: float = 20.0
    databases: Path = Path("var/departments")
    production: bool = False


def create_app(config: SandboxConfig) -> web.Application:
    """Return the one application. Raises NotHere in production and for an address others can reach."""
    if config.production:
        message = "The sandbox does not start in production: its people, papers and payments are pretended"
        raise NotHere(message)
    if config.emulator.host not in LOOPBACK:
        message = f"The sandbox listens on 127.0.0.1 only, not on {config.emulator.host}"
        raise NotHere(message)
    app = create_whatsapp(config.emulator)
    app.add_subapp("/payments", create_payments(config.gateway, _now))
    mount(app, _now, config.slow_s, config.databases)
    app.add_subapp("/witness", create_witness(config.gateway.callback_base, _now))
    return app


def run(config: SandboxConfig) -> None:
    """Serve until stopped. Exits with 1 and one line when it cannot start."""
    try:
        asyncio.run(_serve(config))
    except NotHere as reason:
        sys.exit(str(reason))
    except OSError as trouble:
        if trouble.errno != errno.EADDRINUSE:
            raise
        sys.exit(
            f"Port {config.emulator.port} is taken: stop what listens there, or choose another port"
        )
    except KeyboardInterrupt:
        pass


async def _serve(config: SandboxConfig) -> None:
    runner = web.AppRunner(create_app(config), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    try:
        await web.TCPSite(runner, config.emulator.host, config.emulator.port).start()
        await stopped.wait()
    finally:
        await runner.cleanup()


def _now() -> datetime:
    return datetime.now(UTC)
