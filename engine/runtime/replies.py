"""Arrivals of our own making: what effects answered, and what a failed turn had to put off. They wait in the worker's own file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from engine.domain.event import Event
from engine.runtime import codec
from engine.runtime.keys import Box, Keys, NoKey, Sealed, person_owner
from engine.runtime.partitions import part_of
from engine.runtime.ports import Alias, Arrival
from engine.runtime.store.protocol import Store


@dataclass(frozen=True, slots=True)
class PutOff:
    """An arrival whose receiver failed and is to be asked again."""

    kind: str
    dedupe: str
    aliases: tuple[Alias, ...]
    body: str
    at: datetime

    @property
    def arrival(self) -> Arrival:
        """Return it as it came."""
        return Arrival(self.kind, self.dedupe, self.aliases, self.body.encode(), self.at)


codec.know(PutOff)


class Reply(NamedTuple):
    """A row read back. what: an event or a PutOff; None when it cannot be read; part: whose business it is."""

    seq: int
    person: str
    tries: int
    what: Any
    part: int = 0


class Replies:
    """The reply table. Writing runs inside a transaction.

    put_off: until when (ms) a person's arrivals have to wait, because an earlier one failed and order must be kept.
    """

    def __init__(self, store: Store, keys: Keys, now: int) -> None:
        self._store = store
        self._keys = keys
        self.put_off: dict[str, int] = {}
        self.read_again(now)
        store.on_roll_back(lambda: self.read_again(now))

    def add_events(self, answered: Sequence[tuple[str, Event]], now: int) -> None:
        """Queue what effects answered, each with the person whose effect it was; events for other people's sessions find their own."""
        sessions = [getattr(event, "session", "") for _, event in answered]
        owners = dict(self._store.rows_in("turns.session_persons", sessions))
        rows = [
            self._row(owners.get(session, person), event, now)
            for (person, event), session in zip(answered, sessions, strict=True)
        ]
        self._store.execute_many("inbox.add_reply", rows)

    def add(
        self, person: str, what: Any, now: int, due: int = 0, tries: int = 0, part: int = 0
    ) -> None:
        """Queue an event of a person, for the worker who has that person; or a PutOff of nobody known, whose partition is told."""
        self._store.execute("inbox.add_reply", self._row(person, what, now, due, tries, part))

    def due(self, now: int, limit: int) -> list[Reply]:
        """Return what is due, in order."""
        rows = self._store.rows("inbox.due_replies", (now, limit))
        if rows:
            self._keys.load({person_owner(row[1]) for row in rows if row[1]}, self._store)
        return [self._open(*row) for row in rows]

    def drop(self, seqs: Sequence[int]) -> None:
        """Take out what has been dealt with."""
        self._store.execute_many("inbox.drop_reply", [(seq,) for seq in seqs])

    def wait(self, person: str, until: int) -> None:
        """Let everything of this person wait."""
        self.put_off[person] = until
        self._store.execute("inbox.put_off", (until, person))

    def is_put_off(self, person: str, now: int) -> bool:
        """Whether arrivals of this person have to wait behind an earlier one."""
        until = self.put_off.get(person)
        if until is None:
            return False
        if until <= now:
            del self.put_off[person]
            return False
        return True

    def read_again(self, now: int) -> None:
        """Read who has to wait: what was remembered may not be true, or these persons are new here. now: ms."""
        self.put_off = dict(self._store.rows("inbox.put_off_persons", (now,)))

    def _row(
        self, person: str, what: Any, now: int, due: int = 0, tries: int = 0, part: int = 0
    ) -> tuple[Any, ...]:
        seq = self._store.reserve("reply", 1)
        body = self._box(person).seal(codec.encode(what), _place(seq))
        due = max(due, self.put_off.get(person, 0))
        return seq, person, due, tries, now, body, part_of(person) if person else part

    def _open(self, seq: int, person: str, tries: int, _at: int, body: bytes, part: int) -> Reply:
        try:
            what = codec.decode(self._box(person).open(body, _place(seq)))
        except (NoKey, Sealed, codec.Unreadable):
            what = None
        return Reply(seq, person, tries, what, part)

    def _box(self, person: str) -> Box:
        if not person:
            return self._keys.inbox
        return self._keys.find(person_owner(person), self._store)


def _place(seq: int) -> str:
    return f"reply/{seq}/body"
