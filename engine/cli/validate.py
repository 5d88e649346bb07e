"""`catalog validate`: checks the whole catalogue and shows what concerns the files that were named."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from engine.cli.days import DAY

if TYPE_CHECKING:
    from engine.cli.formats import Report
    from engine.cli.reading import Folder

EPILOG = """\b
Examples:
  catalog validate                                   everything
  catalog validate energy                            one department
  catalog validate revenue.income_certificate        one service and its tests
  catalog validate catalog/revenue/_fees.yaml        one file
  catalog validate --format github                   remarks inside a pull request
  catalog validate --changed-since HEAD              what a commit would bring
  catalog validate --fix --diff                      show what can be mended without thinking
  catalog validate --fix                             mend it
  catalog validate --on 2027-04-02                   what will have to be looked at by then
  catalog validate --show-waived                     also what catalog/_shared/waivers.yaml lets stand

The whole catalogue is always read, since one file may break another; only
what concerns the named files is shown. An error gives exit code 1, a warning
does not. What was found out about the same files before is taken from
var/cache. `catalog explain CODE` tells more about a code.

--fix carries out a fix only where there is one and no other, and keeps it only
where its finding is gone afterwards and no new one has come; everything else
in the file stays as it is, byte for byte. --changed-since shows everything
where a file changed that services stand on, such as a fee table."""


@click.command("validate", epilog=EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github", "junit"]),
    default="text",
    show_default=True,
    help="text for people; json, sarif, github and junit for other programs.",
)
@click.option(
    "--on",
    "day",
    type=DAY,
    default=None,
    metavar="DAY",
    help="Judge as of this day (2027-04-01); today by default.",
)
@click.option("--show-waived", is_flag=True, help="Also show what a waiver lets stand.")
@click.option(
    "--changed-since",
    "since",
    metavar="REVISION",
    default="",
    help="Show only what concerns files that changed in git since this commit, branch or tag.",
)
@click.option("--fix", is_flag=True, help="Mend what needs no thinking, and write the files.")
@click.option("--diff", is_flag=True, help="With --fix: show what would be written; write nothing.")
def COMMAND(  # noqa: N802 (the module's constant)
    paths: tuple[str, ...],
    form: str,
    day: datetime | None,
    show_waived: bool,
    since: str,
    fix: bool,
    diff: bool,
) -> None:
    """Check the catalogue, or the part of it that PATH names: a file, a folder, a department or a service."""
    from engine.cli import formats, reading
    from engine.language.findings import has_errors

    folder = reading.open_catalog(paths)
    chosen = _chosen(folder, paths, since)
    if diff:
        _show_fixes(folder, chosen)
    if fix:
        from engine.cli import fixes

        folder = fixes.write(folder, fixes.mended(folder, chosen), form != "text")
    today = day.date() if day else date.today()  # noqa: DTZ011 (the author's own day)
    report = _report(folder, chosen, today, show_waived)
    click.echo(formats.FORMATS[form](report))
    click.get_current_context().exit(1 if has_errors(report.findings) else 0)


def _chosen(folder: Folder, paths: tuple[str, ...], since: str) -> frozenset[str] | None:
    """Return the paths to be shown, None for all."""
    from engine.cli import reading
    from engine.cli.changed import changed_since

    chosen = reading.select(folder, paths)
    changed = changed_since(folder, since) if since else None
    return changed if chosen is None else chosen if changed is None else chosen & changed


def _show_fixes(folder: Folder, chosen: frozenset[str] | None) -> None:
    """Show what would be written, and leave."""
    from engine.cli import fixes
    from engine.cli.formats import count

    done = fixes.mended(folder, chosen)
    click.echo(fixes.difference(folder, done), nl=False)
    click.echo(f"{count(len(done.gone), 'finding')} can be mended: catalog validate --fix")
    click.get_current_context().exit(1 if done.gone else 0)


def _report(
    folder: Folder, chosen: frozenset[str] | None, today: date, show_waived: bool
) -> Report:
    from engine.cli import formats, reading
    from engine.language.codes import with_reason
    from engine.wiring.prepared import known
    from engine.wiring.sharing_out import examine_shared_out

    judged = known(folder.files, others=examine_shared_out).on(today)
    shown = (each for each in judged.findings if chosen is None or each.path in chosen)
    kept = [with_reason(each) for each in shown]
    waived = [each for each in judged.waived if chosen is None or each.finding.path in chosen]
    files = [
        path for path in (folder.files if chosen is None else chosen) if not path.endswith(".md")
    ]
    services = len(reading.service_ids(files))
    return formats.Report(folder, tuple(kept), len(files), services, tuple(waived), show_waived)
