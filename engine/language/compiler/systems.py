"""Which departments' systems a service asks, so that the menu can say when one of them does not answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from engine.language.compiled import AnyStep, BookStep, CallStep, Value
from engine.language.expressions.env import Env, Unset
from engine.language.model.connector import Connector

_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def systems_of(
    steps: tuple[AnyStep, ...], connectors: Mapping[str, Connector], constants: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the systems that a service's steps ask, each once; with the route where the service always takes the same."""
    return tuple(sorted(set(_asked(steps, connectors, constants))))


def _asked(
    steps: tuple[AnyStep, ...], connectors: Mapping[str, Connector], constants: Mapping[str, Any]
) -> Iterator[str]:
    for step in steps:
        if not isinstance(step, CallStep | BookStep):
            continue
        connector = connectors.get(step.operation.partition(".")[0])
        if connector is not None:  # it may be in a file with mistakes of its own
            route = step.needs.get(connector.routed_by)
            fixed = _fixed(route, constants) if route is not None else ""
            yield f"{connector.id}/{fixed}" if fixed else connector.id


def _fixed(value: Value, constants: Mapping[str, Any]) -> str:
    """Return a value that hangs on no answer, empty where it does."""
    try:
        return str(value(Env(constants, _ANY_MOMENT)))
    except (Unset, KeyError):
        return ""
