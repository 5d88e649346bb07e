"""`catalog serve`: starts everything and watches over it."""

from __future__ import annotations

import click

from engine.cli.listening import HOST, WORKERS, port

EPILOG = """\b
Examples:
  catalog serve                      http://127.0.0.1:8000, with the phone page
  catalog serve --port 8010
  catalog serve --workers 2          more web processes for a busy number

Nothing has to be set in the sandbox (the default). In production
(MITRA_MODE=production) what is missing is said before anything starts."""


@click.command("serve", epilog=EPILOG)
@HOST
@port(8000)
@WORKERS
@click.pass_context
def COMMAND(ctx: click.Context, host: str, port: int, workers: int) -> None:  # noqa: N802 (the module's constant)
    """Start the web server, the worker and, in the sandbox, the pretend world."""
    from engine.cli.surroundings import settings

    told = settings()
    from engine.wiring.serve import run_serve

    ctx.exit(run_serve(told, host, port, workers))
