"""A text that somebody names on the command line."""

from __future__ import annotations

from pathlib import Path

import click


def text_of(path: Path) -> str:
    """Return the text of a file. Raises UsageError where it is not UTF-8."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.UsageError(f"{path} is no text: it is not UTF-8") from None
