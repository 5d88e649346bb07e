"""Runs the pretend world alone: `python -m engine.sandbox`."""

from __future__ import annotations

import click

from engine.sandbox.app import SandboxConfig, run
from engine.sandbox.payments.config import GatewayConfig
from engine.sandbox.whatsapp import EmulatorConfig

DEFAULTS = EmulatorConfig()


@click.command()
@click.option("--port", default=DEFAULTS.port, show_default=True, help="Port to listen on.")
@click.option(
    "--callback",
    default=GatewayConfig().callback_base,
    show_default=True,
    help="Where the engine is reached.",
)
@click.option(
    "--pace", default=DEFAULTS.pace, show_default=True, help="1 is lifelike, 0 reports at once."
)
def main(port: int, callback: str, pace: float) -> None:
    """Play WhatsApp, payments and departments on 127.0.0.1.

    Example: python -m engine.sandbox --port 8001
    """
    address = f"http://127.0.0.1:{port}"
    click.echo(f"Phone: {address}/phone   Departments: {address}/control")
    base = callback.rstrip("/")
    emulator = EmulatorConfig(port=port, callback_url=f"{base}/webhook/whatsapp", pace=pace)
    run(SandboxConfig(emulator, GatewayConfig(f"{address}/payments", base)))


if __name__ == "__main__":
    main()
