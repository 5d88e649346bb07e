"""Which answers are told apart when we ask what is there: one bit each, found by the name a text or a condition uses."""

from __future__ import annotations

from collections.abc import Mapping

from engine.domain.types import Record, Type
from engine.language.compiled import (
    AnyStep,
    ApproveStep,
    BookStep,
    CallStep,
    CollectStep,
    ConfirmStep,
    RefundStep,
    SayStep,
    SendStep,
    UseStep,
    WaitStep,
    WhenStep,
)
from engine.language.compiler.dependents import owner_of
from engine.language.program import Program

_SILENT = (SayStep, ConfirmStep, WhenStep, RefundStep, WaitStep, SendStep, UseStep)
"""Steps that leave nothing behind."""
PARTLY = (CallStep, BookStep)
"""Steps whose reply is only sure to be whole where it is the good one."""
DECIDED = ("reason", "holder", "due")
"""What an approve step gives, each at its own time."""


class Cells:
    """Bits by name. names: the answers that are told apart; a longer name belongs to the longest of these it begins with."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.bits: dict[str, int] = {}
        self.milestones: dict[str, int] = {}
        self.inside: dict[str, int] = {}
        self._by_step: dict[str, int] = {}
        self._needed: dict[str, tuple[int, ...]] = {}
        for step in program.steps:
            for name in _cells_of(step):
                self.bits[name] = self._fresh()
                self._by_step[step.id] = self._by_step.get(step.id, 0) | self.bits[name]
        self.names = frozenset(self.bits)
        self.mentioned: Mapping[str, int] = _Found(self._mentioned)
        self.answered: Mapping[str, int] = _Found(self._answered)

    def _fresh(self) -> int:
        return 1 << (len(self.bits) + len(self.inside) + len(self.milestones))

    def milestone(self, name: str) -> int:
        """Return the bit of something that may come about on a way; no step's answer has it."""
        if name not in self.milestones:
            self.milestones[name] = self._fresh()
        return self.milestones[name]

    def of_step(self, step: str) -> int:
        """Return the bits of everything a step leaves behind."""
        return self._by_step.get(step, 0)

    def bit(self, name: str) -> int:
        """Return the bit of an answer that is told apart, or 0."""
        return self.bits.get(name, 0)

    def owner(self, name: str) -> str:
        """Return the answer a dotted name is part of, or nothing."""
        return owner_of(name, self.names)

    def needed(self, name: str) -> tuple[int, ...]:
        """Return bits of which one must be there for this name to be read; nothing where it is there always."""
        if name not in self._needed:
            self._needed[name] = self._bits_for(name)
        return self._needed[name]

    def _bits_for(self, name: str) -> tuple[int, ...]:
        owner = self.owner(name)
        if not owner:
            return tuple(bit for each, bit in self.bits.items() if each.startswith(name + "."))
        bit = self.bits[owner]
        if owner == name:
            return (bit,)
        if isinstance(self.program.by_id.get(owner), PARTLY):
            return bit, self._inner(name)
        return (self._inner(name),) if self._may_lack(owner, name) else (bit,)

    def _inner(self, name: str) -> int:
        """Return the bit of a value inside an answer that may lack it; only a guard can make sure of it."""
        if name not in self.inside:
            self.inside[name] = self._fresh()
            owner = self.program.by_id.get(self.owner(name))
            if owner is not None:
                self._by_step[owner.id] |= self.inside[name]
        return self.inside[name]

    def _may_lack(self, owner: str, name: str) -> bool:
        kind: Type | None = self.program.types.get(owner)
        for part in name.removeprefix(owner + ".").split("."):
            if not isinstance(kind, Record):
                return False
            if part in kind.optional:
                return True
            kind = kind.fields.get(part)
        return False

    def _mentioned(self, name: str) -> int:
        step = owner_of(name, self._by_step)
        return self.of_step(step) or self.bit(self.owner(name))

    def _answered(self, name: str) -> int:
        """Return what is sure to be there once `answered(name)` was found to hold."""
        owner = self.owner(name)
        if not owner or (owner == name and isinstance(self.program.by_id.get(owner), PARTLY)):
            return 0
        if isinstance(self.program.by_id.get(owner), PARTLY) or self._may_lack(owner, name):
            return self._inner(name)
        return self.bits[owner]


class _Found(dict[str, int]):
    """Worked out the first time a name is looked up."""

    def __init__(self, find: object) -> None:
        self.find = find

    def get(self, name: str, otherwise: int = 0) -> int:  # type: ignore[override]
        if name not in self:
            self[name] = self.find(name)  # type: ignore[operator]
        return self[name]


def _cells_of(step: AnyStep) -> tuple[str, ...]:
    if isinstance(step, _SILENT):
        return ()
    if isinstance(step, ApproveStep):
        return (step.id, *(f"{step.id}.{name}" for name in DECIDED))
    if isinstance(step, CollectStep):
        return (step.id, *(f"{step.id}.{paper.id}" for paper in step.papers if paper.upload))
    return (step.id,)
