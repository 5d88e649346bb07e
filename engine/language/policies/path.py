"""The shortest way on which something is missing, told step by step."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator
from typing import NamedTuple

from engine.language.assignment.analysis import onward
from engine.language.assignment.leaving import BACK, CHANGED, GIVEN_UP, PASSED, SKIPPED, Way
from engine.language.assignment.state import State
from engine.language.assignment.ways import Ways
from engine.language.compiled import WhenStep

MOST = 4_000
"""So many points are looked at before a search is given up."""
LONGEST, LAST = 12, 4
"""Of a way with more steps than these, only the turnings and the last steps are told."""
START, GAP, GATE = "start", "…", "entry"
"""What a way begins with; what stands for steps left out; what the step is called that asks whether a fragment is used at all."""
UNTOLD = "(the way there is too long to show)"


class Trip(NamedTuple):
    """steps: each step that was left, and the way that was taken; place: where that leads; found: False where the search was given up."""

    steps: tuple[tuple[str, Way], ...]
    place: str
    found: bool = True


class Sought(NamedTuple):
    """What is looked for: to be at a place (a step, while it is carried out, or an end) with none of these bits there."""

    place: str
    bits: tuple[int, ...]


def find(ways: Ways, sought: Sought) -> Trip | None:
    """Return the shortest such way; nothing where there is none.

    Every way is followed with what is certain on it alone, so that a finding stands on a way that can be gone.
    """
    first = ways.program.first
    before: dict[tuple[str, Hashable], tuple[tuple[str, Hashable], Way] | None] = {}
    waiting: deque[tuple[str, State]] = deque([(first, State())])
    before[_key(first, State())] = None
    while waiting:
        if len(before) > MOST:
            return Trip((), sought.place, found=False)
        name, state = waiting.popleft()
        key = _key(name, state)
        if name == sought.place and _lacks(ways, sought, state):
            return Trip(tuple(reversed(list(_back(before, key)))), name)
        for way in onward(ways, name, state):
            after = _key(way.to, way.state)
            if after not in before:
                before[after] = (key, way)
                waiting.append((way.to, way.state))
    return None


_Before = dict[tuple[str, Hashable], tuple[tuple[str, Hashable], Way] | None]


def _back(before: _Before, key: tuple[str, Hashable]) -> Iterator[tuple[str, Way]]:
    reached = before[key]
    while reached is not None:
        key, way = reached
        yield key[0], way
        reached = before[key]


def _key(name: str, state: State) -> tuple[str, Hashable]:
    return name, (state.there, frozenset(state.under.items()), state.holds)


def _lacks(ways: Ways, sought: Sought, state: State) -> bool:
    step = ways.program.by_id.get(sought.place)
    inside = state if step is None else ways.inside(step, state)
    if inside is None:
        return False
    there = inside.all_there()
    return not any(there & bit for bit in sought.bits)


def told(trip: Trip, ways: Ways) -> str:
    """Return the way in words: `start → applicant → fee (left out) → certificate`."""
    names = [words for step, way in trip.steps if (words := _left(step, way, ways))]
    if not trip.found:
        return " → ".join([START, UNTOLD, trip.place])
    return " → ".join([START, *_shortened(names), trip.place])


def _shortened(names: list[str]) -> Iterator[str]:
    """Yield a way; of a long one the first step, the last ones and each turning, with a gap for what lies between."""
    spared = len(names) - LAST
    for place, name in enumerate(names):
        if len(names) <= LONGEST or place == 0 or place >= spared or name.endswith(")"):
            yield name
        elif names[place - 1].endswith(")") or place == 1:
            yield GAP


def _left(step: str, way: Way, ways: Ways) -> str:
    name, _, last = step.rpartition(".")
    if last == GATE and isinstance(ways.program.by_id.get(step), WhenStep):
        return "" if way.to.startswith(f"{name}.") else f"{name} ({_WORDS[PASSED]})"
    words = _WORDS.get(way.how, "") or _how(step, way, ways)
    return f"{step} ({words})" if words else step


_WORDS = {PASSED: "left out", SKIPPED: "skipped", GIVEN_UP: "given up"}


def _how(step: str, way: Way, ways: Ways) -> str:
    if way.how == BACK:
        return f"back to {way.about}"
    if way.how == CHANGED:
        return f'officers ask "{way.about}" again'
    is_fork = isinstance(ways.program.by_id.get(step), WhenStep)
    return f"leads to {way.about}" if way.about and is_fork else way.about
