"""The settings for commands that start something: what is missing is said plainly, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from engine.settings import Settings, SettingsError, read
from engine.wiring.key_files import master_key

if TYPE_CHECKING:
    from engine.wiring.signing import KeyOffice


def settings() -> Settings:
    """Return the settings. Raises UsageError with one line for each that is missing."""
    try:
        return read()
    except SettingsError as trouble:
        raise _refusal(trouble) from None


def settings_with_key() -> Settings:
    """Return the settings, the master key tried. Raises UsageError as `settings` does."""
    told = settings()
    try:
        master_key(told)
    except SettingsError as trouble:
        raise _refusal(trouble) from None
    return told


def _refusal(trouble: SettingsError) -> click.UsageError:
    lines = "\n  ".join(trouble.problems)
    return click.UsageError(f"the settings do not allow a start:\n  {lines}")


@contextmanager
def key_office_plainly() -> Iterator[KeyOffice]:
    """Open the keys, the log and the register of this installation. Raises UsageError with one line for what is in the way."""
    from engine.runtime.store.protocol import StoreDown, WrongMaster, WrongRelease
    from engine.wiring.signing import CannotSign, key_office

    try:
        with key_office(settings_with_key()) as office:
            yield office
    except (CannotSign, StoreDown, WrongMaster, WrongRelease, SettingsError) as trouble:
        raise click.UsageError(str(trouble)) from None
