"""`catalog worker`: the part that takes turns, performs effects and keeps timers, for places where each process is a unit of its own."""

from __future__ import annotations

import click

EPILOG = """\b
Examples:
  catalog worker                             the sandbox's database
  MITRA_MODE=production catalog worker       beside `catalog web`"""


@click.command("worker", epilog=EPILOG)
@click.pass_context
def COMMAND(ctx: click.Context) -> None:  # noqa: N802 (the module's constant)
    """Run only the worker: it takes turns, performs effects and keeps timers until it is stopped."""
    from engine.cli.surroundings import settings

    told = settings()
    from engine.wiring.worker import run_worker

    ctx.exit(run_worker(told))
