"""`catalog to-sheet`: a service as a spreadsheet in the columns of XLSForm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.translations_exchange import MISSING

if TYPE_CHECKING:
    from engine.exchange.xlsform.out import Sheets

EPILOG = """\b
Examples:
  catalog to-sheet revenue.income_certificate                   income_certificate.xlsx
  catalog to-sheet revenue.income_certificate -o for_law.xlsx

Questions, choices, conditions and limits stand in the columns of XLSForm, all
else in columns that begin with mitra:: so that nothing is lost on the way
back (catalog from-sheet). Remarks of the file do not travel."""


@click.command("to-sheet", epilog=EPILOG)
@click.argument("service")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="The workbook; the service's name with .xlsx otherwise.",
)
def COMMAND(service: str, output: Path | None) -> None:  # noqa: N802 (the module's constant)
    """Write SERVICE (department.name) as a workbook with the sheets survey, choices and settings."""
    sheets = _sheets(service)
    place = output or Path(f"{str(sheets.service['service']).partition('.')[2]}.xlsx")
    from engine.exchange.xlsform.cells import write
    from engine.exchange.xlsform.out import TooLong

    was_there = place.exists()
    try:
        place.write_bytes(write(sheets.book(), sheets.columns()))
    except ModuleNotFoundError:
        raise click.UsageError(MISSING) from None
    except TooLong as reason:
        raise click.UsageError(f"{reason}; nothing was written") from None
    except OSError as trouble:
        message = f"{place} cannot be written: {trouble.strerror or trouble}"
        raise click.UsageError(message) from None
    replaced = " (in place of what was there)" if was_there else ""
    own = sum(row["type"].startswith("mitra::") for row in sheets.survey)
    click.echo(
        f"{place}{replaced}: {len(sheets.survey)} rows, {len(sheets.choices)} choices; {own} rows hold what XLSForm has no type for."
    )


def _sheets(service: str) -> Sheets:
    """Return the service on its way into a workbook. Raises UsageError where it cannot be read."""
    from engine.cli import reading
    from engine.cli.one import the_only
    from engine.exchange.xlsform.out import Sheets
    from engine.language import nodes
    from engine.language.compiler.compiler import compile_service
    from engine.language.findings import Severity

    folder = reading.open_catalog([service])
    name = the_only(service, reading.services_of(folder, [service]))
    read = reading.read_only(folder.files)
    found = next((each for each in read.services if each.id == name), None)
    node = nodes.parse(folder.files[found.path], found.path).node if found else None
    wrong = {each.path for each in read.findings if each.severity is Severity.ERROR}
    if found is None or node is None or found.path in wrong:
        message = f'"{service}" cannot be read; catalog validate {service} says why'
        raise click.UsageError(message)
    tree = nodes.to_plain(node)
    spoken = found.languages or read.world.state.languages
    languages = tuple(each for each in spoken if each in tree["title"])
    return Sheets(tree, compile_service(found, read.world)[0].types, languages)
