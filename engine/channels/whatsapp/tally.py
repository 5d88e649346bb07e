"""Counts what only the sender of messages knows, for `/metrics`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """The counts of one process.

    failed: messages accepted and reported as failed afterwards, by the platform's code; maybe_doubled: sent again although an earlier
    try may have arrived unseen; paced: had to wait for their turn because our number sends as fast as it may.
    """

    failed: Counter[int] = field(default_factory=Counter)
    maybe_doubled: int = 0
    paced: int = 0
