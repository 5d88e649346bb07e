"""`catalog explore`: every way through a service, written down for a department to read and sign."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from engine.cli.days import DAY

if TYPE_CHECKING:
    from engine.cli.pack.contents import Pack
    from engine.cli.reading import Folder

EPILOG = """\b
Examples:
  catalog explore                              a page for each service, in var/explore
  catalog explore revenue.income_certificate   one service
  catalog explore energy --format both --out packs
  catalog explore --on 2027-04-01              with the fees of that day

The dialogues are the real ones: the same interpreter that answers citizens is
led through every outcome, option, branch and end that can be found, in every
language. It begins with the service's own tests and searches for the rest;
departments answer with the examples of their _connectors.yaml. Each page states
where the search stopped and what it did not find. No network is used."""
ENDINGS = {"html": (".html",), "markdown": (".md",), "both": (".html", ".md")}
FORMS = {".html": "html", ".md": "markdown"}
MORNING = time(5, 0, tzinfo=UTC)
"""Half past ten in India."""


@click.command("explore", epilog=EPILOG)
@click.argument("services", nargs=-1, metavar="[SERVICE]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(ENDINGS)),
    default="html",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/explore"),
    show_default=True,
    help="The folder to write into.",
)
@click.option(
    "--on",
    type=DAY,
    metavar="DATE",
    help="The day on which the dialogues take place, for fees and dates; today otherwise.",
)
@click.option(
    "--without-tests", is_flag=True, help="Search for everything, without the service's tests."
)
@click.option("--dialogues", default=60, show_default=True, help="Dialogues of a service at most.")
@click.option("--moves", default=80, show_default=True, help="Moves of a dialogue at most.")
@click.option(
    "--situations", default=6_000, show_default=True, help="Situations looked at, for a service."
)
@click.pass_context
def COMMAND(  # noqa: N802, PLR0913, PLR0917 (the module's constant; one argument for each option)
    ctx: click.Context,
    services: tuple[str, ...],
    form: str,
    out: Path,
    on: datetime | None,
    without_tests: bool,
    dialogues: int,
    moves: int,
    situations: int,
) -> None:
    """Write each SERVICE down for signing off: all its ways, its words, its facts (all services by default)."""
    from engine.cli import reading
    from engine.cli.pack.render import Pages
    from engine.scenarios.exploring.search import Caps

    folder = reading.open_catalog(services)
    wanted = reading.services_of(folder, services)
    pages = Pages(reading.PROJECT / "templates" / "explore")
    day = (on or datetime.now(UTC)).date()
    made = _packs(
        folder,
        wanted,
        datetime.combine(day, MORNING),
        Caps(situations=situations, moves=moves),
        dialogues,
        tests=not without_tests,
    )
    out.mkdir(parents=True, exist_ok=True)
    packs = []
    for pack in made:
        packs.append(pack)
        for ending in ENDINGS[form]:
            place = out / f"{pack.program.service}{ending}"
            place.write_text(pages.write(pack, FORMS[ending]), encoding="utf-8")
    for ending in ENDINGS[form]:
        place = out / f"index{ending}"
        place.write_text(pages.index(packs, FORMS[ending]), encoding="utf-8")
        click.echo(f"{reading.shown(place.resolve())} lists them all.")
    ctx.exit(0 if len(packs) == len(wanted) else 1)


def _packs(
    folder: Folder,
    wanted: list[str],
    now: datetime,
    caps: object,
    most: int,
    *,
    tests: bool,
) -> Iterator[Pack]:
    """Yield the pack of each service, and say in the end how far each could be explored."""
    from engine.cli import reading
    from engine.cli.pack.contents import pack_of
    from engine.language.files import path_of
    from engine.scenarios.exploring.search import Caps

    assert isinstance(caps, Caps)  # noqa: S101 (the command's own)
    catalogue = reading.load(folder.files).catalogue
    quiet = not sys.stderr.isatty()
    said: list[str] = []
    with click.progressbar(wanted, label="Exploring", file=sys.stderr, hidden=quiet) as services:
        for service in services:
            program, written = catalogue.programs.get(service), catalogue.scenarios.get(service)
            if program is None:
                shown = folder.shown(path_of(service))
                said.append(
                    f"{service}: {shown} has errors, so it cannot run. catalog validate {shown} says which."
                )
                continue
            scenarios = written.scenarios if tests and written is not None else ()
            pack = pack_of(program, catalogue.connectors, scenarios, folder.files, now, caps, most)
            said.append(_told(pack))
            yield pack
    click.echo("\n".join(said))


def _told(pack: Pack) -> str:
    from engine.cli.formats import count

    talks = count(len(pack.dialogues), "dialogue")
    line = f"{pack.program.service}: {pack.shown} of {pack.all} steps, ways and ends in {talks}"
    lacking = [f"  not shown: {each.what} ({each.why})" for each in pack.missing]
    return "\n".join([line, *lacking])
