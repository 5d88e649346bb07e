"""The settings for commands that start something: what is missing is said plainly, before anything runs."""

from __future__ import annotations

import click

from engine.settings import Settings, SettingsError, read


def settings() -> Settings:
    """Return the settings. Raises UsageError with one line for each that is missing."""
    try:
        return read()
    except SettingsError as trouble:
        lines = "\n  ".join(trouble.problems)
        message = f"the settings do not allow a start:\n  {lines}"
        raise click.UsageError(message) from None
