"""What the emulator counted: messages, webhooks, refusals and the wait for a reply."""

from __future__ import annotations

from array import array
from collections import Counter


class Figures:
    """Counters since the last reset; `turnaround` is seconds from question to reply."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()
        self.turnaround = array("d")

    def plain(self) -> dict[str, object]:
        """Return the JSON form, with the turnaround in milliseconds."""
        times = sorted(self.turnaround)

        def at(share: float) -> float | None:
            return round(times[int(share * (len(times) - 1))] * 1000, 2) if times else None

        return {
            **self.counts,
            "refused": {str(code): count for code, count in self.refused.items()},
            "turnaround_ms": {
                "count": len(times),
                "p50": at(0.50),
                "p95": at(0.95),
                "p99": at(0.99),
                "longest": at(1.0),
            },
        }
