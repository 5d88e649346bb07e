"""`catalog lsp`: the language server that editors start; it speaks over stdin and stdout."""

from __future__ import annotations

from pathlib import Path

import click

from engine.cli.translations_exchange import MISSING

EPILOG = """\b
Examples:
  catalog lsp            what an editor is told to start

An editor starts this; docs/editors.md says how to tell yours.
It shows findings while you type, offers keys, steps, answers and operations,
says what stands under the cursor, and renames a step everywhere."""


@click.command("lsp", epilog=EPILOG)
@click.option("--stdio", is_flag=True, help="Taken for granted; editors like to say it.")
def COMMAND(stdio: bool) -> None:  # noqa: N802 (the module's constant)
    """Serve an editor: findings, completion, help and renaming while you type."""
    try:
        from engine.lsp.server import Server
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("engine"):
            raise
        raise click.UsageError(MISSING) from None
    from importlib.metadata import version

    from engine.cli import reading

    def find(folder: Path | None) -> Path:
        try:
            return reading.open_catalog([str(folder)] if folder else []).root
        except click.UsageError as trouble:
            raise FileNotFoundError(trouble.format_message()) from None

    Server(find, reading.read_schemas(), version("mana-mitra")).start_io()
