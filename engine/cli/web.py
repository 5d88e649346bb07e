"""`catalog web`: the web server alone."""

from __future__ import annotations

import click

from engine.cli.listening import HOST, WORKERS, port

EPILOG = """\b
Examples:
  catalog web --port 8000 --workers 2      beside `catalog worker`

`catalog serve` starts both."""


@click.command("web", epilog=EPILOG)
@HOST
@port(8000)
@WORKERS
@click.pass_context
def COMMAND(ctx: click.Context, host: str, port: int, workers: int) -> None:  # noqa: N802 (the module's constant)
    """Run only the web server: the webhook, payments' call-back, certificates, health."""
    from engine.cli.surroundings import settings_with_key

    told = settings_with_key()
    from engine.web.server import serve
    from engine.wiring.parts import trouble_with
    from engine.wiring.processes import GIVE_UP

    trouble = trouble_with(told)
    if trouble:
        click.echo(trouble, err=True)
        ctx.exit(GIVE_UP)
    ctx.exit(serve(host, port, workers))
