"""Which answers a flow compares: those its recording must keep exactly, or it would go another way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.language.mutants.pages import read_page
from engine.language.nodes import Scalar
from engine.language.program import Program

PLACES = frozenset(("if", "only_if", "hide_if", "optional", "set", "by", "as_on", "type", "times"))
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


def compared(program: Program, files: Mapping[str, bytes]) -> frozenset[str]:
    """Return the steps whose answer stands in a condition, a calculation or a bound of these files."""
    words: set[str] = set()
    for path in program.sources:
        page = read_page(path, files[path]) if path.endswith(".yaml") and path in files else None
        for spot in page.spots if page is not None else ():
            if spot.name in PLACES and isinstance(spot.node, Scalar):
                words.update(_NAME.findall(spot.node.text))
    return frozenset(step.id for step in program.steps if step.id.rpartition(".")[2] in words)
