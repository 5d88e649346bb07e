"""What is written of departments' systems hangs together: operations that end others, needs in paths, outcomes of examples."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.findings import Finding, error
from engine.language.model.connector import Connector, Operation
from engine.language.nearest import suggest
from engine.language.statements import needs_in
from engine.language.whole import Whole

SILENT = ("unavailable", "gave_up")
"""Outcomes every operation can have without declaring them."""


def check_systems(whole: Whole) -> Iterator[Finding]:
    """Yield what does not hang together in the descriptions of systems."""
    for connector in whole.reading.world.connectors.values():
        for operation in connector.operations.values():
            yield from _partners(connector, operation)
            yield from _needs(connector, operation)
            yield from _asked(connector, operation)
            yield from _examples(connector, operation)


def _partners(connector: Connector, operation: Operation) -> Iterator[Finding]:
    for name in (operation.settle, operation.release, operation.lookup):
        if name is not None and name.text not in connector.operations:
            others = [
                each for each in connector.operations if connector.operations[each] is not operation
            ]
            yield error(
                connector.path,
                name.span,
                "CONN-704",
                f'"{connector.id}" has no operation called "{name.text}"',
                "A hold could not be ended",
                suggest(name.text, others),
            )


def _asked(connector: Connector, operation: Operation) -> Iterator[Finding]:
    """Yield needs that a statement names without having them, and those it has without naming them."""
    if not operation.statement:
        return
    named = needs_in(operation.statement)
    for need in named:
        if need not in operation.needs:
            yield error(
                connector.path,
                operation.span,
                "CONN-705",
                f'The statement of "{operation.id}" has :{need}, and nothing called so is needed',
                "It could never be asked",
                f"Add {need} to needs:, or take it out of the statement",
            )
    for need in operation.needs:
        if need not in named:
            yield error(
                connector.path,
                operation.span,
                "CONN-708",
                f'The statement of "{operation.id}" never uses :{need}',
                "Whatever a citizen gives there, the answer would be the same",
                f"Write :{need} into the statement, or take it out of needs:",
            )


def _needs(connector: Connector, operation: Operation) -> Iterator[Finding]:
    for need in operation.in_path:
        if need not in operation.needs:
            yield error(
                connector.path,
                operation.span,
                "CONN-705",
                f'The address of "{operation.id}" has {{{need}}}, and nothing called so is needed',
                "It could never be asked",
                f"Add {need} to needs:, or take it out of the address",
            )


def _examples(connector: Connector, operation: Operation) -> Iterator[Finding]:
    known = (*operation.outcome_names(), *SILENT)
    for example in operation.examples:
        if example.outcome not in known:
            yield error(
                connector.path,
                example.span,
                "CONN-706",
                f'"{operation.id}" has no outcome called "{example.outcome}"',
                "",
                suggest(example.outcome, known),
            )
