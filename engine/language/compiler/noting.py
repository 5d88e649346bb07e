"""What one step reads, noted while it is compiled: by name for what depends on it, by place for what must be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

from engine.domain.types import Secret, Type
from engine.language.assignment.literals import Stated
from engine.language.assignment.uses import INSIDE, PART, Inside, Use
from engine.language.compiler.draft import Draft
from engine.language.compiler.scope import Frame
from engine.language.expressions import Read, Scope, Tree, resolve
from engine.language.source import Span


class Noting:
    """Notes for one step in its frame; see `Writer` for what is kept."""

    def __init__(self, draft: Draft, frame: Frame, local: Mapping[str, Type] | None = None) -> None:
        self.draft = draft
        self.frame = frame
        self.beside = dict(local or {})
        self.local = frozenset(self.beside)
        self.scope: Scope = {**frame.scope, **self.beside} if local else frame.scope
        self.reads: set[str] = set()
        self.computed: set[str] = set()
        self.weighed: set[str] = set()
        self.step = ""
        self.slot = INSIDE
        self.under: tuple[tuple[Stated, bool], ...] = ()

    def same(self) -> Self:
        """Return what sees and notes the same, made quickly: a service needs a hundred of them."""
        other = self.__class__.__new__(self.__class__)
        other.__dict__.update(self.__dict__)
        return other

    def wrong(self, span: Span, code: str, message: str, fix: str = "", why: str = "") -> None:
        """Note what is wrong in this step's file."""
        self.draft.wrong(self.frame.path, span, code, message, fix, why)

    def note(self, name: str) -> None:
        """Note that a name is read; of a computed value, what it reads."""
        if name.partition(".")[0] in self.local:
            return
        computed = self.draft.computed_reads.get(name)
        if computed is not None:
            self.computed.add(name)
            self.reads |= computed
        else:
            self.reads.add(name)

    def weigh(self, reads: Sequence[Read]) -> None:
        """Note what a condition reads, codes left out: of these nothing may be kept."""
        names = (read.name for read in reads if not read.row)
        self.weighed.update(
            name for name in names if not isinstance(resolve(self.scope, name), Secret)
        )

    def needs_step(self, name: str, span: Span) -> None:
        """Note that another step must have done its work when this one is carried out."""
        self.use(name, span)

    def use_all(self, written: Tree, reads: Sequence[Read]) -> None:
        """Note where an expression reads answers that no guard of its own makes sure of."""
        stated = None
        for read in reads:
            if not read.guarded and self.step:
                stated = stated or stated_of(written, reads)
                self.use(read.name, Inside(written, read.start, read.end), stated, row=read.row)

    def use(
        self,
        name: str,
        place: Span | Inside,
        whole: Stated | None = None,
        *,
        row: bool = False,
        path: str = "",
    ) -> None:
        """Note one place that reads an answer; path: of its file, where that is not the frame's."""
        if self.step:
            row = row or name.partition(".")[0] in self.local
            use = Use(name, path or self.frame.path, place, self.slot, whole, self.under, row)
            self.draft.uses_in.setdefault(self.step, []).append(use)

    def within_part(self, slot: str) -> str:
        """Return a slot as a question for each record calls it."""
        if not self.slot.startswith(PART):
            return slot
        return f"{PART}{self.slot.removeprefix(PART).partition('/')[0]}/{slot}"


def stated_of(written: Tree, reads: Sequence[Read]) -> Stated:
    """Return a condition with what it reads."""
    return Stated(written.root, frozenset(read.start for read in reads), written.text)
