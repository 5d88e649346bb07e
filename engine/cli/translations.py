"""`catalog translations`: which translations are older than their text, calling them right, sending them to translators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from engine.cli.translations_exchange import export, take

if TYPE_CHECKING:
    from engine.cli.reading import Folder

EPILOG = """\b
Examples:
  catalog translations status                                     all of them
  catalog translations accept                                     call all right as they stand
  catalog translations accept education.ssc_hall_ticket           one service
  catalog translations accept education.ssc_hall_ticket roll      one step
  catalog translations export --to hi -o hindi.xlf                for a translator
  catalog translations import hindi.xlf                           what came back

Each folder has a file _translations.lock with one line for each translation:
which text it was made from. It is kept with the catalogue. When a text changes
and its translation does not, catalog validate warns until the translation is
changed as well, or accepted."""


@click.group("translations", epilog=EPILOG)
def COMMAND() -> None:  # noqa: N802 (the module's constant)
    """Show which translations are older than their text; call them right; send them out and take them back."""


COMMAND.add_command(export)
COMMAND.add_command(take)


@COMMAND.command("status")
@click.pass_context
def status(ctx: click.Context) -> None:
    """Count the translations: in order, older than their text, never accepted."""
    from engine.cli import reading
    from engine.language.checks.stale import translations_of
    from engine.language.translations import is_stale

    folder = reading.open_catalog()
    read = reading.read_only(folder.files)
    stale = 0
    for name in sorted(_folders(folder)):
        lock = read.locks.get(name, {})
        found = [each for _, each in translations_of(read, name)]
        old = [each for each in found if is_stale(each, lock)]
        new = [each for each in found if each.known(lock) != each.made and each not in old]
        stale += len(old)
        if found:
            click.echo(
                f"{name}: {len(found)} translations, {len(old)} older than their text, {len(new)} not accepted yet"
            )
        for each in old:
            click.echo(f"  {each.key.file} {each.key.place} {each.key.language}")
    ctx.exit(1 if stale else 0)


@COMMAND.command("accept")
@click.argument("service", required=False, default="")
@click.argument("step", required=False, default="")
def accept(service: str, step: str) -> None:
    """Call the translations of SERVICE (a service or a file; all by default), or of one STEP, right as they stand."""
    from engine.cli import reading
    from engine.language.checks.stale import translations_of
    from engine.language.files import path_of
    from engine.language.nearest import suggest
    from engine.language.translations import accepted, write_lock

    folder = reading.open_whole([service] if service else [])
    read = reading.read_only(folder.files)
    path = path_of(service) if service and "/" not in service else _inside(folder, service)
    if service and path not in folder.files:
        fix = suggest(service, reading.service_ids(folder.files))
        message = f'There is no service or file "{service}". {fix}.'
        raise click.UsageError(message)
    for name in sorted(_folders(folder)):
        now = [each for _, each in translations_of(read, name)]
        before = read.locks.get(name, {})
        after = accepted(before, now, path.removeprefix(name + "/"), step, every=not service)
        if after != before and (not service or path.startswith(name + "/")):
            place = f"{name}/{LOCK}"
            folder.place(place).write_text(write_lock(after), encoding="utf-8")
            changed = sum(1 for key in {*before, *after} if before.get(key) != after.get(key))
            click.echo(f"{folder.shown(place)}: {changed} lines")


LOCK = "_translations.lock"


def _inside(folder: Folder, service: str) -> str:
    """Return a file's path inside the catalogue."""
    root = folder.shown("")
    return service.removeprefix(root.rstrip("/") + "/")


def _folders(folder: Folder) -> Iterator[str]:
    """Yield the folders of the catalogue that hold texts."""
    yield from {path.partition("/")[0] for path in folder.files if "/" in path}
