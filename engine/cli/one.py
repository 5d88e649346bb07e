"""One service, for commands about exactly one: its program and the systems it calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.language.model.connector import Connector
    from engine.language.program import Program


def program_of(service: str) -> tuple[Program, Mapping[str, Connector]]:
    """Return a service's program and all systems. Raises UsageError where there is none, with what to do."""
    from engine.cli import reading
    from engine.language.files import path_of

    folder = reading.open_catalog([service])
    wanted = reading.services_of(folder, [service])
    if len(wanted) != 1:
        listed = "\n  ".join(wanted)
        message = f'"{service}" means {len(wanted)} services; name one of them:\n  {listed}'
        raise click.UsageError(message)
    loaded = reading.load(folder.files)
    program = loaded.catalogue.programs.get(wanted[0])
    if program is None:
        path = folder.shown(path_of(wanted[0]))
        message = f"{path} has errors, so it cannot run. catalog validate {path} says which."
        raise click.UsageError(message)
    return program, loaded.catalogue.connectors
