"""The operation of a department's system that a step names."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiler.writer import Writer
from engine.language.model.connector import Operation
from engine.language.model.flow import StepNode
from engine.language.nearest import suggest


def find(step: StepNode, writer: Writer) -> Operation | None:
    """Return the operation a step names, or nothing."""
    said = step.said
    found = writer.draft.world.operation(said.text) if isinstance(said, nodes.Scalar) else None
    if found is None:
        return None
    writer.draft.uses.add(found[0].path)
    return found[1]


def operation_of(step: StepNode, writer: Writer) -> Operation | None:
    """Return the operation a step names, or nothing with a finding."""
    operation = find(step, writer)
    said = step.said
    if operation is None and isinstance(said, nodes.Scalar):
        known = writer.draft.world.operation_names()
        message = f'No system has an operation called "{said.text}"'
        writer.wrong(
            said.span,
            "CONN-701",
            message,
            suggest(said.text, known),
            "The department could not be asked",
        )
    return operation
