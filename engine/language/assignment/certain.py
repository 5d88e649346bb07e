"""What is certain in a service whatever way a citizen comes, worked out once for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.language.assignment.analysis import settle
from engine.language.assignment.literals import looked_for
from engine.language.assignment.milestones import milestones_of
from engine.language.assignment.state import State
from engine.language.assignment.ways import Ways
from engine.language.compiler.draft import Draft
from engine.language.program import Program


class Certain(NamedTuple):
    """ways: what steps do to a state; found: what is certain when a step or end is reached, those nobody reaches left out."""

    ways: Ways
    found: Mapping[str, State]


def certain_of(draft: Draft, program: Program) -> Certain:
    """Return what is certain in this program; the draft remembers it."""
    if draft.certain is None:
        ways = Ways(program, draft.conditions, _looked_for(draft), milestones_of(draft, program))
        draft.certain = Certain(ways, settle(ways))
    return draft.certain


def _looked_for(draft: Draft) -> Iterator[str]:
    for uses in draft.uses_in.values():
        for use in uses:
            if use.whole is not None:
                yield from looked_for(use.whole)
    for stated in draft.conditions.values():
        yield from looked_for(stated)
