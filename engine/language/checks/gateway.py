"""The payment gateway is declared as the engine asks it, wherever a service takes money."""

from __future__ import annotations

from collections.abc import Iterator

from engine.language.files import FileKind
from engine.language.findings import Finding, error
from engine.language.gateway import ASKED, GATEWAY, Asked
from engine.language.model.connector import Connector, Operation
from engine.language.source import Span
from engine.language.whole import Whole

_WHY = "Whoever is asked to pay would wait for a link that never comes"


def check_gateway(whole: Whole) -> Iterator[Finding]:
    """Yield what the gateway's connector lacks of what the engine asks, or adds to it."""
    reading = whole.reading
    connector = reading.world.connectors.get(GATEWAY)
    if any(
        place.kind is FileKind.CONNECTORS
        for place in reading.places
        if place.path in reading.world.bad
    ):
        return  # it may stand in a file that cannot be read
    if connector is None:
        yield from _missing(whole)
        return
    for name, asked in ASKED.items():
        operation = connector.operations.get(name)
        if operation is None:
            message = f'The payment gateway has no operation called "{name}"'
            yield _wrong(connector, connector.span, message, f"Describe {name} under operations:")
        else:
            yield from _differing(connector, operation, asked)


def _missing(whole: Whole) -> Iterator[Finding]:
    for script in whole.scripts():
        for step in (each for row in script.rows for each in row if each.verb == "pay"):
            message = f'"{step.id}" takes money, and no system is called "{GATEWAY}"'
            fix = f"Describe the payment gateway in _shared/connectors/{GATEWAY}.yaml"
            yield error(script.path, step.span, "CONN-714", message, _WHY, fix)
            return


def _differing(connector: Connector, operation: Operation, asked: Asked) -> Iterator[Finding]:
    for key, has, wanted in (
        ("needs", tuple(operation.needs), asked.needs),
        ("gives", tuple(operation.gives), asked.gives),
        ("outcomes", operation.outcome_names(), asked.outcomes),
    ):
        if set(has) != set(wanted):
            names = ", ".join(wanted) or "nothing"
            message = f'"{operation.id}" does not have just the {key} {names}'
            fix = f"Write {names} under {key}:, each once, and nothing else"
            yield _wrong(connector, operation.span, message, fix)


def _wrong(connector: Connector, span: Span, message: str, fix: str) -> Finding:
    return error(connector.path, span, "CONN-713", message, _WHY, fix)
