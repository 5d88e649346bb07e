"""`catalog diff`: what a new catalogue means for citizens whose case is under way, in an officer's words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.cli import database as databases

if TYPE_CHECKING:
    from engine.cli.comparing import Change
    from engine.cli.live import Standing

EPILOG = """\b
Examples:
  catalog diff main                          since the branch main, as the files are now
  catalog diff main~3                        since three commits before that
  catalog diff v1.4..v1.5                    between two revisions of git
  catalog diff ../released/catalog catalog   between two folders
  catalog diff main --database var/mitra.db  also what it means for the cases there

A case under way always goes on in the version it began with; nothing here can
break one. For each service this says what would be possible: to keep cases
(nothing of theirs is touched), to ask some questions again, or to leave them
pinned to the old version until they end. With a database the cases in it are
counted; their contents are opened with the master key and not shown."""

DOTS = ".."


@click.command("diff", epilog=EPILOG)
@click.argument("old")
@click.argument("new", required=False)
@databases.OPTION
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def COMMAND(old: str, new: str | None, database: str | None, form: str) -> None:  # noqa: N802
    """Compare two catalogues, OLD and NEW, service by service: folders, or revisions of git (OLD..NEW too).

    Without NEW the catalogue as it lies in its folder now is compared with OLD.
    """
    from engine.cli import comparing

    before, after = sides(old, new)
    changes = comparing.compare(before, after)
    found = _standings(database, after) if database else {}
    if form == "json":
        click.echo(_json(changes, found))
        return
    for change in changes:
        if change.verdict != "unchanged":
            _show(change)
    same = sum(change.verdict == "unchanged" for change in changes)
    if database:
        _show_cases(found)
    click.echo(summary(len(changes), same))


def sides(old: str, new: str | None) -> tuple[Mapping[str, bytes], Mapping[str, bytes]]:
    """Return the files of both sides. Raises UsageError for what is neither a folder nor a revision."""
    from engine.cli import reading

    if new is None and DOTS in old and not Path(old).exists():
        old, _, new = old.partition(DOTS)
        new = new.lstrip(".") or "HEAD"
    if new is None:
        return _files(old), reading.open_catalog().files
    return _files(old), _files(new)


def _files(name: str) -> Mapping[str, bytes]:
    from engine.cli import reading
    from engine.cli.revisions import files_at

    if Path(name).is_dir():
        files = reading.open_catalog([name]).files
        if reading.STATE in files:
            return files
    elif Path(name).exists():
        message = f'"{name}" is a file; give a folder or a revision of git.'
        raise click.UsageError(message)
    return files_at(name, reading.default_root())


def _standings(database: str, files: Mapping[str, bytes]) -> dict[str, Standing]:
    from engine.cli import reading
    from engine.cli.live import Edition, standings

    programs = reading.load(files).catalogue.programs
    with databases.look(database) as looking:

        def earlier(digest: str) -> Edition:
            kept = looking.kept(digest)
            return Edition(looking.program(digest), kept.files if kept else {})

        return standings(
            looking.under_way(), earlier, lambda service: Edition(programs.get(service), files)
        )


def _show(change: Change) -> None:
    click.echo(click.style(change.service, bold=True) + f": {change.verdict}")
    for line in (*change.details, *change.told):
        click.echo(f"  - {line}")
    click.echo(f"  {change.advice}")


def _show_cases(found: Mapping[str, Standing]) -> None:
    from engine.cli.formats import count
    from engine.cli.live import told, totals

    cases = sum(standing.cases for standing in found.values())
    click.echo(click.style("Cases under way", bold=True) + f": {cases}")
    for service, standing in found.items():
        click.echo(f"  {service}: {told(standing)}")
    if cases:
        keep, again, pinned = (number for _, number in totals(found))
        click.echo(
            f"  {count(keep, 'case')} would lose nothing, {again} would be asked again, {pinned} stay pinned."
        )


def summary(services: int, same: int) -> str:
    """Return one line that says how much has changed."""
    from engine.cli.formats import count

    if same == services:
        return f"{count(services, 'service')}: nothing has changed."
    return f"{count(services, 'service')}: {services - same} changed, {same} unchanged."


def _json(changes: list[Change], found: Mapping[str, Standing]) -> bytes:
    import orjson

    services: list[dict[str, Any]] = [
        {
            "service": change.service,
            "verdict": change.verdict,
            "details": [*change.details, *change.told],
            "advice": change.advice,
        }
        for change in changes
    ]
    cases = {
        service: {
            "under_way": each.cases,
            "keep": each.keep + each.already,
            "asked_again": dict(each.again),
            "pinned": dict(each.pinned),
        }
        for service, each in found.items()
    }
    return orjson.dumps({"services": services, "cases": cases}, option=orjson.OPT_INDENT_2)
