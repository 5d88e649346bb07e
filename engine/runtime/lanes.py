"""Messages in memory, one lane a person: the first of a lane is on its way, those behind it wait, so that order is kept."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable

from engine.runtime.partitions import part_of
from engine.runtime.ports import StatusBody
from engine.runtime.rows import Parcel


class Lanes:
    """Who may send next."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[Parcel]] = {}
        self._ready: deque[str] = deque()
        self._resting: list[tuple[int, int, str]] = []
        self._flying: set[int] = set()
        self._all: dict[int, Parcel] = {}

    def __len__(self) -> int:
        return len(self._all)

    def add(self, parcels: Iterable[Parcel]) -> None:
        """Put messages behind those their persons have already."""
        for parcel in parcels:
            lane = self._lanes.get(parcel.person)
            self._all[parcel.seq] = parcel
            if lane is None:
                self._lanes[parcel.person] = deque((parcel,))
                self._offer(parcel)
            else:
                lane.append(parcel)

    def take(self, now: int) -> Parcel | None:
        """Return a message that may be sent now, and keep its lane until `finish` or `rest`. now: ms."""
        while self._resting and self._resting[0][0] <= now:
            _, seq, person = heapq.heappop(self._resting)
            lane = self._lanes.get(person)
            if lane is not None and lane[0].seq == seq and seq not in self._flying:
                self._ready.append(person)
        while self._ready:
            lane = self._lanes.get(self._ready.popleft())
            if lane is not None and lane[0].seq not in self._flying:
                self._flying.add(lane[0].seq)
                return lane[0]
        return None

    def finish(self, parcel: Parcel) -> None:
        """Let the next of this lane go."""
        self._flying.discard(parcel.seq)
        lane = self._lanes[parcel.person]
        lane.popleft()
        del self._all[parcel.seq]
        if lane:
            self._offer(lane[0])
        else:
            del self._lanes[parcel.person]

    def rest(self, parcel: Parcel) -> None:
        """Keep this message at the head of its lane until `parcel.due`."""
        self._flying.discard(parcel.seq)
        self._offer(parcel)

    def confirm(self, seq: int) -> None:
        """Note that this message has certainly been sent: if it only waits to be sure, the next one goes."""
        parcel = self._all.get(seq)
        if parcel is None:
            return
        parcel.confirmed = True
        if seq in self._flying:
            return
        lane = self._lanes[parcel.person]
        if lane[0] is parcel:
            self.finish(parcel)
        else:
            lane.remove(parcel)
            del self._all[seq]

    def leave(self, parts: frozenset[int]) -> list[int]:
        """Drop what is not on its way of the persons of these partitions, and return the messages' numbers."""
        dropped: list[int] = []
        for person, lane in list(self._lanes.items()):
            if part_of(person) not in parts:
                continue
            head = lane[0].seq
            if head in self._flying:
                behind = [parcel.seq for parcel in lane if parcel.seq != head]
                self._lanes[person] = deque((lane[0],))
            else:
                behind = [parcel.seq for parcel in lane]
                del self._lanes[person]
            dropped += behind
        for seq in dropped:
            del self._all[seq]
        return dropped

    def holds(self, seq: int) -> bool:
        """Whether this message is in memory."""
        return seq in self._all

    def fail(self, seq: int, status: StatusBody) -> None:
        """Note that a message on its way was reported as failed before its answer came."""
        parcel = self._all.get(seq)
        if parcel is not None:
            parcel.failed, parcel.confirmed = status, False

    def is_flying(self, seq: int) -> bool:
        """Whether this message is on its way just now."""
        return seq in self._flying

    def _offer(self, parcel: Parcel) -> None:
        if parcel.due:
            heapq.heappush(self._resting, (parcel.due, parcel.seq, parcel.person))
        else:
            self._ready.append(parcel.person)
