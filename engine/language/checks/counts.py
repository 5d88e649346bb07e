"""How many records a list may have to hold: never more than there is room for."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from engine.language import nodes
from engine.language.checks.ranges import TOLD, Ranges, tree_of
from engine.language.compiled import RepeatStep
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.steps.repeat import MOST


def check_counts(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield lists whose number of records may be larger than a list can be; how many a department knows of, nobody can tell."""
    if program is None:
        return
    ranges = Ranges(draft)
    for laid in draft.laid:
        step, count = program.by_id.get(laid.id), laid.step.get("count")
        if not isinstance(step, RepeatStep) or not isinstance(count, nodes.Scalar):
            continue
        written = tree_of(count, laid.frame) if step.count is not None else None
        found = TOLD if written is None else ranges.of(written.root)
        if step.most > MOST or MOST < found.most < inf:
            yield error(
                laid.frame.path,
                count.span,
                "EXPR-450",
                f'"{count.text}" may be more than {MOST}, which is as many as a list holds',
                "A citizen with more than that could not enter all of them",
                f"Bound it, as in: type: number(1..{MOST})",
            )
