"""How much of a program its dialogues come through: steps, ways, ends and habits of citizens, counted from the program itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from engine.language.edges import Edge, ends_of
from engine.language.habits import Habit, habits_of
from engine.language.program import Program
from engine.scenarios.ways import Reached, ways_of


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was reached of how many. steps, ways, ends: what nothing reached, in the order of the file; habits: what none tries."""

    steps: tuple[str, ...]
    ways: tuple[Edge, ...]
    ends: tuple[str, ...]
    habits: tuple[Habit, ...]
    reached: int
    all: int

    @property
    def percent(self) -> float:
        """Return the share that is reached, rounded down to a tenth, so that 100 means all of it."""
        return self.reached * 1_000 // self.all / 10 if self.all else 100.0


def coverage(program: Program, parts: Iterable[Reached]) -> Coverage:
    """Return how much of a program these dialogues come through together."""
    whole = reduce(or_, parts, Reached())
    ways = ways_of(program)
    steps = tuple(step.id for step in program.steps if step.id not in whole.steps)
    missed = tuple(edge for edge in ways if edge not in whole.ways)
    known, wanted = ends_of(program), habits_of(program)
    ends = tuple(end for end in known if end not in whole.ends)
    habits = tuple(habit for habit in wanted if habit not in whole.habits)
    count = len(program.steps) + len(ways) + len(known) + len(wanted)
    left = len(steps) + len(missed) + len(ends) + len(habits)
    return Coverage(steps, missed, ends, habits, count - left, count)
