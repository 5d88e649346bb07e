"""call: asks a department's system and follows the outcome it names."""

from __future__ import annotations

from engine.domain.duration import parse_duration
from engine.domain.types import Record, Secret, Type
from engine.language import nodes
from engine.language.compiled import CallStep
from engine.language.compiler.given import Given
from engine.language.compiler.kind import Common, Ways
from engine.language.compiler.layout import Laid
from engine.language.compiler.limits import limit_uses
from engine.language.compiler.operations import find, operation_of
from engine.language.compiler.writer import Writer
from engine.language.model.connector import Operation
from engine.language.model.flow import StepNode

VERB = "call"
ASKED_AGAIN = True
GIVES = True


def ways(laid: Laid, writer: Writer) -> Ways:
    """Return the operation's outcomes, and what follows where it does not answer."""
    operation = find(laid.step, writer)
    silent = "gave_up" if laid.step.get("keep_trying") is not None else "unavailable"
    if operation is None:
        return Ways()
    good, *others = operation.outcome_names()
    return Ways(good, (*(name for name in others if name != silent), silent))


def gives(laid: Laid, writer: Writer) -> Type | None:
    """Return what the operation gives; of all its outcomes only the good one is sure to give everything."""
    operation = find(laid.step, writer)
    return Record(operation.gives, frozenset(operation.gives)) if operation else None


def build(laid: Laid, writer: Writer, common: Common) -> CallStep:
    """Return the step."""
    step = laid.step
    operation = operation_of(step, writer)
    keep, meanwhile = step.get("keep_trying"), step.get("meanwhile")
    said = step.said
    return CallStep(
        **common,
        operation=said.text if isinstance(said, nodes.Scalar) else "",
        needs=writer.needs(step.get("with"), operation.needs, said.span) if operation else {},
        good=ways(laid, writer).good,
        spends=_spent(step, operation, writer) if operation else (),
        writes=operation.writes if operation else False,
        limits=limit_uses(step, writer),
        keep_trying=parse_duration(keep.text) if isinstance(keep, nodes.Scalar) else None,
        meanwhile=writer.aside().text(meanwhile) if meanwhile else None,
    )


def _spent(step: StepNode, operation: Operation, writer: Writer) -> tuple[str, ...]:
    """Return the answers given as codes."""
    given = Given(step.path, step.get("with"), step.id.span, None, "").entries()
    return tuple(
        writer.frame.full(value.text)
        for name, value in given
        if isinstance(operation.needs.get(name.text), Secret) and isinstance(value, nodes.Scalar)
    )
