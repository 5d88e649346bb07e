"""From every step an end can be reached, by other means than giving up."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.checks.graph.shape import Shape
from engine.language.circuits import circle_of, come_to, onward, told
from engine.language.edges import Edge
from engine.language.findings import Finding, error
from engine.language.nodes import Scalar
from engine.language.source import Span

_WHY = "A citizen would be led round and round, and could only leave by stopping"
_ONWARD = "Lead it to a step further down or to an end, or delete the line"
_BY_DEFAULT = ("gave_up",)
"""Ways that are no end of a conversation by themselves: too many wrong answers lead out of any question."""


def endings(shape: Shape) -> Iterator[Finding]:
    """Yield the first step of each stretch from which no end can be reached."""
    edges = [edge for edge in shape.edges if edge.manner not in _BY_DEFAULT]
    ending = come_to(edges, shape.program.ends)
    stuck = [
        step.id
        for step in shape.program.steps
        if step.id not in ending and step.id in shape.reached
    ]
    told_of: set[str] = set()
    for name in stuck:
        if name in told_of:
            continue
        told_of |= come_to(edges, (name,)) | _after(name, edges)
        path, place, fix = _to_blame(name, edges, shape)
        yield error(
            path,
            place,
            "FLOW-351",
            f'From "{name}" no end can be reached{_round(name, edges)}',
            _WHY,
            fix,
        )


def _to_blame(name: str, edges: list[Edge], shape: Shape) -> tuple[str, Span, str]:
    """Return the place that is to blame and the fix: a `then:` that leads back, else the first step of the stretch."""
    order = [step.id for step in shape.program.steps]
    inside = come_to([Edge(edge.end, edge.start, edge.manner) for edge in edges], (name,))
    for edge in edges:
        if edge.start in inside and edge.end in order[: order.index(edge.start) + 1]:
            written = shape.laid[edge.start].step.get("then")
            if isinstance(written, Scalar) and written.text == edge.end:
                return (*shape.place(edge.start, "then"), _ONWARD)
    return (*shape.place(name), "Lead one of its outcomes or options to an end")


def _after(name: str, edges: list[Edge]) -> set[str]:
    """Return every step that can be reached from here."""
    return come_to([Edge(edge.end, edge.start, edge.manner) for edge in edges], (name,))


def _round(name: str, edges: list[Edge]) -> str:
    """Return the circle this step lies on, in words."""
    ways = onward(edges)
    circles = (circle_of(edge, ways) for edge in ways.get(name, ()))
    circle = next((each for each in circles if each), None)
    return f": {told(circle)}" if circle else ""
