"""`catalog graph`: a service as a drawing, in the notation of Mermaid or of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from engine.language.compiled import AnyStep
    from engine.language.program import Program

EPILOG = """\b
Examples:
  catalog graph revenue.income_certificate                    paste it into a Markdown file
  catalog graph energy.spdcl_bill --format dot | dot -Tsvg > bill.svg"""

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


class Edge(NamedTuple):
    """One way on. label: the outcome, or empty for the plain next."""

    start: str
    end: str
    label: str


@click.command("graph", epilog=EPILOG)
@click.argument("service")
@click.option(
    "--format", "form", type=click.Choice(["mermaid", "dot"]), default="mermaid", show_default=True
)
def COMMAND(service: str, form: str) -> None:  # noqa: N802 (the module's constant)
    """Draw SERVICE: each step, and where each of its outcomes leads."""
    from engine.cli.one import program_of

    program = program_of(service)[0]
    click.echo(mermaid(program) if form == "mermaid" else dot(program))


def mermaid(program: Program) -> str:
    """Return the drawing in Mermaid's notation."""
    lines = ["flowchart TD"]
    for step in program.steps:
        left, right = SHAPES.get(verb(step), ("[", "]"))
        lines.append(f'  {node(step.id)}{left}"{title(step)}"{right}')
    lines += [f'  {node(end)}(["{end}: {found.result}"])' for end, found in program.ends.items()]
    lines.append(f"  start((start)) --> {node(program.first)}")
    for later in program.later.values():
        lines.append(f'  later_{later.id}((afterwards)) -- "{later.id}" --> {node(later.first)}')
    for edge in edges(program):
        arrow = f'-- "{edge.label}" -->' if edge.label else "-->"
        lines.append(f"  {node(edge.start)} {arrow} {node(edge.end)}")
    return "\n".join(lines)


def dot(program: Program) -> str:
    """Return the drawing in Graphviz's notation."""
    lines = [
        "digraph {",
        "  node [shape=box]",
        f'  start [shape=circle] start -> "{program.first}"',
    ]
    lines += [f'  "{step.id}" [label="{title(step)}"]' for step in program.steps]
    lines += [
        f'  "{end}" [shape=oval, label="{end}: {found.result}"]'
        for end, found in program.ends.items()
    ]
    for later in program.later.values():
        lines.append(
            f'  "afterwards {later.id}" [shape=circle] "afterwards {later.id}" -> "{later.first}"'
        )
    for edge in edges(program):
        label = f' [label="{edge.label}"]' if edge.label else ""
        lines.append(f'  "{edge.start}" -> "{edge.end}"{label}')
    return "\n".join([*lines, "}"])


def node(name: str) -> str:
    """Return a step's id as Mermaid allows it; `end` alone would be one of its own words."""
    plain = name.replace(".", "__")
    return plain + "_" if plain in ("end", "start", "graph", "default", "style", "class") else plain


def verb(step: AnyStep) -> str:
    """Return the verb a step was written with."""
    return type(step).__name__.removesuffix("Step").lower()


def title(step: AnyStep) -> str:
    """Return what stands in a step's box."""
    what = getattr(step, "operation", "")
    sometimes = " (sometimes)" if step.only_if is not None else ""
    return f"{step.id}<br/>{verb(step)}{' ' + what if what else ''}{sometimes}"


def edges(program: Program) -> list[Edge]:
    """Return every way from step to step or to an end, each once."""
    from engine.language.compiler.graph import firsts

    begins = firsts(program)
    found = (edge for step in program.steps for edge in _edges(step))
    return list(
        dict.fromkeys(
            edge._replace(end=begins.get(edge.end, edge.end)) for edge in found if edge.end
        )
    )


def _edges(step: AnyStep) -> Iterator[Edge]:
    yield from _branches(step)
    good = GOOD.get(verb(step), "")
    if good not in step.outcomes and not _always_elsewhere(step):
        yield Edge(step.id, step.then, good if good == "otherwise" or step.outcomes else "")
    for outcome, route in step.outcomes.items():
        again = f" (again, at most {route.at_most})" if route.again and route.at_most else ""
        yield Edge(step.id, route.then, outcome + again)
        yield Edge(step.id, route.otherwise, f"{outcome}, too often")
    patience = getattr(step, "patience", None)
    if patience is not None:
        yield Edge(step.id, patience.give_up, "gives up")


def _always_elsewhere(step: AnyStep) -> bool:
    """Tell whether every option of a choice has a way of its own."""
    options = getattr(step, "options", ())
    return bool(options) and all(option.then for option in options)


def _branches(step: AnyStep) -> Iterator[Edge]:
    for place, branch in enumerate(getattr(step, "branches", ()), 1):
        yield Edge(step.id, branch.then, f"branch {place}")
    for option in getattr(step, "options", ()):
        if option.then:
            yield Edge(step.id, option.then, option.key)
    for limit in getattr(step, "limits", ()):
        yield Edge(step.id, limit.over, f"limit {limit.name}")


GOOD = {
    "ask": "answered",
    "choose": "chosen",
    "confirm": "correct",
    "when": "otherwise",
    "book": "held",
    "pay": "paid",
    "refund": "sent",
    "submit": "opened",
    "approve": "approved",
    "wait": "over",
    "issue": "issued",
}
"""The outcome that simply goes on; what a call's is called only its operation knows."""
