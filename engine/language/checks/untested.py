"""Services that no conversation tries, and ends that no conversation comes to, as far as this can be told without playing any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from engine.language.edges import ends_of
from engine.language.findings import Finding, warning
from engine.language.model.flow import Flow
from engine.language.model.scenario import Scenario
from engine.language.model.service import Service
from engine.language.source import START, Span
from engine.language.whole import Whole

LISTED = 4
"""How many ends one finding names."""


class _Tried(NamedTuple):
    """What conversations say of one service. file: the first test file; ends: those they must reach, nothing where one leaves it open."""

    file: str
    ends: frozenset[str] | None


def check_untested(whole: Whole) -> Iterator[Finding]:
    """Yield services without a conversation, and ends no conversation names as its own.

    A conversation that does not say how it ends may reach any end, so nothing is said of ends then; `catalog test --coverage` plays
    them and knows.
    """
    tried = _tried(whole)
    for service in whole.reading.services:
        found = tried.get(service.id)
        if found is None:
            yield _untested(service)
        elif found.ends is not None:
            yield from _ends(service, found, whole)


def _tried(whole: Whole) -> dict[str, _Tried]:
    by_service: dict[str, list[Scenario]] = {}
    for file in whole.reading.scenarios:
        by_service.setdefault(file.service, []).extend(file.scenarios)
    return {service: _of(found) for service, found in by_service.items() if found}


def _of(scenarios: list[Scenario]) -> _Tried:
    ends = [each.ends.text if each.ends is not None else "" for each in scenarios]
    ends += [each.not_understood.text for each in scenarios if each.not_understood is not None]
    return _Tried(scenarios[0].path, None if "" in ends else frozenset(ends))


def _untested(service: Service) -> Finding:
    return warning(
        service.path,
        service.name.span if service.name else START,
        "TEST-010",
        f'No conversation tries "{service.id}"',
        "A later change could break it, and a citizen would be the first to know",
        f"Add {service.path.removesuffix('.yaml')}.test.yaml, as catalog new writes it",
    )


def _ends(service: Service, tried: _Tried, whole: Whole) -> Iterator[Finding]:
    program = whole.programs.get(service.id)
    never = (
        [end for end in ends_of(program) if end not in tried.ends] if program and tried.ends else []
    )
    if not never:
        return
    flow = _flow_of(service, whole)
    listed = ", ".join(f'"{end}"' for end in never[:LISTED])
    more = f" and {len(never) - LISTED} more" if len(never) > LISTED else ""
    yield warning(
        service.path,
        _place(service, flow, never[0]),
        "TEST-011",
        f"No conversation of {service.id} ends at {listed}{more}",
        "What a citizen is told there, and the way to it, was never tried",
        f"Add a conversation with ends: {never[0]} to {tried.file}",
    )


def _flow_of(service: Service, whole: Whole) -> Flow:
    if service.family is None:
        return service.flow
    family = whole.reading.world.families.get(f"{service.department}/{service.family.text}")
    return family.flow if family else service.flow


def _place(service: Service, flow: Flow, end: str) -> Span:
    """Return where the end stands in the service's own file; of a family's member the name of the service."""
    found = flow.end(end) if flow is service.flow else None
    if found is not None:
        return found[0].span
    return service.name.span if service.name else START
