"""Where a server listens: the two options that all of them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

HOST = click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen on."
)


def port(default: int) -> Callable[[Any], Any]:
    """Return the option `--port`."""
    return click.option(
        "--port",
        default=default,
        show_default=True,
        type=click.IntRange(1, 65_535),
        help="The port to listen on.",
    )


WORKERS = click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many web processes; on PostgreSQL `serve` starts as many workers.",
)
