"""Which departments' systems a service asks, so that the menu can say when one of them does not answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import Any

from engine.language.compiled import AnyStep, BookStep, CallStep, PayStep, Value
from engine.language.compiler.graph import targets
from engine.language.expressions.env import Env, Unset
from engine.language.gateway import GATEWAY
from engine.language.model.connector import Connector
from engine.language.program import End

_ANY_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def systems_of(
    steps: tuple[AnyStep, ...],
    ends: Mapping[str, End],
    connectors: Mapping[str, Connector],
    constants: Mapping[str, Any],
) -> tuple[str, ...]:
    """Return the systems without which a service comes to no good end, each once; with the route where the service always takes the same.

    Paying asks the payment gateway. A system is spared whose silence leads on to a good end by another way, as a paper's photo does.
    """
    asking: dict[str, list[AnyStep]] = {}
    for step in steps:
        for system in _asked(step, connectors, constants):
            asking.setdefault(system, []).append(step)
    good = {name for name, end in ends.items() if end.result == "success"}
    return tuple(
        sorted(
            system
            for system, asks in asking.items()
            if not all(_goes_on(step, asks, steps, good) for step in asks)
        )
    )


def _asked(
    step: AnyStep, connectors: Mapping[str, Connector], constants: Mapping[str, Any]
) -> Iterator[str]:
    if isinstance(step, PayStep) and GATEWAY in connectors:
        yield GATEWAY
    if not isinstance(step, CallStep | BookStep):
        return
    connector = connectors.get(step.operation.partition(".")[0])
    if connector is not None:  # it may be in a file with mistakes of its own
        route = step.needs.get(connector.routed_by)
        fixed = _fixed(route, constants) if route is not None else ""
        yield f"{connector.id}/{fixed}" if fixed else connector.id


def _goes_on(
    step: AnyStep, asking: Sequence[AnyStep], steps: Sequence[AnyStep], good: Set[str]
) -> bool:
    """Return whether a good end can be reached from a call's silence without asking the same system again."""
    route = step.outcomes.get("unavailable")
    if route is None or route.again:
        return False
    others = {each.id: each for each in steps if each not in asking}
    waiting, seen = [route.then], set[str]()
    while waiting:
        name = waiting.pop()
        if name in good:
            return True
        if name in others and name not in seen:
            seen.add(name)
            waiting += targets(others[name])
    return False


def _fixed(value: Value, constants: Mapping[str, Any]) -> str:
    """Return a value that hangs on no answer, empty where it does."""
    try:
        return str(value(Env(constants, _ANY_MOMENT)))
    except (Unset, KeyError):
        return ""
