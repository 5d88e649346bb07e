"""when: goes one way or another."""

from __future__ import annotations

from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiled import Branch, WhenStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer
from engine.language.model.names import items_at, name_at

VERB = "when"
ASKED_AGAIN = False
GIVES = False


def ways(laid: Laid, writer: Writer) -> Ways:
    """Its ways are written in its branches."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """A fork gives nothing."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> WhenStep:
    """Return the step; branches on fixed values are settled."""
    step = laid.step
    otherwise = name_at(step.node, "else")
    last = writer.target(otherwise, laid.next) if otherwise else laid.next
    branches: list[Branch] = []
    settled = False
    for item in items_at(step.node, "when"):
        name = name_at(item, "then") if isinstance(item, nodes.Mapping) else None
        if not isinstance(item, nodes.Mapping) or name is None:
            continue
        target = writer.target(name, laid.next)
        when = writer.condition(item.get("if"), f"when {len(branches)}")
        writer = writer.where(f"when {len(branches)}", holds=False)
        if settled or when is False:
            continue
        if when is True:
            last, settled = target, True
        else:
            branches.append(Branch(when=when, then=target))
    return WhenStep(**{**common, "then": last}, branches=tuple(branches))
