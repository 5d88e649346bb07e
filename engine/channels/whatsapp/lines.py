"""Our numbers: each with its client, and the gate that knows how fast it may send and whether it may just now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.channels.whatsapp.client import GraphClient
from engine.channels.whatsapp.gates import RATE, Gate


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One number. name: its id at the platform."""

    name: str
    client: GraphClient
    gate: Gate


class Lines:
    """Our numbers by their id; the first one serves who has never written to any. rate: messages a second, each."""

    def __init__(self, clients: Mapping[str, GraphClient], rate: float = RATE) -> None:
        self._lines = {name: Line(name, client, Gate(rate)) for name, client in clients.items()}
        self._first = next(iter(self._lines.values()))

    def all(self) -> tuple[Line, ...]:
        """Return every line."""
        return tuple(self._lines.values())

    def of(self, name: str) -> Line:
        """Return the line of this id, or the first one."""
        return self._lines.get(name, self._first)
