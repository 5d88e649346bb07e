"""No service may take more turns, messages, calls or room than the state allows, or a department that allows less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.bounds.room import session_bytes
from engine.language.bounds.walk import Walks, shown
from engine.language.findings import Finding, warning
from engine.language.model.names import mapping_at, whole_at
from engine.language.model.service import Service
from engine.language.program import Program
from engine.language.reading import Reading
from engine.language.source import Span

ROOM = "session_bytes"
WORDS: Mapping[str, str] = {
    "turns": "messages from the citizen",
    "messages": "messages of ours",
    "calls": "calls to departments' systems",
    ROOM: "bytes in the store",
}
"""What is bounded, in words."""
_WHY: Mapping[str, str] = {
    "turns": "Citizens would tire of it",
    "messages": "Each message is paid for",
    "calls": "The department's system would be asked more than was agreed",
    ROOM: "The store was planned for less",
}


def check_budgets(reading: Reading, service: Service, program: Program) -> Iterator[Finding]:
    """Yield what a service may take more of than is allowed, with the dearest way through it."""
    allowed = _allowed(reading, service)
    if allowed:
        yield from _over(service, program, allowed)


def _allowed(reading: Reading, service: Service) -> dict[str, int]:
    """Return the smallest of what state and department allow, by what is bounded."""
    found: dict[str, int] = {}
    for path in (reading.world.state.path, f"{service.department}/_department.yaml"):
        node = reading.around.get(path)
        budgets = mapping_at(node, "budgets") if node is not None else None
        for measure in WORDS:
            written = whole_at(budgets, measure) if budgets is not None else 0
            if written:
                found[measure] = min(written, found.get(measure, written))
    return found


def _over(service: Service, program: Program, allowed: Mapping[str, int]) -> Iterator[Finding]:
    walks = Walks(program)
    for measure, most in allowed.items():
        found = _excess(walks, measure, most)
        if found is not None:
            total, way = found
            yield warning(
                service.path,
                _place(service),
                "FLOW-364",
                f"It may take {total:,} {WORDS[measure]}, and {most:,} are allowed{way}",
                _WHY[measure],
                f"Ask less, bound what leads back, or let it stand with a waiver; catalog bounds {service.id} shows what it takes",
            )


def _excess(walks: Walks, measure: str, most: int) -> tuple[int, str] | None:
    """Return how much it is and the way of it in words, nothing where it is allowed."""
    if measure == ROOM:
        room = session_bytes(walks.program)
        return (room, "") if room > most else None
    if not walks.exceeds(measure, most):
        return None
    dearest = walks.dearest(measure)
    return dearest.total, f": {shown(dearest)}"


def _place(service: Service) -> Span:
    node = service.flow.node.get("service")
    return node.span if node is not None else service.flow.node.span
