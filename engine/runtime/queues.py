"""Effects that are no messages, in memory: a queue for each kind, so that a thousand papers hold up no question to a department."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.runtime.partitions import part_of
from engine.runtime.rows import Parcel


@dataclass(slots=True)
class Queue:
    """The effects of one kind. begun: those that came due again, read from the table; flying: how many are under way."""

    fresh: deque[Parcel] = field(default_factory=deque)
    begun: deque[Parcel] = field(default_factory=deque)
    flying: int = 0
    begun_next: bool = False

    def take(self) -> Parcel | None:
        """Return the next: one begun and one fresh in turn, so that what was begun ends however many come after it."""
        self.begun_next = not self.begun_next
        first, second = self.begun, self.fresh
        if not self.begun_next:
            first, second = second, first
        queue = first or second
        return queue.popleft() if queue else None

    def leave(self, parts: frozenset[int]) -> list[int]:
        """Drop the effects of the persons of these partitions, and return their numbers."""
        dropped = [each.seq for each in (*self.fresh, *self.begun) if part_of(each.person) in parts]
        self.fresh = deque(each for each in self.fresh if part_of(each.person) not in parts)
        self.begun = deque(each for each in self.begun if part_of(each.person) not in parts)
        return dropped


class Queues:
    """Which effect may be performed next. at_once: how many of a kind are under way at most."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._kinds: defaultdict[str, Queue] = defaultdict(Queue)

    def __len__(self) -> int:
        return sum(len(each.fresh) + len(each.begun) for each in self._kinds.values())

    def add(self, parcels: Iterable[Parcel]) -> None:
        """Put in those that a turn has just wished for."""
        for parcel in parcels:
            self._kinds[parcel.kind].fresh.append(parcel)

    def add_due(self, parcels: Iterable[Parcel]) -> None:
        """Put in those that were read from the table."""
        for parcel in parcels:
            self._kinds[parcel.kind].begun.append(parcel)

    def take(self) -> Parcel | None:
        """Return one that may be performed now; it is under way until `finish`."""
        for queue in self._kinds.values():
            if queue.flying < self._at_once and (parcel := queue.take()):
                queue.flying += 1
                return parcel
        return None

    def finish(self, parcel: Parcel) -> None:
        """Let the next of this kind go."""
        self._kinds[parcel.kind].flying -= 1

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return any(each.flying for each in self._kinds.values())

    @property
    def full(self) -> list[str]:
        """Return the kinds of which no more need be read from the table for now."""
        return [kind for kind, each in self._kinds.items() if len(each.begun) >= self._at_once]

    def leave(self, parts: frozenset[int]) -> list[int]:
        """Drop what is not under way of the persons of these partitions, and return the numbers."""
        return [seq for each in self._kinds.values() for seq in each.leave(parts)]
