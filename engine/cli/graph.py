"""`catalog graph`: a service as a picture, or in the notation of Mermaid or of Graphviz."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.cli.one import One
    from engine.language.compiled import AnyStep
    from engine.language.edges import Edge
    from engine.language.program import Program

EPILOG = """\b
Examples:
  catalog graph revenue.income_certificate --out income.svg    a picture for the wall
  catalog graph energy.spdcl_bill --out bill.svg --language te
  catalog graph revenue.income_certificate                     paste it into a Markdown file
  catalog graph energy.spdcl_bill --format dot | dot -Tsvg > bill.svg

The picture goes from top to bottom: the way everybody hopes for in the middle,
what else can come of each step to its right, ways back to its left. Any browser
opens it and prints it. What catalog validate says is marked on the box it
belongs to, in every notation; point at the mark of the picture to read it."""

SHAPES = {
    "ask": ("[/", "/]"),
    "choose": ("[/", "/]"),
    "confirm": ("[/", "/]"),
    "repeat": ("[/", "/]"),
    "collect": ("[/", "/]"),
    "when": ("{", "}"),
    "approve": ("[[", "]]"),
    "wait": ("[[", "]]"),
    "pay": ("[[", "]]"),
}
"""Mermaid's brackets: questions lean, decisions are diamonds, waits have double sides."""

LABELS = {
    "again": "{about} (again{bound})",
    "too_often": "{about}, too often",
    "gave_up": "gives up",
    "limit": "limit {about}",
    "changed": "officers ask for {about} again",
    "passed": "does not apply",
    "skipped": "skipped",
}
"""What is written on an arrow that stands for no outcome; an option or a branch is called as it is."""

LINE = "\\n"
"""What begins a new line in Graphviz's notation."""


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
        case "mermaid":
            text = mermaid(one.program, _marks(one))
        case _:
            text = dot(one.program, _marks(one))
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


def _marks(one: One) -> dict[str, str]:
    """Return what is marked, by step; under an empty name what belongs to no step."""
    from engine.cli.picture.svg import mark
    from engine.cli.picture.written import on_steps, written

    places = written(one.program, one.files)
    found = on_steps(one.findings, places, one.program.sources)
    return {step: f"⚠ {mark(findings)}" for step, findings in found.items()}


# -- notations --------------------------------------------------------------------------------------------------------


def mermaid(program: Program, marks: Mapping[str, str]) -> str:
    """Return the drawing in Mermaid's notation. marks: what stands below a step's words; under an empty name below the start."""
    from engine.language.edges import edges_of

    lines = ["flowchart TD"]
    for step in program.steps:
        left, right = SHAPES.get(verb(step), ("[", "]"))
        lines.append(f'  {node(step.id)}{left}"{title(step, marks, "<br/>")}"{right}')
    lines += [f'  {node(end)}(["{end}: {found.result}"])' for end, found in program.ends.items()]
    start = f'"start<br/>{marks[""]}"' if "" in marks else "start"
    lines.append(f"  start(({start})) --> {node(program.first)}")
    for later in program.later.values():
        lines.append(f'  later_{later.id}((afterwards)) -- "{later.id}" --> {node(later.first)}')
    for edge in edges_of(program):
        said = label(program, edge)
        arrow = f'-- "{said}" -->' if said else "-->"
        lines.append(f"  {node(edge.start)} {arrow} {node(edge.end)}")
    return "\n".join(lines)


def dot(program: Program, marks: Mapping[str, str]) -> str:
    """Return the drawing in Graphviz's notation. marks: as in Mermaid's."""
    from engine.language.edges import edges_of

    start = f"start{LINE}{marks['']}" if "" in marks else "start"
    lines = [
        "digraph {",
        "  node [shape=box]",
        f'  start [shape=circle, label="{start}"] start -> "{program.first}"',
    ]
    lines += [f'  "{step.id}" [label="{title(step, marks, LINE)}"]' for step in program.steps]
    lines += [
        f'  "{end}" [shape=oval, label="{end}: {found.result}"]'
        for end, found in program.ends.items()
    ]
    for later in program.later.values():
        lines.append(
            f'  "afterwards {later.id}" [shape=circle] "afterwards {later.id}" -> "{later.first}"'
        )
    for edge in edges_of(program):
        said = label(program, edge)
        lines.append(f'  "{edge.start}" -> "{edge.end}"' + (f' [label="{said}"]' if said else ""))
    return "\n".join([*lines, "}"])


def label(program: Program, edge: Edge) -> str:
    """Return what is written on an arrow; nothing where a step has but one outcome and goes on with it."""
    from engine.language.edges import best_of

    step = program.by_id[edge.start]
    if edge.manner == "outcome":
        only = edge.about == best_of(step) and edge.about not in step.outcomes
        return "" if only or edge.about in ("", "own") else edge.about
    at_most = step.outcomes[edge.about].at_most if edge.manner == "again" else 0
    bound = f", at most {at_most}" if at_most else ""
    return LABELS.get(edge.manner, "{about}").format(about=edge.about, bound=bound)


def node(name: str) -> str:
    """Return a step's id as Mermaid allows it; `end` alone would be one of its own words."""
    plain = name.replace(".", "__")
    return plain + "_" if plain in ("end", "start", "graph", "default", "style", "class") else plain


def verb(step: AnyStep) -> str:
    """Return the verb a step was written with."""
    return type(step).__name__.removesuffix("Step").lower()


def title(step: AnyStep, marks: Mapping[str, str], line: str) -> str:
    """Return what stands in a step's box. line: what begins a new line in the notation."""
    what = getattr(step, "operation", "")
    sometimes = " (sometimes)" if step.only_if is not None else ""
    words = f"{verb(step)}{' ' + what if what else ''}{sometimes}"
    return line.join(filter(None, (step.id, words, marks.get(step.id, ""))))
