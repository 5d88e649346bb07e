"""The whole pretend world in one process: WhatsApp with its phone page, payments, departments and their switches."""

from __future__ import annotations

import asyncio
import errno
import signal
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from aiohttp import web

from engine.sandbox.departments.app import mount
from engine.sandbox.payments.app import create_app as create_payments
from engine.sandbox.payments.config import GatewayConfig
from engine.sandbox.whatsapp import EmulatorConfig
from engine.sandbox.whatsapp import create_app as create_whatsapp

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class NotHere(Exception):
    """The pretend world does not start in these surroundings; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """Everything the pretend world is told.

    public_url: where citizens reach it, callback_base: where it reports, both without a slash at the end;
    production: whether the engine runs for real people, which stops the start;
    pace: 1 is lifelike, 0 reports messages as read at once; slow_s: how late a slow department answers.
    """

    host: str = "127.0.0.1"
    port: int = 8001
    public_url: str = "http://127.0.0.1:8001"
    callback_base: str = "http://127.0.0.1:8000"
    app_secret: str = EmulatorConfig().app_secret
    access_token: str = EmulatorConfig().access_token
    verify_token: str = EmulatorConfig().verify_token
    phone_number_id: str = EmulatorConfig().phone_number_id
    payments_secret: str = GatewayConfig().secret
    production: bool = False
    pace: float = 1.0
    slow_s: float = 20.0


def create_app(config: SandboxConfig) -> web.Application:
    """Return the one application. Raises NotHere in production and for an address others can reach."""
    if config.production:
        message = "The sandbox does not start in production: its people, papers and payments are pretended"
        raise NotHere(message)
    if config.host not in LOOPBACK:
        message = f"The sandbox listens on 127.0.0.1 only, not on {config.host}"
        raise NotHere(message)
    app = create_whatsapp(_emulator(config))
    payments = GatewayConfig(
        public_url=f"{config.public_url}/payments",
        callback_base=config.callback_base,
        secret=config.payments_secret,
    )
    app.add_subapp("/payments", create_payments(payments, _now))
    mount(app, _now, config.slow_s)
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
        sys.exit(f"Port {config.port} is taken: stop what listens there, or choose another port")
    except KeyboardInterrupt:
        pass


async def _serve(config: SandboxConfig) -> None:
    runner = web.AppRunner(create_app(config), access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    try:
        await web.TCPSite(runner, config.host, config.port).start()
        await stopped.wait()
    finally:
        await runner.cleanup()


def _emulator(config: SandboxConfig) -> EmulatorConfig:
    return EmulatorConfig(
        host=config.host,
        port=urlsplit(config.public_url).port or config.port,
        app_secret=config.app_secret,
        access_token=config.access_token,
        phone_number_id=config.phone_number_id,
        callback_url=f"{config.callback_base}/webhook/whatsapp",
        verify_token=config.verify_token,
        pace=config.pace,
    )


def _now() -> datetime:
    return datetime.now(UTC)
