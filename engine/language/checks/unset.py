"""No answer is read before it is there, on whatever way a citizen comes: conditions, texts, amounts, labels, everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language import nodes
from engine.language.assignment.analysis import state_at
from engine.language.assignment.certain import certain_of
from engine.language.assignment.literals import beside, clauses_of
from engine.language.assignment.records import Records
from engine.language.assignment.state import State
from engine.language.assignment.telling import is_there, told, trip_to
from engine.language.assignment.uses import INSIDE, TITLE, Inside, Use
from engine.language.compiled import ApproveStep, RepeatStep
from engine.language.compiler.draft import Draft
from engine.language.edges import edges_of
from engine.language.findings import Finding, error
from engine.language.program import Program
from engine.language.source import Span

ROW = "row"


def check_unset(draft: Draft, program: Program | None) -> Iterator[Finding]:
    """Yield, for each answer, the first place that reads it where it may be missing."""
    if program is not None:
        yield from _Search(draft, program).findings()


class _Search:
    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft, self.program = draft, program
        self.ways, self.found = certain_of(draft, program)
        self.records = {
            step.id: Records(step, draft.conditions, self.ways.moving)
            for step in program.steps
            if isinstance(step, RepeatStep)
        }
        self.told: set[str] = set()
        self.states: dict[tuple[str, str], State | None] = {}

    def findings(self) -> Iterator[Finding]:
        for step, uses in self.draft.uses_in.items():
            if step in self.program.computed:
                continue
            for use in (*uses, *self._titles(step)):
                if use.row:
                    yield from self._row(step, use)
                    continue
                state = self._state(step, use)
                if state is not None:
                    yield from self._read(step, use, use.name, state)

    def _state(self, step: str, use: Use) -> State | None:
        """Return what is certain there; the places of one moment of a step share it."""
        key = (step, use.slot)
        if key not in self.states:
            self.states[key] = state_at(self.ways, self.found, use, step)
        return self.states[key]

    def _titles(self, step: str) -> Iterator[Use]:
        """Yield what is read to name the answers that officers ask for again."""
        built = self.program.by_id.get(step)
        for shown in built.may_change if isinstance(built, ApproveStep) else ():
            asked = self.program.by_id.get(shown.step)
            slot = INSIDE if getattr(asked, "title", None) is getattr(asked, "text", ()) else TITLE
            for use in self.draft.uses_in.get(shown.step, ()):
                if use.slot == slot and isinstance(use.place, Span):
                    yield use

    def _read(self, step: str, use: Use, name: str, state: State) -> Iterator[Finding]:
        """name: what is read, which may be behind a fee; use: where."""
        if name in self.program.computed:
            for inner in self.draft.uses_in.get(name, ()):
                settled = self._settled(inner, state)
                if not inner.row and settled is not None:
                    yield from self._read(step, use, inner.name, settled)
            return
        needed = self.ways.cells.needed(name)
        known = {name, self.ways.cells.owner(name)} & self.told
        if not needed or known or is_there(state, needed):
            return
        settled = self._settled(use, state)
        if settled is not None and not is_there(settled, needed):
            self.told |= {name, step}  # what stands on this step is not spoken of again
            yield self._missing(step, use, name, needed)

    def _settled(self, use: Use, state: State) -> State | None:
        """Return the state with what is settled beside the read itself; nothing where it is never read."""
        settled = list(use.under)
        if use.whole is not None and isinstance(use.place, Inside):
            settled += beside(use.whole, use.place.start)
        after: State | None = state
        for stated, holds in settled:
            clauses = clauses_of(stated, holds=holds, moving=self.ways.moving)
            after = after.assuming(clauses, self.ways.cells.answered) if after else None
        return after

    def _row(self, step: str, use: Use) -> Iterator[Finding]:
        """A field of the record at hand: a question of each record, or a value of the rows to choose from."""
        field = use.name.rpartition(".")[2]
        owner = use.name.rpartition(".")[0] if use.whole is not None and "." in use.name else step
        records = self.records.get(owner) or self.records.get(step)
        if records is None or use.name.startswith(ROW + ".") or field not in records.bits:
            return
        after: State | None = records.state_at(use.slot if owner == step else "")
        if use.whole is not None and isinstance(use.place, Inside):
            for stated, holds in beside(use.whole, use.place.start):
                clauses = clauses_of(stated, holds=holds, moving=self.ways.moving)
                after = after.assuming(clauses, records.bits) if after else None
        key = f"{records.step.id}[].{field}"
        if after is not None and not records.has(after, field) and key not in self.told:
            self.told.add(key)
            why = f'Not every record of "{records.step.id}" has "{field}": it is left out, or asked later. {_BREAKS}'
            yield error(use.path, use.span, CODE, _missing(field), why, _fix(use, field))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _missing(self, step: str, use: Use, name: str, needed: tuple[int, ...]) -> Finding:
        trip = trip_to(self.ways, step, needed)
        way = told(trip, self._conditions())
        behind = "" if use.name == name else f'"{use.name}" needs it. '
        why = f"{behind}A citizen can come here without it: {way}. {_BREAKS}"
        asked = self.ways.cells.owner(name)
        if self._is_later(asked, step):
            why = f'{behind}"{asked}" is asked behind "{step}". {_BREAKS}'
            fix = f'Move the step "{asked}" before "{step}", or read it behind "{asked}"'
            return error(use.path, use.span, CODE, _missing(name), why, fix)
        return error(use.path, use.span, CODE, _missing(name), why, _fix(use, name))

    def _is_later(self, asked: str, step: str) -> bool:
        """Tell whether the step that gives an answer stands behind the one that reads it, and nothing but officers who ask again
        leads back from there."""
        order = [each.id for each in self.program.steps]
        if asked not in order or step not in order or order.index(asked) <= order.index(step):
            return False
        return not any(
            order.index(edge.end) <= order.index(step) < order.index(edge.start)
            for edge in edges_of(self.program)
            if edge.end in order and edge.start in order and edge.manner != "changed"
        )

    def _conditions(self) -> Mapping[str, str]:
        return {
            laid.id: node.text
            for laid in self.draft.laid
            if isinstance(node := laid.step.get("only_if"), nodes.Scalar)
        }


CODE = "FLOW-341"
_BREAKS = "The case would break off there with an apology"


def _missing(name: str) -> str:
    return f'"{name}" may not be there when it is read here'


def _fix(use: Use, name: str) -> str:
    if isinstance(use.place, Inside):
        return f"Write default({name}, …) or answered({name}) and …, or give this step the condition under which it is asked"
    return f"Give this step the condition under which {name} is asked, or set a value before: set: default({name}, …)"
