"""Opens a database for commands that only look: which one, under which master key, and one clear line where it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.wiring.looking import Looking

OPTION = click.option(
    "--database",
    envvar="MITRA_DATABASE",
    show_envvar=True,
    help="A SQLite file or postgresql://…; nothing is written there.",
)


@contextmanager
def look(database: str | None) -> Iterator[Looking]:
    """Open the database given, or the one of the settings. Raises UsageError in one line where it cannot be read."""
    from engine.cli.surroundings import settings
    from engine.settings import SettingsError
    from engine.wiring.looking import Unseen, opened

    told = settings()
    told = replace(told, database=database) if database else told
    try:
        with opened(told) as looking:
            yield looking
    except (Unseen, SettingsError) as trouble:
        raise click.UsageError(str(trouble)) from None
