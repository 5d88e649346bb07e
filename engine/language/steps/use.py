"""use: shared steps. The compiler lays them out; what is left of `use` are ways out that say something or go back first."""

from __future__ import annotations

from engine.domain.types import Type
from engine.language import nodes
from engine.language.assignment.uses import OUT
from engine.language.compiled import Branch, UseStep, WhenStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer

VERB = "use"
ASKED_AGAIN = False
GIVES = False

LEFT = "left"
"""The one outcome of a way out."""


def ways(laid: Laid, writer: Writer) -> Ways:
    """The layout has looked at the fragment's outcomes already."""
    return Ways()


def gives(laid: Laid, writer: Writer) -> Type | None:
    """The fragment's own steps give their answers."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> UseStep | WhenStep:
    """Return the gate that asks the fragment's condition, or the way out."""
    if laid.role == "gate":
        return _gate(laid, writer, common)
    outcomes = laid.step.get("outcomes")
    way = outcomes.get(laid.outcome) if isinstance(outcomes, nodes.Mapping) else None
    if not isinstance(way, nodes.Mapping):
        return UseStep(**{**common, "only_if": None})
    route = writer.at(OUT + LEFT).route(way, laid.next)
    return UseStep(
        **{
            **common,
            "only_if": None,
            "then": laid.next if route.again else route.then,
            "outcomes": {LEFT: route},
        }
    )


def _gate(laid: Laid, writer: Writer, common: Common) -> WhenStep:
    when = writer.condition(laid.step.get("only_if"), "when 0")
    branches = (Branch(when=when, then=laid.first),) if not isinstance(when, bool) else ()
    return WhenStep(
        **{**common, "only_if": None, "then": laid.next if branches else laid.first},
        branches=branches,
    )
