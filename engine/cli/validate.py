"""`catalog validate`: checks the whole catalogue and shows what concerns the files that were named."""

from __future__ import annotations

import click

EPILOG = """\b
Examples:
  catalog validate                                   everything
  catalog validate energy                            one department
  catalog validate revenue.income_certificate        one service and its tests
  catalog validate catalog/revenue/_fees.yaml        one file
  catalog validate --format github                   remarks inside a pull request

The whole catalogue is always read, since one file may break another; only
what concerns the named files is shown. An error gives exit code 1, a warning
does not. What was found out about the same files before is taken from
var/cache. `catalog explain CODE` tells more about a code."""


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
@click.pass_context
def COMMAND(ctx: click.Context, paths: tuple[str, ...], form: str) -> None:  # noqa: N802 (the module's constant)
    """Check the catalogue, or the part of it that PATH names: a file, a folder, a department or a service."""
    from engine.cli import formats, reading
    from engine.language.findings import has_errors
    from engine.wiring.prepared import known

    folder = reading.open_catalog(paths)
    chosen = reading.select(folder, paths)
    findings = known(folder.files).findings
    kept = [each for each in findings if chosen is None or each.path in chosen]
    files = [
        path for path in (folder.files if chosen is None else chosen) if not path.endswith(".md")
    ]
    report = formats.Report(folder, tuple(kept), len(files), len(reading.service_ids(files)))
    click.echo(formats.FORMATS[form](report))
    ctx.exit(1 if has_errors(kept) else 0)
