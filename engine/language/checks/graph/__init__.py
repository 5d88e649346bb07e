"""What is proved of a service on its steps and the ways between them, whatever a citizen, an officer or a department does."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.checks.graph.circles import circles
from engine.language.checks.graph.ending import endings
from engine.language.checks.graph.holding import holdings
from engine.language.checks.graph.limits import limits
from engine.language.checks.graph.shape import Shape
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding
from engine.language.program import Program

PROOFS = (endings, circles, holdings, limits)


def check_graph(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield what does not hold on every way through a service."""
    if program is None:
        return
    shape = Shape(draft, program)
    for proof in PROOFS:
        yield from proof(shape)
