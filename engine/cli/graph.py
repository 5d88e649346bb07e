"""`catalog graph`: a service as a picture, or in the notation of Mermaid or of Graphviz."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.cli.one import One
    from engine.cli.picture.wording import Wording
    from engine.language.program import Program

EPILOG = """\b
Examples:
  catalog graph revenue.income_certificate --out income.svg    a picture for the wall
  catalog graph energy.spdcl_bill --out bill.svg --language te
  catalog graph revenue.income_certificate                     paste it into a Markdown file
  catalog graph energy.spdcl_bill --format dot | dot -Tsvg > bill.svg

The picture goes from top to bottom: the way everybody hopes for in the middle,
what else can come of each step to its right, ways back to its left. Any browser
opens it and prints it. Mermaid and Graphviz show the same words, with the
step's name below them. What catalog validate says is marked on the box it
belongs to, in every notation; point at the mark of the picture to read it."""


@click.command("graph", epilog=EPILOG)
@click.argument("service")
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "mermaid", "dot"]),
    help="svg where --out is given, mermaid otherwise.",
)
@click.option(
    "--language",
    metavar="LANGUAGE",
    help="Of the words in the boxes; the service's first otherwise.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write into."
)
def COMMAND(service: str, form: str | None, language: str | None, out: Path | None) -> None:  # noqa: N802 (the module's constant)
    """Draw SERVICE: each step, and where each of its outcomes leads."""
    from engine.cli.one import read_one

    form = form or ("svg" if out is not None else "mermaid")
    one = read_one(service)
    wanted = spoken(one.program, language)
    match form:
        case "svg":
            text = _picture(one, wanted)
        case _:
            from engine.cli.picture.notation import NOTATIONS

            text = NOTATIONS[form](_wording(one, wanted), _marks(one))
    if out is None:
        click.echo(text)
        return
    from engine.cli.reading import shown

    out.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
    click.echo(f"{shown(out.resolve())} is written.")


def spoken(program: Program, language: str | None) -> str:
    """Return the language of the words; the service's first where none is given. Raises UsageError for one it does not speak."""
    wanted = language or program.languages[0]
    if wanted not in program.languages:
        message = f'"{wanted}" is no language of {program.service}; it speaks {", ".join(program.languages)}.'
        raise click.UsageError(message)
    return wanted


def _picture(one: One, language: str) -> str:
    from engine.cli.picture.sheet import sheet
    from engine.cli.picture.svg import draw

    return draw(sheet(one.program, language, one.files, one.findings), one.program.service)


def _wording(one: One, language: str) -> Wording:
    from engine.cli.picture.wording import Wording
    from engine.cli.picture.written import end_words, written

    places = written(one.program, one.files)
    return Wording(one.program, places, end_words(one.program, one.files), language)


def _marks(one: One) -> dict[str, str]:
    """Return what is marked, by step; under an empty name what belongs to no step."""
    from engine.cli.picture.svg import mark
    from engine.cli.picture.written import on_steps, written

    places = written(one.program, one.files)
    found = on_steps(one.findings, places, one.program.sources)
    return {step: f"⚠ {mark(findings)}" for step, findings in found.items()}
