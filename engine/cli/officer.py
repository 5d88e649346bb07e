"""`catalog officer`: enters the officers of the desk; in production there is no other way to make one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

EPILOG = """\b
Examples:
  catalog officer add tahsildar.tenali --role tahsildar --area guntur_tenali
  catalog officer add cmo --role collector --area "*"
  catalog officer list
  catalog officer end tahsildar.tenali

It works beside a running engine, and takes effect at once."""

ADD_EPILOG = """\b
Examples:
  catalog officer add tahsildar.tenali --role tahsildar --area guntur_tenali
  catalog officer add vro.two --role vro --area guntur_tenali_ward_1
  catalog officer add tahsildar.tenali --role tahsildar --area guntur_tenali --title "en=Tahsildar, Tenali"

The password is asked for, twice, and is never shown or kept: only its Argon2id
digest is. A name that is there gets the new roles, areas and password."""


@click.group("officer", epilog=EPILOG)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Enter officers who may sign in at the desk, and end their access."""


@COMMAND.command("add", epilog=ADD_EPILOG)
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    help="A role of the catalogue; again for another one.",
)
@click.option(
    "--area",
    "areas",
    multiple=True,
    required=True,
    help="Code of a village, mandal, … of the catalogue; `*` for the whole state.",
)
@click.option(
    "--title",
    "titles",
    multiple=True,
    metavar="LANGUAGE=WORDS",
    help="What others read; the role's title where left out.",
)
def add(name: str, roles: tuple[str, ...], areas: tuple[str, ...], titles: tuple[str, ...]) -> None:
    """Enter NAME, which is typed to sign in."""
    from engine.cli.surroundings import settings_with_key
    from engine.services.officers.record import Officer
    from engine.wiring.officers import enter

    told = settings_with_key()
    officer = Officer(name, dict(map(_title, titles)), roles, areas)
    password = click.prompt("Password", hide_input=True, confirmation_prompt="Once more", err=True)
    with _plainly():
        kept = enter(told, officer, password)
    offices = f"{', '.join(kept.roles)} of {', '.join(kept.areas)}"
    click.echo(f"{kept.name} may sign in at /desk: {offices}.")


@COMMAND.command("end")
@click.argument("name")
def end(name: str) -> None:
    """End NAME's access; what he or she decided stays."""
    from engine.cli.surroundings import settings_with_key
    from engine.wiring.officers import leave

    with _plainly():
        leave(settings_with_key(), name)
    click.echo(f"{name} can no longer sign in.")


@COMMAND.command("list")
def everyone() -> None:
    """Show who may sign in, with roles and areas, and the help desks at which nobody sits."""
    from engine.cli.surroundings import settings_with_key
    from engine.wiring.officers import empty_help_desks
    from engine.wiring.officers import everyone as all_officers

    told = settings_with_key()
    with _plainly():
        found = all_officers(told)
        empty = empty_help_desks(told, found)
    for officer in found:
        click.echo(f"{officer.name}: {', '.join(officer.roles)} of {', '.join(officer.areas)}")
    if not found:
        click.echo("There is no officer yet. catalog officer add enters one.")
    for desk in empty:
        click.echo(
            f"Nobody sits at {desk}: whoever is handed over to it waits in vain. Enter somebody with --role {desk}"
        )


def _title(written: str) -> tuple[str, str]:
    language, found, words = written.partition("=")
    if not found or not words.strip():
        message = f'--title "{written}" is not LANGUAGE=WORDS: write for example --title "en=Tahsildar, Tenali"'
        raise click.UsageError(message)
    return language.strip(), words.strip()


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in one line what keeps an officer from being entered."""
    from engine.runtime.store.protocol import StoreDown, WrongMaster, WrongRelease
    from engine.services.officers.record import NotAnOfficer
    from engine.settings import SettingsError

    try:
        yield
    except (NotAnOfficer, StoreDown, WrongMaster, WrongRelease, SettingsError) as trouble:
        raise click.UsageError(str(trouble)) from None
