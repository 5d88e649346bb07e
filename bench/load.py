"""How hard the pretend world presses, and what it notes down about the answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Load:
    """How citizens behave.

    rate: messages a second on a clock of their own, 0: the next is written as soon as a reply is there; at_once: how many citizens
    wait for a reply at the same time (rate 0); citizens: how many there are; together: the share of messages written in pairs without
    waiting; again: the share of webhooks the platform sends twice; statuses: whether it reports sent, delivered and read;
    batch: updates a webhook; posts: webhooks under way at once, 0: webhooks of very different sizes up to `batch` (one and five hundred
    are as likely as two and a thousand), each as soon as so much has gathered, whether or not those before it have been answered;
    drain_s: how long the last replies may take.
    """

    seconds: float
    rate: float = 0.0
    warm_s: float = 4.0
    at_once: int = 256
    citizens: int = 1_500
    together: float = 0.1
    again: float = 0.02
    statuses: bool = True
    batch: int = 50
    posts: int = 8
    drain_s: float = 30.0


class Ack(NamedTuple):
    """One webhook that was answered 200. at: when; took: seconds since it was to leave; updates: how many it brought."""

    at: float
    took: float
    updates: int


@dataclass(slots=True)
class Seen:
    """What came of it; times in seconds. ids: how often each message of ours was sent; statuses: what webhooks were answered, 0 where
    the line broke.
    """

    waits: list[tuple[float, float]] = field(default_factory=list)
    acks: list[Ack] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    ids: Counter[str] = field(default_factory=Counter)
    statuses: set[int] = field(default_factory=set)
