"""One service, for commands about exactly one: its program and the systems it calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from engine.language.findings import Finding
    from engine.language.model.connector import Connector
    from engine.language.program import Program


def program_of(service: str) -> tuple[Program, Mapping[str, Connector]]:
    """Return a service's program and all systems. Raises UsageError where there is none, with what to do."""
    from engine.cli import reading
    from engine.language.files import path_of

    folder = reading.open_catalog([service])
    wanted = the_only(service, reading.services_of(folder, [service]))
    loaded = reading.load(folder.files)
    program = loaded.catalogue.programs.get(wanted)
    if program is None:
        path = folder.shown(path_of(wanted))
        message = f"{path} has errors, so it cannot run. catalog validate {path} says which."
        raise click.UsageError(message)
    return program, loaded.catalogue.connectors


class One(NamedTuple):
    """One service with all that was found in the catalogue. program: as far as it can be made; files: by path."""

    program: Program
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]


def read_one(service: str) -> One:
    """Return a service, also one that has errors, as long as a program can be made of it. Raises UsageError otherwise."""
    from engine.cli import reading
    from engine.language.compiler.compiler import compile_service
    from engine.language.files import path_of

    folder = reading.open_catalog([service])
    wanted = the_only(service, reading.services_of(folder, [service]))
    loaded = reading.load(folder.files)
    program = loaded.catalogue.programs.get(wanted)
    if program is None and wanted in loaded.catalogue.services:
        read = reading.read_only(folder.files)
        folders = (wanted.partition(".")[0], "_shared")
        if not any(each.path.partition("/")[0] in folders for each in read.findings):
            program = compile_service(loaded.catalogue.services[wanted], read.world)[1]
    if program is None:
        path = folder.shown(path_of(wanted))
        message = f"{path} has errors, so it cannot be drawn. catalog validate {path} says which."
        raise click.UsageError(message)
    return One(program, loaded.findings, folder.files)


def the_only(service: str, wanted: list[str]) -> str:
    """Return the one service that was meant. Raises UsageError where it is none or several."""
    if len(wanted) != 1:
        listed = "\n  ".join(wanted)
        message = f'"{service}" means {len(wanted)} services; name one of them:\n  {listed}'
        raise click.UsageError(message)
    return wanted[0]
