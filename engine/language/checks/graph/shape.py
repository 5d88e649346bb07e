"""What the proofs on the steps of one service share: its ways, what brings each of them about, and where each stands in its file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from engine.language.assignment.literals import Stated
from engine.language.assignment.uses import ENTRY
from engine.language.compiled import (
    AnyStep,
    AskStep,
    BookStep,
    CallStep,
    ChooseStep,
    SayStep,
    SetStep,
    UseStep,
    WhenStep,
)
from engine.language.compiler.dependents import owner_of
from engine.language.compiler.draft import Draft
from engine.language.compiler.graph import reached
from engine.language.compiler.layout import Laid
from engine.language.compiler.scope import names_of
from engine.language.edges import QUESTIONS, Edge, best_of, edges_of, is_said
from engine.language.model.names import mapping_at
from engine.language.program import Program
from engine.language.source import Span

_GIVEN = ("outcome", "chosen")


class Shape:
    """One service as its steps and ways."""

    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft, self.program = draft, program
        self.edges = tuple(edges_of(program))
        self.laid = {each.id: each for each in draft.laid}

    @cached_property
    def reached(self) -> frozenset[str]:
        """Return every step and end a citizen can come to."""
        return reached(self.program)

    def step(self, name: str) -> AnyStep:
        """Return a step by its id."""
        return self.program.by_id[name]

    # -- who brings a way about ----------------------------------------------------------------------------------------

    def is_said(self, edge: Edge) -> bool:
        """Tell whether the citizen must do something for this way to be taken."""
        return is_said(self.step(edge.start), edge)

    def is_chosen(self, edge: Edge) -> bool:
        """Tell whether the citizen chose this way rather than another: a circle with it in it is gone round on purpose."""
        step = self.step(edge.start)
        match step:
            case ChooseStep():
                offered = any(option.then for option in step.options)
                given = edge.manner == "option" or (edge.manner, edge.about) == _GIVEN
                return edge.manner == "skipped" or (offered and given)
            case AskStep():
                return edge.manner == "skipped"
            case WhenStep():
                return any(
                    self._asks_citizen(step.id, f"when {n}") for n in range(len(step.branches))
                )
            case SayStep() | SetStep() | UseStep():
                return edge.manner != "passed" and self._asks_citizen(step.id, ENTRY)
            case _:
                return False

    def _asks_citizen(self, step: str, slot: str) -> bool:
        """Tell whether a condition looks at something the citizen answered."""
        stated: Stated | None = self.draft.conditions.get((step, slot))
        if stated is None:
            return False
        ids = frozenset(self.program.by_id)
        owners = {owner_of(name, ids) for name in names_of(stated.root)}
        return any(isinstance(self.program.by_id.get(each), QUESTIONS) for each in owners)

    def is_unlucky(self, edge: Edge) -> bool:
        """Tell whether this way means that something was not found, not free, not answered or not understood."""
        step = self.step(edge.start)
        if edge.manner in ("gave_up", "too_often", "limit"):
            return True
        if isinstance(step, ChooseStep):
            return edge.about == "none"
        if edge.manner != "outcome" or not isinstance(step, CallStep | BookStep):
            return False
        return edge.about != best_of(step)

    def is_counted(self, edge: Edge) -> bool:
        """Tell whether a limit of the header counts how often this way is taken."""
        step = self.step(edge.start)
        limits = step.limits if isinstance(step, CallStep) else ()
        return any(edge.about in limit.outcomes for limit in limits)

    # -- places --------------------------------------------------------------------------------------------------------

    def place(self, name: str, key: str = "id") -> tuple[str, Span]:
        """Return the file of a step and the place of what stands under this key, or of the step's id where nothing does."""
        laid = self.laid[name]
        node = laid.step.get(key)
        return laid.frame.path, laid.step.id.span if node is None else node.span

    def place_of(self, edge: Edge) -> tuple[str, Span]:
        """Return where a way is written: its outcome, where it gives up, or the step."""
        laid = self.laid[edge.start]
        outcomes = mapping_at(laid.step.node, "outcomes")
        if outcomes is not None and edge.manner in ("outcome", "again", "too_often"):
            about = laid.outcome or edge.about
            for written, _ in outcomes.entries:
                if written.text == about:
                    return laid.frame.path, written.span
        if edge.manner == "gave_up" and laid.step.get("give_up") is None:
            defaults = mapping_at(self.draft.flow.node, "defaults")
            if defaults is not None and defaults.get("give_up") is not None:
                return self.draft.flow.path, defaults.by_name["give_up"].span
        key = "give_up" if edge.manner == "gave_up" else "then"
        return self.place(edge.start, key)

    def written(self) -> Iterator[tuple[Laid, AnyStep]]:
        """Yield each step of the program with where it stands, the ways out of fragments left out."""
        for laid in self.draft.laid:
            step = self.program.by_id.get(laid.id)
            if step is not None and laid.role == "step":
                yield laid, step
