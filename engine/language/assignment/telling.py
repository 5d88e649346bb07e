"""How a citizen can come to a place without an answer that is read there, told step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from engine.language.assignment.analysis import onward
from engine.language.assignment.leaving import BACK, CHANGED, GIVEN_UP, PASSED, SKIPPED, Way
from engine.language.assignment.state import State
from engine.language.assignment.ways import Ways

LONGEST = 6
"""More turnings than these are not told."""

Trip = tuple[tuple[str, Way], ...]
"""Each step that was left, and the way that was taken."""


def trip_to(ways: Ways, place: str, needed: tuple[int, ...]) -> Trip:
    """Return a way with few turnings to a step or end on which none of these bits is there; empty where there is none to tell."""
    start = ways.program.first
    waiting: deque[tuple[str, State, Trip]] = deque([(start, State(), ())])
    seen: set[tuple[str, bool]] = set()
    while waiting:
        name, state, trip = waiting.popleft()
        key = (name, is_there(state, needed))
        if key == (place, False):
            return trip
        if key not in seen:
            seen.add(key)
            for way in onward(ways, name, state):
                put = waiting.append if way.how or way.about else waiting.appendleft
                put((way.to, way.state, (*trip, (name, way))))
    return ()


def is_there(state: State, needed: tuple[int, ...]) -> bool:
    """Tell whether one of these is there for certain."""
    there = state.all_there()
    return any(there & bit for bit in needed)


def told(trip: Trip, conditions: Mapping[str, str]) -> str:
    """Return the turnings of a trip in words. conditions: of steps that are not always done, as written."""
    turnings = [words for step, way in trip if (words := _turning(step, way, conditions))]
    straight = ", ".join(f'"{step}"' for step, _ in trip[-LONGEST:])
    return "; then ".join(turnings[-LONGEST:]) or (f"by way of {straight}" if trip else "at once")


def _turning(step: str, way: Way, conditions: Mapping[str, str]) -> str:
    match way.how:
        case "passed":
            return f'"{step}" is left out unless {conditions.get(step, "its condition holds")}'
        case "skipped":
            return f'"{step}" is passed over with the Skip button'
        case "given up":
            return f'"{step}" is given up after too many wrong answers'
        case "changed":
            return f'at "{step}" the answer "{way.about}" is asked again'
        case "back":
            return f'"{step}" goes back to "{way.about}"'
    return f'"{step}" comes out as "{way.about}"' if way.about else ""


HOWS = (PASSED, SKIPPED, GIVEN_UP, CHANGED, BACK)
"""What `_turning` has words for."""
