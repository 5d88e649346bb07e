"""The settings for commands that start something: what is missing is said plainly, before anything runs."""

from __future__ import annotations

import click

from engine.settings import Settings, SettingsError, master_key, read


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
