"""What a step changes about what is certain: its condition, its answer, its outcomes, and what is forgotten when one goes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.language.assignment.cells import Cells
from engine.language.assignment.literals import (
    Clause,
    Stated,
    clauses_of,
    is_answered,
    single,
)
from engine.language.assignment.milestones import WHENEVER, Milestone
from engine.language.assignment.state import State
from engine.language.assignment.uses import DONE, ENTRY
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    AskStep,
    BookStep,
    CallStep,
    ChooseStep,
    CollectStep,
    IssueStep,
    PayStep,
    RefundStep,
    RepeatStep,
    SetStep,
    SubmitStep,
)
from engine.language.compiler.dependents import owner_of
from engine.language.compiler.graph import firsts
from engine.language.program import Program

ANSWERED = "answered"

_FIRM = (PayStep, RefundStep, SubmitStep, IssueStep)
"""Steps whose result is never forgotten."""
FIRM_OR_HELD = (*_FIRM, BookStep)
_QUESTIONS = (AskStep, ChooseStep, RepeatStep, CollectStep)


class Ways:
    """What the steps of one program do to a state.

    conditions: those that decide something, by step and slot; looked_for: names that expressions ask for, or have a value in place of;
    milestones: what comes about on which way.
    """

    def __init__(
        self,
        program: Program,
        conditions: Mapping[tuple[str, str], Stated],
        looked_for: Iterable[str] = (),
        milestones: Iterable[Milestone] = (),
    ) -> None:
        self.program = program
        self.conditions = conditions
        self.cells = Cells(program)
        self.moving = frozenset(program.computed)
        self.firsts = firsts(program)
        self._forgotten: dict[str, int] = {}
        self._clauses: dict[tuple[str, str, bool], tuple[Clause, ...]] = {}
        self.looked_for: dict[str, list[tuple[int, Clause]]] = {}
        for name in dict.fromkeys(looked_for):
            step = owner_of(name, program.by_id)
            bits = self.cells.answered.get(name, 0) & self.cells.of_step(step)
            self.looked_for.setdefault(step, []).append((bits, is_answered(name)))
        self.order = {step.id: place for place, step in enumerate(program.steps)}
        self._reached: dict[tuple[str, str], int] = {}
        self._undone: dict[str, int] = {}
        for each in milestones:
            bit = self.cells.milestone(each.name)
            if each.undone:
                self._undone[each.step] = self._undone.get(each.step, 0) | bit
            else:
                key = (each.step, each.about)
                self._reached[key] = self._reached.get(key, 0) | bit

    def clauses(self, step: str, slot: str, *, holds: bool) -> tuple[Clause, ...] | None:
        """Return what a condition of a step makes certain; nothing where there is no such condition."""
        stated = self.conditions.get((step, slot))
        if stated is None:
            return None
        key = (step, slot, holds)
        if key not in self._clauses:
            self._clauses[key] = clauses_of(stated, holds=holds, moving=self.moving)
        return self._clauses[key]

    def assuming(self, state: State, step: str, slot: str, *, holds: bool) -> State | None:
        """Return the state with a condition of a step settled; nothing where it cannot be settled so."""
        clauses = self.clauses(step, slot, holds=holds)
        if clauses is None:
            return state if holds else None
        return state.assuming(clauses, self.cells.answered)

    def gone(self, state: State, mask: int) -> State:
        """Return the state without these answers."""
        return state.without(mask, self.cells.mentioned) if mask else state

    def with_answer(self, state: State, step: str, bits: int | None = None) -> State:
        """Return the state once a step has left its value behind; bits: what is sure of it, all of it otherwise."""
        own = self.cells.of_step(step)
        there = self.cells.bit(step) if bits is None else bits
        after = self.gone(state, own).having(there)
        said = [clause for bit, clause in self.looked_for.get(step, ()) if bit & there]
        return after.knowing(said) if said else after

    def marked(self, step: str, about: str, state: State) -> State:
        """Return the state with what comes about when a step is left this way. about: an outcome or an option, empty for the good one."""
        undone = self._undone.get(step, 0)
        after = state.without(undone, self.cells.mentioned) if undone else state
        reached = self._reached.get((step, WHENEVER), 0) | self._reached.get((step, about), 0)
        return after.having(reached) if reached else after

    def forgotten(self, name: str) -> int:
        """Return the bits of what is forgotten when an answer is asked again."""
        if name in self._forgotten:
            return self._forgotten[name]
        steps = [each for each in self.order if each == name or each.startswith(name + ".")]
        doomed = set(steps).union(*(self.program.dependents.get(each, ()) for each in steps))
        mask = 0
        for each in doomed:
            step = self.program.by_id.get(each)
            if not isinstance(step, _FIRM) and not (isinstance(step, CallStep) and step.writes):
                mask |= self.cells.of_step(each)
        self._forgotten[name] = mask
        return mask

    def entered(self, step: AnyStep, state: State) -> State:
        """Return the state a step begins with: what depends on a question is never older than its answer."""
        if not isinstance(step, _QUESTIONS) or step.id not in self.program.dependents:
            return state
        return self.gone(state, self.forgotten(step.id) & ~self.cells.of_step(step.id))

    def inside(self, step: AnyStep, state: State) -> State | None:
        """Return the state while the step is carried out; nothing where it never is."""
        return self.assuming(self.entered(step, state), step.id, ENTRY, holds=True)

    def with_outcome(self, step: AnyStep, state: State, outcome: str) -> State:
        """Return the state once a step has come out so, before anything is forgotten on the way on."""
        match step:
            case CollectStep() if outcome == ANSWERED:
                return self._collected(step, self.with_answer(state, step.id))
            case ApproveStep():
                return self._decided(step, state, outcome)
            case CallStep() | BookStep() if outcome != step.good:
                return self.gone(state, self.cells.of_step(step.id))
        return self.with_answer(state, step.id) if outcome == good_of(step) else state

    def _collected(self, step: CollectStep, state: State) -> State:
        """Each paper is there that applied; the record itself is there always."""
        under = dict(state.under)
        for paper in step.papers:
            bit = self.cells.bit(f"{step.id}.{paper.id}")
            stated = self.conditions.get((step.id, f"paper {paper.id}"))
            if stated is None:
                state = state.having(bit)
                continue
            literal = single(stated, holds=True, moving=self.moving)
            if literal is not None:
                guard = frozenset((literal,))
                under[guard] = under.get(guard, 0) | bit
        return State(state.there, under, state.holds)

    def _decided(self, step: ApproveStep, state: State, outcome: str) -> State:
        """Officers always say who holds the case and until when; a reason only where they said no, or closed it."""
        bits = self.cells.bit(f"{step.id}.holder") | self.cells.bit(f"{step.id}.due")
        if outcome in ("rejected", "closed"):
            bits |= self.cells.bit(f"{step.id}.reason")
        if outcome == step.good:
            bits |= self.cells.bit(step.id)
        if outcome == "lapsed":
            state = self.gone(state, self.asked_back(step)[1])
        return self.with_answer(state, step.id, bits)

    def asked_back(self, step: ApproveStep) -> tuple[list[tuple[str, int]], int]:
        """Return where officers can send a citizen back to, with what is forgotten then; and all that may be."""
        asked = sorted(
            {shown.step for shown in step.may_change if shown.step}, key=self.order.__getitem__
        )
        found, gone = [], 0
        for name in reversed(asked):
            gone |= self.forgotten(name)
            found.append((name, gone))
        return found, gone


def good_of(step: AnyStep) -> str:
    """Return the outcome with which a step leaves its value behind."""
    match step:
        case AskStep() | RepeatStep() | CollectStep():
            return ANSWERED
        case ChooseStep():
            return "chosen"
        case PayStep():
            return "paid"
        case SubmitStep():
            return "opened"
        case CallStep() | BookStep() | ApproveStep():
            return step.good
        case SetStep() | IssueStep():
            return DONE
        case _:
            return ""
