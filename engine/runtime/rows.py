"""The outbox as rows: puts effects in, reads them back, notes how each stands. Everything here runs inside a transaction but reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, NamedTuple

from engine.domain.effect import Send
from engine.runtime import codec
from engine.runtime.keys import Keys, NoKey, Sealed, person_owner
from engine.runtime.letters import Letters
from engine.runtime.partitions import PARTITIONS, part_of, part_of_text
from engine.runtime.ports import Later, StatusBody
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms

WAITING, IN_HAND, IN_DOUBT, DONE, DEAD, DROPPED = range(6)
"""States of a row, as in migrations/0001_first.sql."""
STATUSES = {"sent": 1, "delivered": 2, "read": 3, "failed": 9}


class Entry(NamedTuple):
    """An effect on its way into the outbox. key: empty where the row's number is its name; due, made: ms."""

    effect: Any
    key: str
    person: str
    session: str
    due: int


class Parcel:
    """One row in memory. name: the key handlers see; due: ms, 0 for at once; taken: the row says that it is in hand;
    confirmed: a status has named it; failed: the status that says it failed, come before its answer could be kept.
    """

    __slots__ = (
        "attempts",
        "confirmed",
        "due",
        "effect",
        "failed",
        "made",
        "name",
        "person",
        "seq",
        "session",
        "taken",
        "unsure",
    )

    def __init__(self, seq: int, name: str, effect: Any, person: str, session: str) -> None:
        self.seq = seq
        self.name = name
        self.effect = effect
        self.person = person
        self.session = session
        self.attempts = 0
        self.due = 0
        self.made = 0
        self.unsure = False
        self.taken = False
        self.confirmed = False
        self.failed: StatusBody | None = None

    @property
    def kind(self) -> str:
        """Return what its effect is called in the table."""
        return type(self.effect).__name__

    @property
    def is_message(self) -> bool:
        """Whether it must keep its place among the person's messages."""
        return type(self.effect) is Send


class Rows:
    """The outbox table."""

    def __init__(self, store: Store, keys: Keys, letters: Letters) -> None:
        self._store = store
        self._keys = keys
        self._letters = letters

    def put(self, entries: Sequence[Entry], now: int, in_hand: bool) -> list[Parcel]:
        """Add rows; return those due now as parcels if they are to be in hand. Keys already there are left out."""
        entries = self._unknown(entries)
        seq = self._store.reserve("outbox", len(entries))
        self._keys.load({person_owner(entry.person) for entry in entries}, self._store)
        rows, parcels, mine = [], [], self._store.mine
        for number, entry in enumerate(entries, seq):
            effect, key, person, session, due = entry
            take = in_hand and due <= now and part_of(person) in mine
            box = self._keys.make(person_owner(person))
            body = box.seal(codec.encode(effect), place_of(number))
            kind, state = type(effect).__name__, IN_HAND if take else WAITING
            rows.append((number, key or None, kind, person, session, state, due, now, body))
            if take:
                name = key or self.name_of(number, person)
                parcel = Parcel(number, name, effect, person, session)
                parcel.made, parcel.taken = now, True
                parcels.append(parcel)
        self._store.execute_many("outbox.add", rows)
        return parcels

    def entries_of(self, later: Iterable[Later], person: str) -> list[Entry]:
        """Return services' own effects as entries. person: whose they are where they do not say.

        Raises ValueError for a message: it would hold up everything said to that person until its time.
        """
        found = list(later)
        if any(type(each.effect) is Send for each in found):
            message = "a message cannot be put off; put off an effect that leads to a turn"
            raise ValueError(message)
        unnamed = [each.session for each in found if not each.person and each.session]
        persons = dict(self._store.rows_in("turns.session_persons", unnamed)) if unnamed else {}
        return [
            Entry(
                each.effect,
                each.key,
                each.person or persons.get(each.session, person),
                each.session,
                to_ms(each.at),
            )
            for each in found
        ]

    def forget(self, keys: Iterable[str], now: int) -> None:
        """Drop effects that have not been begun. now: ms."""
        self._store.execute_many("outbox.forget", [(now, key) for key in keys])

    def name_of(self, seq: int, person: str) -> str:
        """Return the name of a row without a key, unique over all databases; it ends with the person's partition."""
        return f"{self._store.tag}-{seq}.{part_of(person)}"

    def seq_of(self, name: str) -> int | None:
        """Return the row a name belongs to, None when it is not one of this database."""
        tag, _, rest = name.partition("-")
        number = rest.partition(".")[0]
        return int(number) if tag == self._store.tag and number.isdecimal() else None

    # -- reading back ------------------------------------------------------------------------------------------------

    def messages_after(self, seq: int, limit: int) -> tuple[list[Parcel], int, bool]:
        """Return the open messages after this one, the last number read, and whether there may be more."""
        rows = self._store.rows("outbox.open_messages", (seq, limit))
        last = rows[-1][0] if rows else seq
        return self._parcels(rows), last, len(rows) == limit

    def these_messages(self, seqs: Sequence[int]) -> list[Parcel]:
        """Return messages by their numbers, open or not. Runs inside a transaction."""
        return self._parcels(self._store.rows_in("outbox.these_messages", seqs), nullcontext)

    def others_due(self, now: int, limit: int, without: Sequence[str]) -> list[Parcel]:
        """Return other effects that are due and in nobody's hand. without: kinds that are left out."""
        kinds = (Send.__name__, *without)
        return self._parcels(self._store.rows_in("outbox.due_others", kinds, (now, limit)))

    def _parcels(
        self,
        rows: list[tuple[Any, ...]],
        transaction: Callable[[], AbstractContextManager[None]] | None = None,
    ) -> list[Parcel]:
        """Return the rows as effects. transaction: what to bury those in that cannot be read, one of its own otherwise."""
        self._keys.load({person_owner(row[3]) for row in rows}, self._store)
        found = []
        for seq, key, kind, person, session, state, due, attempts, made, body in rows:
            try:
                box = self._keys.of(person_owner(person))
                effect = codec.decode(box.open(body, place_of(seq)))
            except (NoKey, Sealed, codec.Unreadable) as trouble:
                with (transaction or self._store.transaction)():
                    self._store.execute("outbox.dead", (made, attempts, seq))
                    self._letters.add("effect", person, session, kind, str(trouble), b"", made)
                continue
            parcel = Parcel(seq, key or self.name_of(seq, person), effect, person, session)
            parcel.attempts, parcel.due, parcel.made = attempts, due, made
            parcel.unsure = state == IN_DOUBT
            found.append(parcel)
        return found

    def _unknown(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        keys = [entry.key for entry in entries if entry.key]
        if not keys:
            return entries
        known = {key for (key,) in self._store.rows_in("outbox.known_keys", keys)}
        fresh: dict[str, Entry] = {}
        rest = []
        for entry in entries:
            if not entry.key:
                rest.append(entry)
            elif entry.key not in known and entry.key not in fresh:
                fresh[entry.key] = entry
                rest.append(entry)
        return rest


def part_of_message(name: str) -> int:
    """Return the partition of the person a message went to, by the message's name; for a stranger's name always the same."""
    part = name.rpartition(".")[2]
    known = part.isascii() and part.isdigit() and int(part) < PARTITIONS
    return int(part) if known else part_of_text(name)


def place_of(seq: int) -> str:
    """Return the place a row's body is bound to."""
    return f"outbox/{seq}/body"
