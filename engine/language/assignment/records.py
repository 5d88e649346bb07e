"""What is certain about one record of a `repeat`: its questions come one after the other, and some may be left out."""

from __future__ import annotations

from engine.language.assignment.literals import Clause, Stated, clauses_of
from engine.language.assignment.state import State, meet
from engine.language.assignment.uses import DONE, ENTRY, LINE, PART
from engine.language.compiled import AskStep, ChooseStep, RepeatStep

ALWAYS = ("nth",)


class Records:
    """bits: by the record's fields; a state for each question, and `last` for a record that is complete."""

    def __init__(
        self, step: RepeatStep, conditions: dict[tuple[str, str], Stated], moving: frozenset[str]
    ) -> None:
        self.step, self.conditions, self.moving = step, conditions, moving
        self.bits = {part.id: 1 << place for place, part in enumerate(step.parts)}
        self.entered: dict[str, State] = {}
        self.inside: dict[str, State] = {}
        self.last = State()
        for part in step.parts:
            self.last = self._passed(part, self.last)

    def _passed(self, part: AskStep | ChooseStep, state: State) -> State:
        asked, left = state, state if part.optional is not None else None
        stated = self.conditions.get((self.step.id, f"{PART}{part.id}/{ENTRY}"))
        if stated is not None:
            asked = state.assuming(self._clauses(stated, holds=True), self.bits) or state
            left = state.assuming(self._clauses(stated, holds=False), self.bits) or state
            if part.optional is not None:
                left = meet(left, asked)
        self.entered[part.id], self.inside[part.id] = state, asked
        answered = asked.having(self.bits[part.id])
        return answered if left is None else meet(answered, left)

    def _clauses(self, stated: Stated, *, holds: bool) -> tuple[Clause, ...]:
        return clauses_of(stated, holds=holds, moving=self.moving)

    def state_at(self, slot: str) -> State:
        """Return what is certain where this slot reads a record."""
        if slot == LINE or not slot.startswith(PART):
            return self.last
        part, _, moment = slot.removeprefix(PART).partition("/")
        if moment.startswith(ENTRY):
            return self.entered[part]
        inside = self.inside[part]
        return inside.having(self.bits[part]) if moment.startswith(DONE) else inside

    def has(self, state: State, field: str) -> bool:
        """Tell whether a field is there for certain."""
        return field in ALWAYS or bool(state.all_there() & self.bits.get(field, 0))
