"""What is certain at every step and end, whatever way a citizen came: the least that all ways have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from engine.language.assignment.leaving import Way, leave
from engine.language.assignment.state import State, meet
from engine.language.assignment.uses import BEFORE_ALL, DONE, ENTRY, OUT, Use
from engine.language.assignment.ways import Ways

SUCCESS = "success"


def settle(ways: Ways) -> dict[str, State]:
    """Return what is certain when each step or end is reached; steps nobody reaches are missing."""
    program = ways.program
    found: dict[str, State] = {}
    waiting: list[tuple[int, str]] = []
    queued: set[str] = set()

    def reach(name: str, state: State) -> None:
        before = found.get(name)
        after = state if before is None else meet(before, state)
        if after != before:
            found[name] = after
            if name not in queued:
                queued.add(name)
                heappush(waiting, (ways.order.get(name, len(ways.order)), name))

    reach(program.first, State())
    while waiting:
        _, name = heappop(waiting)
        queued.discard(name)
        for way in onward(ways, name, found[name]):
            if way.to:
                reach(way.to, way.state)
    return found


def onward(ways: Ways, name: str, state: State) -> Iterator[Way]:
    """Yield the ways from a step, and from a good end to what may still be done later."""
    step = ways.program.by_id.get(name)
    if step is not None:
        yield from leave(ways, step, state)
    elif (end := ways.program.ends.get(name)) and end.result == SUCCESS:
        for later in ways.program.later.values():
            yield Way(later.first, state, "", later.id)


def state_at(ways: Ways, found: Mapping[str, State], use: Use, step: str) -> State | None:
    """Return what is certain where this is read; nothing where nobody comes there."""
    if step == BEFORE_ALL:
        return State()
    state, built = found.get(step), ways.program.by_id.get(step)
    if state is None or built is None or use.slot == ENTRY:
        return state
    inside = ways.inside(built, state)
    if inside is None or not use.slot.startswith((DONE, OUT)):
        return inside
    if use.slot == DONE:
        return ways.with_answer(inside, step)
    return ways.with_outcome(built, inside, use.slot.removeprefix(OUT))
