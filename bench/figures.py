"""What one run of the pretend world comes to, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from bench.world import World


@dataclass(frozen=True, slots=True)
class Measured:
    """One run in figures. per_second: turns in the measured window; updates_per_second: messages and statuses brought by webhooks;
    times in milliseconds.
    """

    per_second: float
    updates_per_second: float
    answered: int
    p50: float
    p99: float
    longest: float
    ack_p50: float
    ack_p99: float
    ack_longest: float
    lost: int
    counts: dict[str, int]


def measure(world: World, began: float, ended: float) -> Measured:
    """Return the figures of the replies and webhooks between two moments, and what went wrong in the whole run."""
    waits = sorted(wait for at, wait in world.seen.waits if began <= at < ended)
    acks = [ack for ack in world.seen.acks if began <= ack.at < ended]
    took = sorted(ack.took for ack in acks)
    lasted = ended - began
    return Measured(
        per_second=len(waits) / lasted,
        updates_per_second=sum(ack.updates for ack in acks) / lasted,
        answered=len(world.seen.waits),
        p50=at(waits, 0.5),
        p99=at(waits, 0.99),
        longest=at(waits, 1.0),
        ack_p50=at(took, 0.5),
        ack_p99=at(took, 0.99),
        ack_longest=at(took, 1.0),
        lost=world.unanswered,
        counts=dict(world.seen.counts),
    )


def at(ordered: Sequence[float], share: float) -> float:
    """Return in ms what so large a share of these seconds does not exceed."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] * 1000 if ordered else 0.0
