"""The fewest dialogues that show everything, and what nothing shows, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from engine.language.edges import Edge
from engine.language.program import Program
from engine.scenarios.exploring.search import Dialogue, Found, everything
from engine.scenarios.ways import Reached


class Missing(NamedTuple):
    """Something no dialogue shows. what: a step, a way or an end, in words; why: in words."""

    what: str
    why: str


def fewest(dialogues: Iterable[Dialogue]) -> tuple[Dialogue, ...]:
    """Return some of these dialogues that together show what all of them show: each time the one that adds most, the shortest first."""
    left = list(dialogues)
    chosen: list[Dialogue] = []
    shown: set[Any] = set()
    while left:
        gains = [
            (_gain(each, shown), each.whole, bool(each.title), -len(each.moves)) for each in left
        ]
        best = max(range(len(left)), key=gains.__getitem__)
        if not gains[best][0]:
            break
        chosen.append(left.pop(best))
        shown |= set(things(chosen[-1].reached))
    return tuple(chosen)


def _gain(dialogue: Dialogue, shown: set[Any]) -> int:
    return len(set(things(dialogue.reached)) - shown)


def things(reached: Reached) -> Iterable[Any]:
    """Return steps, ways and ends one after another."""
    yield from reached.steps
    yield from reached.ways
    yield from reached.ends


def missing(program: Program, found: Found) -> tuple[Missing, ...]:
    """Return what no dialogue shows, in the order of the file."""
    order = {name: place for place, name in enumerate((*program.by_id, *program.ends))}
    left = everything(program) - set(things(found.reached))
    rows = sorted(left, key=lambda each: order[each.start if isinstance(each, Edge) else each])
    return tuple(Missing(told(each), _why(each, found)) for each in rows)


def told(thing: Any) -> str:
    """Return a step, a way or an end in words."""
    if not isinstance(thing, Edge):
        return f"{thing}: is reached"
    return f"{thing.start}: {way_in_words(thing)}"


WAYS: Mapping[str, str] = {
    "option": "{about} is chosen",
    "passed": "is left out, its condition does not hold",
    "skipped": "is skipped",
    "gave_up": "is not answered after so many tries",
    "too_often": "{about}, too often",
    "again": "{about}, asks again",
    "limit": "the limit {about} is used up",
    "changed": "officers ask for {about} again",
}
"""What happens on a way; an outcome or a branch is called as it is."""


def way_in_words(edge: Edge) -> str:
    """Return what happens on a way, in a few words."""
    if edge.manner == "outcome" and edge.about in ("", "own"):
        return "goes on"
    return WAYS.get(edge.manner, "{about}").format(about=edge.about)


def _why(thing: Any, found: Found) -> str:
    stopped = f"the search stopped after {found.looked:,} situations" if found.stopped else ""
    if not isinstance(thing, Edge):
        reason = "no answer that was tried leads here"
    elif thing.start not in found.reached.steps:
        reason = "the step itself was never reached"
    elif thing.manner in ("passed", "branch", "option"):
        reason = "with all answers that were tried, its condition came out otherwise"
    elif thing.manner == "outcome" and thing.about == "none":
        reason = "no example of the department leaves the list empty"
    else:
        reason = "nothing that was tried brings it about"
    return "; ".join(filter(None, (reason, stopped)))
