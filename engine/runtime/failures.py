"""Messages the channel took and then reported as failed: what becomes of each is judged as if it had been refused at once.

A report is heeded once, and only for the try it names: one that is sent again keeps the channel's name of the try that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from engine.runtime import codec
from engine.runtime.letters import Letters
from engine.runtime.ports import Dead, Job, Result, Retry, StatusBody, Unknown
from engine.runtime.rows import DONE, IN_DOUBT, STATUSES, Parcel, Rows
from engine.runtime.settling import Settling
from engine.runtime.store.protocol import Store

Judge = Callable[[Job, StatusBody], Result]


def give_up(_job: Job, status: StatusBody) -> Result:
    """Return the end of a message where the channel knows nothing better."""
    return Dead(f"the channel failed to deliver it (code {status.code})")


class Noted(NamedTuple):
    """What follows for the messages in memory. again: to be sent again; flying: on their way just now, by number."""

    again: list[Parcel]
    flying: dict[int, StatusBody]


class Failures:
    """Deals with reports of failure, inside the transaction that takes them in. job_of: what a handler is told of a row."""

    def __init__(
        self,
        store: Store,
        rows: Rows,
        settling: Settling,
        letters: Letters,
        judge: Judge,
        job_of: Callable[[Parcel], Job],
    ) -> None:
        self._store = store
        self._rows = rows
        self._settling = settling
        self._letters = letters
        self._judge = judge
        self._job_of = job_of

    def note(
        self, failed: Mapping[int, StatusBody], in_hand: Callable[[int], bool], now: int
    ) -> Noted:
        """Settle these messages anew. in_hand: which are on their way just now and settled at their end."""
        flying, ended = {}, []
        for seq, *row in self._store.rows_in("outbox.by_seq", list(failed)):
            status, (person, session, state, known, provider) = failed[seq], row
            if not _is_news(status.id, state, known, provider):
                continue
            if in_hand(seq):
                flying[seq] = status
            elif state in (DONE, IN_DOUBT):
                ended.append(seq)
            elif provider is None:  # on its way elsewhere: nobody here can take it up
                why, body = f"it failed while in hand (code {status.code})", codec.encode(status)
                about = self._rows.name_of(seq, person)
                self._letters.add("status", person, session, about, why, body, now)
        rows = [(0, status.id, seq) for seq, status in flying.items()]
        self._store.execute_many("outbox.reopen", rows)
        parcels = self._rows.these_messages(ended)
        again = [parcel for parcel in parcels if self._settle(parcel, failed[parcel.seq], now)]
        return Noted(again, flying)

    def judge(self, parcel: Parcel, status: StatusBody) -> Result:
        """Return what becomes of one message."""
        return self._judge(self._job_of(parcel), status)

    def _settle(self, parcel: Parcel, status: StatusBody, now: int) -> bool:
        parcel.attempts = max(1, parcel.attempts)
        settled = self._settling.judge(parcel, self.judge(parcel, status), now)
        again = isinstance(settled.result, Retry | Unknown)
        reopened = 0 if again else STATUSES["failed"]
        self._store.execute("outbox.reopen", (reopened, status.id, parcel.seq))
        self._settling.keep((settled,), now)
        parcel.due = settled.due
        return again


def _is_news(name: str, state: int, known: int, provider: str | None) -> bool:
    """Whether a report speaks of the last try and was not heeded yet. A row reopened keeps its failed try's name, and no status."""
    if state >= DONE:
        return known != STATUSES["failed"] and provider in (None, name)
    return provider is None or (provider == name) is (known > 0)
