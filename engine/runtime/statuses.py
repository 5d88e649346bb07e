"""What the channel tells of messages it has taken: how far each has come, and that one failed after all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.runtime.failures import Failures, Noted
from engine.runtime.lanes import Lanes
from engine.runtime.ports import StatusBody
from engine.runtime.rows import STATUSES, Rows
from engine.runtime.store.protocol import Store

NOTHING = Noted([], {})


class Statuses:
    """Notes statuses in the table, and lets them take effect on the messages in memory. lanes: those of now, they change with our share."""

    def __init__(
        self, store: Store, rows: Rows, lanes: Callable[[], Lanes], failures: Failures
    ) -> None:
        self._store = store
        self._rows = rows
        self._lanes = lanes
        self._failures = failures

    def note(self, statuses: Sequence[StatusBody], now: int) -> None:
        """Note how far messages have come; what becomes of one that failed is judged anew. Runs inside a transaction."""
        furthest: dict[int, StatusBody] = {}
        for status in statuses:
            seq = self._rows.seq_of(status.opaque)
            if seq is not None and _rank(status) >= _rank(furthest.get(seq)):
                furthest[seq] = status
        failed = {seq: status for seq, status in furthest.items() if status.status == "failed"}
        sent = {seq: status for seq, status in furthest.items() if seq not in failed}
        rows = [(_rank(status), now, status.id, seq) for seq, status in sent.items()]
        self._store.execute_many("outbox.set_status", rows)
        here = [seq for seq in sent if self._lanes().holds(seq)]
        told = self._store.rows_in("outbox.by_seq", here)
        certain = [seq for seq, _, _, _, known, _ in told if known]
        noted = self._failures.note(failed, self._lanes().is_flying, now) if failed else NOTHING
        self._store.after_commit(lambda: self._heed(certain, noted))

    def _heed(self, certain: Sequence[int], noted: Noted) -> None:
        """Let what statuses say take effect in memory: go on behind what was sent, take up again what failed."""
        lanes = self._lanes()
        for seq in certain:
            lanes.confirm(seq)
        for seq, status in noted.flying.items():
            if lanes.is_flying(seq):
                lanes.fail(seq, status)
        for parcel in noted.again:
            lanes.confirm(parcel.seq)
        lanes.add(noted.again)


def _rank(status: StatusBody | None) -> int:
    return STATUSES.get(status.status, 0) if status is not None else 0
