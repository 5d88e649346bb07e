"""Services that no conversation tries, ends none comes to, answers none corrects, time none lets pass: as far as can be told without
playing any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.language.edges import ends_of
from engine.language.findings import Finding, warning
from engine.language.habits import Habit, habits_of, tries
from engine.language.model.scenario import Scenario
from engine.language.model.service import Service
from engine.language.own import Own
from engine.language.program import Program
from engine.language.source import START, Span

LISTED = 4
"""How many ends one finding names."""
_NEVER: Mapping[Habit, tuple[str, str, str, str]] = {
    "correction": (
        "TEST-012",
        "corrects an answer",
        "What becomes of a citizen who has mistyped something was never tried",
        'citizen: "back", or with citizen: {tap: wrong} at the review,',
    ),
    "pause": (
        "TEST-013",
        "lets time pass",
        "What a citizen sees who answers hours later, or too late, was never tried",
        "after: 2 hours",
    ),
}
"""By what citizens do: the code, what no conversation does, why that matters, and how a conversation would say it."""


class _Tried(NamedTuple):
    """What conversations say of one service. file: the first test file; ends: those they must reach, nothing where one leaves it open."""

    file: str
    ends: frozenset[str] | None


def check_untested(own: Own, program: Program | None) -> Iterator[Finding]:
    """Yield a service without a conversation, ends no conversation names as its own, and what citizens do that no conversation tries.

    A conversation that does not say how it ends may reach any end, so nothing is said of ends then; `catalog test --coverage` plays
    them and knows.
    """
    scenarios = [scenario for file in own.scenarios for scenario in file.scenarios]
    if not scenarios:
        yield _untested(own.service)
    elif program is not None:
        yield from _ends(own, _of(scenarios), program)
        for habit in habits_of(program):
            if not any(tries(scenario, habit) for scenario in scenarios):
                yield _never(own.service, habit, scenarios[0].path)


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


def _ends(own: Own, tried: _Tried, program: Program) -> Iterator[Finding]:
    never = [end for end in ends_of(program) if end not in tried.ends] if tried.ends else []
    if not never:
        return
    service = own.service
    listed = ", ".join(f'"{end}"' for end in never[:LISTED])
    more = f" and {len(never) - LISTED} more" if len(never) > LISTED else ""
    yield warning(
        service.path,
        _place(own, never[0]),
        "TEST-011",
        f"No conversation of {service.id} ends at {listed}{more}",
        "What a citizen is told there, and the way to it, was never tried",
        f"Add a conversation with ends: {never[0]} to {tried.file}",
    )


def _never(service: Service, habit: Habit, file: str) -> Finding:
    code, does, why, line = _NEVER[habit]
    return warning(
        service.path,
        service.name.span if service.name else START,
        code,
        f"No conversation of {service.id} {does}",
        why,
        f"Add a conversation with {line} to {file}",
    )


def _place(own: Own, end: str) -> Span:
    """Return where the end stands in the service's own file; of a family's member the name of the service."""
    service = own.service
    found = own.flow.end(end) if own.flow is service.flow else None
    if found is not None:
        return found[0].span
    return service.name.span if service.name else START
