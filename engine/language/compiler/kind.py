"""What a verb of the flow language must tell the compiler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from engine.domain.types import Type
from engine.language.compiled import AnyStep
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer

Common = Mapping[str, Any]
"""`id`, `then`, `only_if` and `outcomes` of a step, ready for its constructor."""


class Ways(NamedTuple):
    """A step's outcomes. good: the one that may be left out when it goes on; must: those that need a way; may: the others."""

    good: str = ""
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Return all of them."""
        return tuple(name for name in (self.good, *self.must, *self.may) if name)


class StepKind(Protocol):
    """One verb, a module of `engine.language.steps`."""

    @property
    def VERB(self) -> str: ...  # noqa: N802  a constant of the module

    @property
    def ASKED_AGAIN(self) -> bool:  # noqa: N802
        """Whether its answer is worked out anew when what it reads has changed."""

    @property
    def GIVES(self) -> bool:  # noqa: N802
        """Whether something lies under its id afterwards."""

    def ways(self, laid: Laid, writer: Writer) -> Ways:
        """Return its outcomes."""

    def gives(self, laid: Laid, writer: Writer) -> Type | None:
        """Return the type of what lies under its id afterwards, or nothing; makes no findings."""

    def build(self, laid: Laid, writer: Writer, common: Common) -> AnyStep:
        """Return the step of the program."""
