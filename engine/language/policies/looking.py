"""What every rule looks at: one service, what is certain in it, and what it says about personal answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from engine.language.assignment.certain import certain_of
from engine.language.compiled import AskStep, ChooseStep, CollectStep, RepeatStep
from engine.language.compiler.dependents import owner_of
from engine.language.compiler.draft import Draft
from engine.language.findings import Finding, error
from engine.language.model.names import mapping_at, name_at, names_at
from engine.language.model.policies import Policies, Policy
from engine.language.policies import path
from engine.language.policies.personal import is_personal
from engine.language.program import Program
from engine.language.source import Span

_WORKED_OUT = ("set", "call", "book", "choose")
"""Verbs whose answer is made from what they read."""


class Look:
    """One service before the state's policies. declared: the answers it calls personal; laid: its steps as they stand in the files."""

    def __init__(self, draft: Draft, program: Program) -> None:
        self.draft, self.program = draft, program
        self.policies: Policies = draft.world.policies
        self.laid = {each.id: each for each in draft.laid}
        self.header = mapping_at(draft.flow.node, "personal")
        self.purpose = name_at(self.header, "purpose") if self.header is not None else None
        self.declared = frozenset(
            name.text for name in (names_at(self.header, "answers") if self.header else ())
        )
        self._ids = frozenset(self.laid)
        self._stems: dict[str, tuple[str, ...]] = {}

    # -- personal answers ----------------------------------------------------------------------------------------------

    def is_declared(self, name: str) -> bool:
        """Tell whether an answer, or what it is part of, is among those the service calls personal."""
        while name and name not in self.declared:
            name = name.rpartition(".")[0]
        return bool(name)

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """Return the questions whose answers are about a person: by their type, or because the service says so."""
        types = self.policies.personal
        return tuple(
            step.id
            for step in self.program.steps
            if isinstance(step, AskStep | ChooseStep | RepeatStep | CollectStep)
            and (self.is_declared(step.id) or is_personal(step, types))
        )

    def stem(self, name: str) -> tuple[str, ...]:
        """Return how a value comes from a personal answer, that answer first; nothing where it comes from none."""
        if name not in self._stems:
            self._stems[name] = ()
            self._stems[name] = self._stem(name)
        return self._stems[name]

    def _stem(self, name: str) -> tuple[str, ...]:
        owner = owner_of(name, self._ids)
        if self.is_declared(name) or owner in self.questions:
            return (name,)
        laid = self.laid.get(owner)
        if laid is None:
            inside = [each for each in self.questions if each.startswith(name + ".")]
            return (name,) if inside else ()
        is_list = laid.step.verb == "choose" and laid.step.get("rows") is None
        if laid.step.verb not in _WORKED_OUT or is_list:
            return ()
        before = self.first_stem(sorted(self.draft.reads.get(owner, ())))
        return (*before, owner) if before else ()

    def first_stem(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return how the first of these that does so comes from a personal answer."""
        return next((found for name in names if (found := self.stem(name))), ())

    # -- ways ----------------------------------------------------------------------------------------------------------

    def is_certain(self, place: str, names: tuple[str, ...]) -> bool:
        """Tell whether nobody comes to a step or end, or one of these milestones came about on every way there."""
        ways, found = certain_of(self.draft, self.program)
        state, step = found.get(place), self.program.by_id.get(place)
        inside = state if state is None or step is None else ways.inside(step, state)
        if inside is None:
            return True
        there = inside.all_there()
        return any(there & ways.cells.milestone(name) for name in names)

    def way_without(self, place: str, names: tuple[str, ...]) -> str:
        """Return the shortest way to a step or end on which none of these milestones came about; empty where there is none."""
        if self.is_certain(place, names):
            return ""
        ways = certain_of(self.draft, self.program).ways
        bits = tuple(ways.cells.milestone(name) for name in names)
        trip = path.find(ways, path.Sought(place, bits))
        return path.told(trip, ways) if trip is not None else ""

    # -- findings ------------------------------------------------------------------------------------------------------

    def at_step(self, policy: Policy, step: str, code: str, words: tuple[str, str, str]) -> Finding:
        """Return a finding at a step's id, or where the service uses its fragment. words: what is wrong, why, and what to do."""
        laid = self.laid[step]
        frame, span = laid.frame, laid.step.id.span
        while frame.outer is not None:
            frame, span = frame.outer, frame.used_at
        return finding(policy, frame.path, span, code, words)

    def in_header(
        self, policy: Policy, span: Span, code: str, words: tuple[str, str, str]
    ) -> Finding:
        """Return a finding in the service's header, or its family's."""
        return finding(policy, self.draft.flow.path, span, code, words)


def finding(
    policy: Policy, place: str, span: Span, code: str, words: tuple[str, str, str]
) -> Finding:
    """Return a finding that names the policy and gives the state's reason; place: the file."""
    message, why, fix = words
    whole = f'Policy "{policy.name}" (version {policy.version}): {message}'
    return error(place, span, code, whole, f"{policy.why} {why}".strip(), fix)
