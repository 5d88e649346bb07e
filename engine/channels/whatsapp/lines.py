"""Remembers for each number of ours whether the platform lets it send just now, so that one refusal stops a thousand vain tries."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from engine.channels.whatsapp.client import GraphClient
from engine.channels.whatsapp.errors import Rule

SPREAD_S = 2.0
"""Over how long the waiting messages of a line come back, so that they do not all knock in the same moment."""


@dataclass(slots=True, eq=False)
class Line:
    """One number. shut_until: seconds of the process's clock; strikes: refusals of the whole number in a row."""

    client: GraphClient
    shut_until: float = 0.0
    strikes: int = 0
    why: str = ""

    def shut(self, rule: Rule, now: float, wish_s: float) -> float:
        """Close the line as the rule says, longer with every strike, and return for how long. wish_s: the platform's own wish."""
        if now >= self.shut_until:
            self.strikes += 1
        wait = max(rule.wait_s(self.strikes) or 1.0, wish_s)
        self.shut_until = max(self.shut_until, now + wait)
        self.why = rule.why
        return wait

    def works(self) -> None:
        """Forget the strikes: something went through."""
        self.strikes = 0

    def shut_for(self, now: float, key: str) -> float:
        """Return seconds until this message may be tried, 0 while the line is open. Each key gets a place of its own after the wait."""
        left = self.shut_until - now
        if left <= 0:
            return 0.0
        return left + SPREAD_S * (zlib.crc32(key.encode()) % 1000) / 1000


class Lines:
    """Our numbers by their id; the first one serves who has never written to any."""

    def __init__(self, clients: Mapping[str, GraphClient]) -> None:
        self._lines = {name: Line(client) for name, client in clients.items()}
        self._first = next(iter(self._lines.values()))

    def of(self, name: str) -> Line:
        """Return the line of this id, or the first one."""
        return self._lines.get(name, self._first)
