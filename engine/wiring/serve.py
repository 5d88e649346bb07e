"""`catalog serve`: everything on one machine. In the sandbox that includes the pretend world, so that nothing else is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import click

from engine.settings import Settings, SettingsError
from engine.wiring.key_files import master_key
from engine.wiring.parts import trouble_with
from engine.wiring.processes import GIVE_UP, Child, Supervisor, command

SANDBOX_STEP = 1
"""The pretend world listens on the port after ours."""


def run_serve(settings: Settings, host: str, port: int, workers: int) -> int:
    """Start web, worker and, in the sandbox, the pretend world; keep them running; return the exit code."""
    try:
        master_key(settings)
    except SettingsError as trouble:
        for line in trouble.problems:
            click.echo(line, err=True)
        return GIVE_UP
    trouble_there = trouble_with(settings)
    if trouble_there:
        click.echo(trouble_there, err=True)
        return GIVE_UP
    environment = surroundings(settings, host, port)
    os.environ.update(environment)
    return Supervisor(children(settings, host, port, workers), _tell).run(
        lambda: _welcome(settings, host, port)
    )


def surroundings(settings: Settings, host: str, port: int) -> Mapping[str, str]:
    """Return what our processes must agree on: in the sandbox every address follows from the one port asked for."""
    if not settings.sandbox:
        return {}
    world = f"http://{host}:{port + SANDBOX_STEP}"
    return {
        "MITRA_MODE": "sandbox",
        "MITRA_DATABASE": settings.database,
        "MITRA_CATALOG": str(settings.catalog),
        "MITRA_MASTER_KEY_FILE": str(settings.master_key_file),
        "MITRA_PUBLIC_URL": f"http://{host}:{port}",
        "MITRA_SANDBOX_URL": world,
        "WHATSAPP_GRAPH_URL": f"{world}/v25.0",
    }


def children(settings: Settings, host: str, port: int, workers: int) -> list[Child]:
    """Return the processes of this machine."""
    web = command("web", "--host", host, "--port", str(port), "--workers", str(workers))
    made = [Child("web", web, f"http://{host}:{port}/healthz")]
    several = workers if settings.on_postgres else 1  # a SQLite file has one writer
    made += [
        Child("worker" if several == 1 else f"worker {number}", command("worker"))
        for number in range(1, several + 1)
    ]
    if settings.sandbox:
        there = port + SANDBOX_STEP
        made.insert(
            0,
            Child(
                "sandbox",
                command("sandbox", "--host", host, "--port", str(there)),
                f"http://{host}:{there}/healthz",
            ),
        )
    return made


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _welcome(settings: Settings, host: str, port: int) -> None:
    address = f"http://{host}:{port}"
    if not settings.sandbox:
        click.echo(f"Mana Mitra is serving on {address}")
        return
    bold = (
        click.style(f"{address}/phone", bold=True, fg="green")
        if sys.stdout.isatty()
        else f"{address}/phone"
    )
    click.echo("")
    click.echo("  మన మిత్ర · Mana Mitra (sandbox: nothing leaves this machine)")
    click.echo("")
    click.echo(f"  Open the phone page:   {bold}")
    click.echo(f"  Officers' desk:        {address}/desk")
    click.echo(f"  The pretend world:     http://{host}:{port + SANDBOX_STEP}/control")
    click.echo("")
    kept = "PostgreSQL" if settings.on_postgres else "var/"
    click.echo(f"  Press Ctrl-C to stop. What was said is kept in {kept}.")
