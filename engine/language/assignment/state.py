"""What is certain at one point of a service: which answers are there, which are there under a condition, and which conditions hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from engine.language.assignment.literals import Clause, Literal

Guard = frozenset[Literal]
"""Conditions that all hold."""

EVERYTHING = -1
"""All bits: what is there at a point nobody comes to."""

MOST_IN_A_GUARD = 4
"""More conditions than these beside each other are not followed: what they make certain is forgotten, never assumed."""

REMEMBERED = 4_096
"""So many sets of conditions are kept with what follows from them: one service asks for the same ones again and again."""


@dataclass(frozen=True, slots=True)
class State:
    """there: a bit for each answer that is there; under: further answers, by the conditions that make them certain; holds: what is so."""

    there: int = 0
    under: Mapping[Guard, int] = field(default_factory=dict)
    holds: frozenset[Clause] = frozenset()

    def settled(self) -> frozenset[Literal]:
        """Return the conditions that hold for certain."""
        return _settled(self.holds)

    def all_there(self) -> int:
        """Return every answer that is there, given what holds."""
        return self.implied(frozenset()) if self.under else self.there

    def implied(self, guard: Guard) -> int:
        """Return what is there when these conditions hold as well."""
        known = guard | _settled(self.holds)
        barred = opposites(guard) | opposites(_settled(self.holds))
        for clause in self.holds:
            if clause <= barred:
                return EVERYTHING
        found = self.there
        for needed, mask in self.under.items():
            if needed <= known:
                found |= mask
        return found

    def assuming(self, clauses: Iterable[Clause], answered: Mapping[str, int]) -> State | None:
        """Return the state where these hold as well; nothing where that cannot be. answered: bits by name."""
        said = frozenset(clauses)
        added = said.union(*(self._ruled_out(clause, answered) for clause in said))
        settled = self.settled()
        there = self.there
        for clause in added:
            if len(clause) == 1:
                (only,) = clause
                if only.opposite in settled:
                    return None
                if only.answered and only.holds:
                    there |= answered.get(only.answered, 0)
        return State(there, self.under, self.holds | added)

    def _ruled_out(self, clause: Clause, answered: Mapping[str, int]) -> set[Clause]:
        """Return what follows where an answer is not there: the conditions under which it would be do not all hold."""
        missing = 0
        if len(clause) == 1:
            (only,) = clause
            missing = 0 if only.holds else answered.get(only.answered, 0)
        if not missing:
            return set()
        return {opposites(guard) for guard, mask in self.under.items() if mask & missing}

    def without(self, mask: int, mentioned: Mapping[str, int]) -> State:
        """Return the state when these answers are gone, or about to be others. mentioned: by a condition's name, the bits it looks at."""

        def stays(literals: Iterable[Literal]) -> bool:
            return not any(_bits(each, mentioned) & mask for each in literals)

        under = {
            guard: left
            for guard, bits in self.under.items()
            if stays(guard) and (left := bits & ~mask)
        }
        return State(self.there & ~mask, under, frozenset(filter(stays, self.holds)))

    def knowing(self, clauses: Iterable[Clause]) -> State:
        """Return the state with these known to hold."""
        return State(self.there, self.under, self.holds | frozenset(clauses))

    def having(self, mask: int) -> State:
        """Return the state with these answers there."""
        return State(self.there | mask, self.under, self.holds)


@lru_cache(REMEMBERED)
def _settled(holds: frozenset[Clause]) -> frozenset[Literal]:
    return frozenset(literal for clause in holds if len(clause) == 1 for literal in clause)


@lru_cache(REMEMBERED)
def opposites(literals: frozenset[Literal]) -> frozenset[Literal]:
    """Return the same conditions, each settled the other way."""
    return frozenset(each.opposite for each in literals)


def _bits(literal: Literal, mentioned: Mapping[str, int]) -> int:
    found = 0
    for name in literal.names:
        found |= mentioned.get(name, 0)
    return found


def meet(one: State, other: State) -> State:
    """Return what is certain where two ways come together."""
    there = one.there & other.there
    if not (one.under or other.under) and one.holds == other.holds:
        return one if there == one.there else State(there, one.under, one.holds)
    under: dict[Guard, int] = {}
    for guard in sorted(_candidates(one, other), key=len):
        mask = one.implied(guard) & other.implied(guard) & ~there
        for smaller, known in under.items():
            if smaller <= guard:
                mask &= ~known
        if mask > 0:
            under[guard] = mask
    return State(there, under, one.holds & other.holds)


def _candidates(one: State, other: State) -> set[Guard]:
    """Return the conditions under which something may be certain on both ways."""
    found: set[Guard] = {*one.under, *other.under}
    for mine, others in ((one, other), (other, one)):
        barred = [opposites(clause) for clause in mine.holds - others.holds]
        found.update(barred)
        found.update(guard | each for guard in others.under for each in barred)
        found.update(guard | each for guard in one.under for each in other.under if mine is one)
    return {guard for guard in found if len(guard) <= MOST_IN_A_GUARD and not _odd(guard)}


def _odd(guard: Guard) -> bool:
    return len(guard) > 1 and not guard.isdisjoint(opposites(guard))
