"""wait: lets time pass."""

from __future__ import annotations

from engine.domain.duration import Duration, parse_duration
from engine.domain.types import Type
from engine.language import nodes
from engine.language.compiled import WaitStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.writer import Writer

VERB = "wait"
ASKED_AGAIN = False
GIVES = False


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `over`."""
    return Ways("over")


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Waiting gives nothing."""
    return None


def build(laid: Laid, writer: Writer, common: Common) -> WaitStep:
    """Return the step."""
    said, meanwhile = laid.step.said, laid.step.get("meanwhile")
    duration = parse_duration(said.text) if isinstance(said, nodes.Scalar) else None
    return WaitStep(
        **common,
        duration=duration or Duration(1, "days"),
        meanwhile=writer.text(meanwhile) if meanwhile else None,
    )
