"""`catalog sandbox`: the pretend world alone."""

from __future__ import annotations

import click

from engine.cli.listening import HOST, port

EPILOG = """\b
Examples:
  catalog sandbox --port 8001      beside `catalog web` and `catalog worker`

`catalog serve` starts it by itself. Production refuses it."""


@click.command("sandbox", epilog=EPILOG)
@HOST
@port(8001)
@click.pass_context
def COMMAND(ctx: click.Context, host: str, port: int) -> None:  # noqa: N802 (the module's constant)
    """Run only the pretend world: WhatsApp with a phone page, departments, payments."""
    from engine.cli.surroundings import settings

    told = settings()
    if not told.sandbox:
        message = "production has no pretend world: unset MITRA_MODE to try things out"
        raise click.UsageError(message)
    from engine.wiring.sandbox import run_sandbox

    ctx.exit(run_sandbox(told, host, port))
