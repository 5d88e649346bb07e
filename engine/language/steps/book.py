"""book: holds something for a while."""

from __future__ import annotations

from engine.domain.types import Record, Text, Type
from engine.language import nodes
from engine.language.compiled import BookStep
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.operations import find, operation_of
from engine.language.compiler.writer import Writer
from engine.language.model.connector import Operation

VERB = "book"
ASKED_AGAIN = True
GIVES = True

HELD = "held"
HOLDS = "hold"
"""The effect of an operation that can be booked."""
HOLD = "hold"
HOLD_FOR_S = 900


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return `held`, the operation's other outcomes, `unavailable`."""
    operation = find(laid.step, writer)
    others = operation.outcome_names() if operation else ()
    return (
        Ways(HELD, (*(name for name in others if name not in (HELD, "unavailable")), "unavailable"))
        if operation and operation.effect == HOLDS
        else Ways()
    )


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return what the operation gives, among it the hold itself."""
    operation = find(laid.step, writer)
    return Record({HOLD: Text(100), **operation.gives}) if operation else None


def build(laid: Laid, writer: Writer, common: Common) -> BookStep:
    """Return the step."""
    step = laid.step
    operation = operation_of(step, writer)
    said = step.said
    name = said.text if isinstance(said, nodes.Scalar) else ""
    if operation is not None and operation.effect != HOLDS:
        writer.wrong(
            said.span,
            "CONN-702",
            f'"{name}" holds nothing',
            "Use call: for it, or an operation with effect: hold",
        )
    settle, release = _partners(name, operation)
    return BookStep(
        **common,
        operation=name,
        needs=writer.needs(step.get("with"), operation.needs, said.span) if operation else {},
        good=HELD,
        hold_for_s=writer.seconds(step.get("hold_for"), HOLD_FOR_S),
        settle=settle,
        release=release,
    )


def _partners(name: str, operation: Operation | None) -> tuple[str, str]:
    """Return the operations that make the hold firm and give it back."""
    system = name.partition(".")[0]
    settle = operation.settle if operation else None
    release = operation.release if operation else None
    return (
        f"{system}.{settle.text}" if settle else "",
        f"{system}.{release.text}" if release else "",
    )
