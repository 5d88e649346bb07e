"""Walks over the ways of a program: what leads where, the shortest way, and which ways lead round in a circle."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from engine.language.assignment.uses import DONE
from engine.language.edges import Edge

Trip = tuple[Edge, ...]
"""Ways in the order they are gone; empty where one is there already."""
Onward = Mapping[str, list[Edge]]
"""The ways out of each step."""


def onward(edges: Iterable[Edge]) -> Onward:
    """Return the ways by the step they begin at."""
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(edge.start, []).append(edge)
    return found


def shortest(ways: Onward, start: str, goals: Collection[str]) -> Trip | None:
    """Return the way with the fewest steps to one of the goals, nothing where there is none."""
    waiting: deque[tuple[str, Trip]] = deque([(start, ())])
    seen = {start}
    while waiting:
        name, trip = waiting.popleft()
        if name in goals:
            return trip
        for edge in ways.get(name, ()):
            if edge.end not in seen:
                seen.add(edge.end)
                waiting.append((edge.end, (*trip, edge)))
    return None


def come_to(edges: Iterable[Edge], goals: Collection[str]) -> set[str]:
    """Return every step from which one of the goals can be reached, and the goals."""
    before: dict[str, list[str]] = {}
    for edge in edges:
        before.setdefault(edge.end, []).append(edge.start)
    found, waiting = set(goals), list(goals)
    while waiting:
        for name in before.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def knot(edges: Iterable[Edge]) -> list[Edge]:
    """Return the ways that may lie on a circle: what is left once all that comes from nowhere or leads nowhere is taken away."""
    left = list(edges)
    while True:
        starts, ends = {edge.start for edge in left}, {edge.end for edge in left}
        kept = [edge for edge in left if edge.end in starts and edge.start in ends]
        if len(kept) == len(left):
            return kept
        left = kept


def circle_of(edge: Edge, ways: Onward) -> Trip | None:
    """Return the shortest circle that begins with this way, nothing where none does."""
    back = shortest(ways, edge.end, (edge.start,))
    return None if back is None else (edge, *back)


def told(trip: Trip, longest: int = 8) -> str:
    """Return a trip in words, as in `number → bill (not_found) → number`; of a long one its beginning and its end."""
    if not trip:
        return ""
    stops = [f"{edge.start}{_by(edge)}" for edge in trip]
    stops.append(trip[-1].end)
    if len(stops) > longest:
        stops = [*stops[: longest // 2], "…", *stops[-longest // 2 :]]
    return " → ".join(stops)


def _by(edge: Edge) -> str:
    word = _WORDS.get(edge.manner, edge.about)
    return f" ({word})" if word not in _USUAL else ""


_WORDS = {
    "passed": "left out",
    "skipped": "Skip",
    "gave_up": "too many wrong answers",
    "too_often": "too often",
    "changed": "officers ask again",
}
"""How the ways are called that have no outcome's name."""
_USUAL = ("", DONE, "answered", "chosen", "correct", "otherwise", "over", "sent", "opened")
"""Outcomes that go without saying."""
