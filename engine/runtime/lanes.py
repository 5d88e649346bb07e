"""Messages in memory, one lane a person: the first of a lane is on its way, those behind it wait, so that order is kept."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable

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

    def _offer(self, parcel: Parcel) -> None:
        if parcel.due:
            heapq.heappush(self._resting, (parcel.due, parcel.seq, parcel.person))
        else:
            self._ready.append(parcel.person)
