"""No conversation goes round for ever: each circle waits for a word of the citizen, and bad luck leads back only so many times.

Exact on the steps and their ways, and on nothing else: what a condition makes impossible counts as possible, but for two things that
are taken to be well. A question under a condition is taken to be put whenever its circle is gone round. And a circle is gone round on
purpose, so that nothing need bound it, where the citizen chooses it: by an option that leads on by itself, by Skip, or by a fork that
looks at one of the citizen's own answers. Ways with `at_most`, what officers ask again (`ask_back` counts that) and outcomes that
count for a limit of the header bound any circle they lie on.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.checks.graph.shape import Shape
from engine.language.circuits import Trip, circle_of, knot, onward, told
from engine.language.edges import QUESTIONS, Edge
from engine.language.findings import Finding, error

_BOUNDED = ("again", "changed")


def circles(shape: Shape) -> Iterator[Finding]:
    """Yield circles nobody asked for: first those without the citizen, then those that bad luck drives."""
    free = knot(edge for edge in shape.edges if edge.manner not in _BOUNDED)
    if not free:
        return
    silent: set[str] = set()
    for finding, names in _without_citizen(shape, free):
        silent |= names
        yield finding
    yield from _unbounded(shape, free, silent)


def _without_citizen(shape: Shape, free: list[Edge]) -> Iterator[tuple[Finding, set[str]]]:
    """Yield circles on which no citizen has to do anything, each once, with its steps."""
    edges = knot(edge for edge in free if not _needs_citizen(shape, edge))
    ways, known = onward(edges), set[str]()
    for edge in edges:
        circle = circle_of(edge, ways) if edge.start not in known else None
        if circle is None or edge.start not in shape.reached:
            continue
        names = {each.start for each in circle}
        known |= names
        back = _back(shape, circle)
        path, place = shape.place_of(back)
        yield (
            error(
                path,
                place,
                "FLOW-352",
                f"The conversation goes round without the citizen: {told(_from(circle, back))}",
                "It would run or write to the citizen again and again, until we break it off with an apology",
                "Ask the citizen on the way, or bound the way back with again:, at_most: and else:",
            ),
            names,
        )


def _needs_citizen(shape: Shape, edge: Edge) -> bool:
    """Tell whether this way is never gone without the citizen; a question that may be left out is taken to be put."""
    left_out = edge.manner == "passed" and isinstance(shape.step(edge.start), QUESTIONS)
    return left_out or shape.is_said(edge)


def _unbounded(shape: Shape, free: list[Edge], silent: set[str]) -> Iterator[Finding]:
    edges = knot(edge for edge in free if not shape.is_chosen(edge) and not shape.is_counted(edge))
    ways = onward(edges)
    for edge in edges:
        if not shape.is_unlucky(edge) or edge.start not in shape.reached:
            continue
        circle = circle_of(edge, ways)
        if circle is None or silent & {each.start for each in circle}:
            continue
        path, place = shape.place_of(edge)
        yield error(
            path,
            place,
            "FLOW-353",
            f"Nothing bounds how often it goes back here: {told(circle)}",
            "A citizen without luck would be asked for ever, and somebody could guess without end",
            "Write again: with at_most: and else: in place of the plain way back, or let the outcome count for a limit",
        )


def _back(shape: Shape, circle: Trip) -> Edge:
    """Return the way of a circle that leads backwards in the file."""
    order = {step.id: place for place, step in enumerate(shape.program.steps)}
    return next((each for each in circle if order[each.end] <= order[each.start]), circle[-1])


def _from(circle: Trip, edge: Edge) -> Trip:
    """Return the same circle, ending with this way."""
    place = circle.index(edge) + 1
    return (*circle[place:], *circle[:place])
