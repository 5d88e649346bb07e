"""`several: 1..3` of a choice: how many options may be chosen together."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiler.writer import Writer
from engine.language.model.flow import StepNode
from engine.language.model.names import entries_at

MOST_OPTIONS = 9
"""A list on WhatsApp has ten rows, and one of them says that the choice is complete."""


def several_of(step: StepNode) -> tuple[int, int] | None:
    """Return the fewest and the most options to choose, or nothing where one is chosen."""
    node = step.get("several")
    if not isinstance(node, nodes.Scalar):
        return None
    least, dots, most = (part.strip() for part in node.text.partition(".."))
    if not dots or not (least + most).isdecimal():
        return None
    return int(least), int(most)


def check_several(step: StepNode, several: tuple[int, int], writer: Writer) -> None:
    """Find what no citizen could do: more options than there are, or ways on that part."""
    options = entries_at(step.node, "options")
    least, most = several
    node = step.get("several")
    span = node.span if node is not None else step.id.span
    if not 1 <= least <= most or most > len(options) or len(options) > MOST_OPTIONS:
        writer.wrong(
            span,
            "EXPR-448",
            f"{least} to {most} of {len(options)} options cannot be chosen",
            f"Let at most all options be chosen, and write at most {MOST_OPTIONS} of them",
            "A citizen could never give an answer",
        )
    for name, option in options:
        then = option.get("then") if isinstance(option, nodes.Mapping) else None
        if then is not None:
            writer.wrong(
                then.span,
                "EXPR-448",
                f'"{name.text}" leads elsewhere, although it may be chosen with others',
                f"Delete then, and ask afterwards: when, if: {step.id.text} contains {name.text}",
            )
