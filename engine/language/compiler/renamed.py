"""Steps that were called otherwise before: what an old name has become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language import nodes
from engine.language.model.flow import Flow
from engine.language.model.fragment import Fragment


def former_steps(
    flow: Flow, fragments: Mapping[str, Fragment], prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the former and the present name of each renamed step, fragments laid out (`home.area`); none may use itself."""
    for step in flow.every_step():
        name = prefix + step.id.text
        for former in step.former_ids:
            yield prefix + former.text, name
        if step.verb == "use" and isinstance(step.said, nodes.Scalar):
            yield from former_steps(fragments[step.said.text].flow, fragments, f"{name}.")


def present_name(name: str, former: Mapping[str, str]) -> str:
    """Return what a name (dotted: of a step, or of something it gave) is called now, as `former_steps` tells it."""
    head, dot, last = name.rpartition(".")
    found = present_name(head, former) + dot + last if dot else name
    return former.get(found, found)
