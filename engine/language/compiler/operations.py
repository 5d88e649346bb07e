"""The operation of a department's system that a step names."""

from __future__ import annotations

from engine.language import nodes
from engine.language.compiler.draft import Draft
from engine.language.compiler.writer import Writer
from engine.language.model.connector import Operation
from engine.language.model.flow import StepNode
from engine.language.nearest import nearest, suggest_or


def find(step: StepNode, writer: Writer) -> Operation | None:
    """Return the operation a step names, or nothing."""
    said = step.said
    found = writer.draft.world.operation(said.text) if isinstance(said, nodes.Scalar) else None
    if found is None:
        return None
    writer.draft.uses.add(found[0].path)
    return found[1]


def _operation_meant(name: str, draft: Draft) -> str:
    """Return the nearest operation; where none is near, where to describe it, and what else that system can be asked."""
    world, system = draft.world, name.partition(".")[0]
    connector = world.connectors.get(system)
    known = world.operation_names()
    if connector is not None and not nearest(name, known):
        known = [f"{system}.{act}" for act in connector.operations]
    path = connector.path if connector else f"{draft.service.department}/_connectors.yaml"
    return suggest_or(name, known, f"Describe it in {path}")


def operation_of(step: StepNode, writer: Writer) -> Operation | None:
    """Return the operation a step names, or nothing with a finding."""
    operation = find(step, writer)
    said = step.said
    if operation is None and isinstance(said, nodes.Scalar):
        message = f'No system has an operation called "{said.text}"'
        writer.wrong(
            said.span,
            "CONN-701",
            message,
            _operation_meant(said.text, writer.draft),
            "The department could not be asked",
        )
    return operation
