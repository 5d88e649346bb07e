"""Runs the pretend WhatsApp alone: `python -m engine.sandbox.whatsapp`."""

from __future__ import annotations

from typing import Any

import click
from aiohttp import web

from engine.sandbox.whatsapp.app import create_app
from engine.sandbox.whatsapp.config import EmulatorConfig

DEFAULTS = EmulatorConfig()


@click.command()
@click.option("--port", default=DEFAULTS.port, show_default=True, help="Port to listen on.")
@click.option(
    "--callback",
    "callback_url",
    default="http://127.0.0.1:8000/webhook/whatsapp",
    show_default=True,
    help="Where webhooks are posted.",
)
@click.option("--app-secret", default=DEFAULTS.app_secret, help="Signs the webhooks.")
@click.option("--access-token", default=DEFAULTS.access_token, help="The bearer token we accept.")
@click.option("--verify-token", default=DEFAULTS.verify_token, help="Used in the handshake.")
@click.option("--phone-number-id", default=DEFAULTS.phone_number_id, show_default=True)
@click.option(
    "--pace", default=DEFAULTS.pace, show_default=True, help="1 is lifelike, 0 reports at once."
)
@click.option(
    "--batch",
    "webhook_batch",
    default=DEFAULTS.webhook_batch,
    show_default=True,
    help="Updates a POST.",
)
@click.option(
    "--number-limit",
    default=DEFAULTS.number_limit,
    show_default=True,
    help="Messages a second for the number, 0 for no limit.",
)
@click.option("--pair-limit/--no-pair-limit", default=False, help="Limit messages to one person.")
@click.option("--open-world", is_flag=True, help="Create a phone for every unknown recipient.")
def main(**chosen: Any) -> None:
    """Play Meta's side of WhatsApp, with a phone page at /phone.

    Example: python -m engine.sandbox.whatsapp --port 8001
    """
    config = EmulatorConfig(**chosen)
    click.echo(f"The phone page is at http://{config.host}:{config.port}/phone")
    web.run_app(
        create_app(config),
        host=config.host,
        port=config.port,
        access_log=None,
        print=None,
        shutdown_timeout=2.0,
    )


if __name__ == "__main__":
    main()
