"""`catalog diff`: what a new catalogue means for citizens whose case is under way, in an officer's words."""

from __future__ import annotations

import click

EPILOG = """\b
Examples:
  catalog diff ../released/catalog catalog
  git worktree add ../before main && catalog diff ../before/catalog catalog

A case under way always goes on in the version it began with; nothing here can
break one. For each service this says what would be possible: to keep cases
(nothing of theirs is touched), to ask some questions again, or to leave them
pinned to the old version until they end."""


@click.command("diff", epilog=EPILOG)
@click.argument("old", type=click.Path(exists=True, file_okay=False))
@click.argument("new", type=click.Path(exists=True, file_okay=False))
def COMMAND(old: str, new: str) -> None:  # noqa: N802 (the module's constant)
    """Compare two catalogues, the folders OLD and NEW, service by service."""
    from engine.cli import comparing, reading

    before, after = (reading.open_catalog([folder]) for folder in (old, new))
    changes = comparing.compare(before.files, after.files)
    same = 0
    for change in changes:
        if change.verdict == "unchanged":
            same += 1
            continue
        click.echo(click.style(change.service, bold=True) + f": {change.verdict}")
        for line in change.details:
            click.echo(f"  - {line}")
        click.echo(f"  {change.advice}")
    click.echo(summary(len(changes), same))


def summary(services: int, same: int) -> str:
    """Return one line that says how much has changed."""
    from engine.cli.formats import count

    if same == services:
        return f"{count(services, 'service')}: nothing has changed."
    return f"{count(services, 'service')}: {services - same} changed, {same} unchanged."
