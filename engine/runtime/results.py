"""What a batch of turns reads and what it leaves behind: conversations, cases, timers, effects, traces, each in one statement."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from engine.domain.effect import CancelTimer, Effect, Send, SetTimer
from engine.domain.event import Event, MessageArrived
from engine.domain.message import MediaIn, Outgoing
from engine.domain.session import FORMAT, Conversation, Session
from engine.interpreter.dialogue import Turn
from engine.interpreter.trace import Weighed
from engine.runtime.arrivals import Waking
from engine.runtime.keys import Keys, NoKey, case_owner, person_owner
from engine.runtime.outbox import Outbox
from engine.runtime.ports import FetchMedia
from engine.runtime.programs import Programs
from engine.runtime.rows import Entry
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms


@dataclass(slots=True)
class People:
    """The persons of a batch and all that becomes of them.

    owners: the person of every case looked for, empty where there is no such case; timers: by session and name, None: cancelled.
    """

    conversations: dict[str, Conversation] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    changed_sessions: set[str] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)
    timers: dict[tuple[str, str], tuple[str, str, str, int, int] | None] = field(
        default_factory=dict
    )
    traces: list[tuple[str, list[Any], tuple[Weighed, ...]]] = field(default_factory=list)


RECENT = 5_000
"""Conversations, and cases, kept open in memory: some ten kilobytes each."""


class Results:
    """Reads before the turns of a batch and writes after them, inside one transaction.

    What was committed lately stays in memory: this worker is the only one that writes it, so it need not be read and opened again.
    """

    def __init__(self, store: Store, keys: Keys, outbox: Outbox, programs: Programs) -> None:
        self._store = store
        self._keys = keys
        self._outbox = outbox
        self._programs = programs
        self._conversations: dict[str, Conversation] = {}
        self._sessions: dict[str, tuple[str, Session]] = {}
        store.on_roll_back(self.forget)

    # -- before ------------------------------------------------------------------------------------------------------

    def read(
        self,
        wakings: Sequence[Waking],
        needed: Callable[[Conversation, Event], tuple[str, ...]],
    ) -> People:
        """Return everything these events will need, as far as can be told beforehand."""
        people = People()
        persons = list(dict.fromkeys(waking.person for waking in wakings))
        self._keys.load(map(person_owner, persons), self._store)
        for person in persons:
            recent = self._conversations.get(person)
            if recent is not None:
                people.conversations[person] = recent
        unread = [person for person in persons if person not in people.conversations]
        for person, body in self._store.rows_in("turns.conversations", unread):
            stored = self._open(person_owner(person), body, f"conversation/{person}/body")
            if stored is not None:
                people.conversations[person] = Conversation.from_json(stored)
        for person in unread:
            people.conversations.setdefault(person, Conversation(person))
        sessions: dict[str, None] = {}
        for waking in wakings:
            sessions.update(
                dict.fromkeys(needed(people.conversations[waking.person], waking.event))
            )
        self._read_sessions(people, sessions)
        return people

    def sessions(self, people: People, person: str, needed: Iterable[str]) -> dict[str, Session]:
        """Return these cases as far as they exist and are this person's own."""
        wanted = list(needed)
        missing = [session for session in wanted if session not in people.owners]
        if missing:
            self._read_sessions(people, missing)
        return {
            session: people.sessions[session]
            for session in wanted
            if people.owners[session] == person and session in people.sessions
        }

    def _read_sessions(self, people: People, sessions: Iterable[str]) -> None:
        wanted = []
        for session in sessions:
            recent = self._sessions.get(session)
            if recent is not None:
                people.owners[session], people.sessions[session] = recent
            else:
                people.owners[session] = ""
                wanted.append(session)
        rows = self._store.rows_in("turns.sessions", wanted)
        self._keys.load([case_owner(row[0]) for row in rows], self._store)
        for session, person, body in rows:
            people.owners[session] = person
            stored = self._open(case_owner(session), body, f"session/{session}/body")
            if stored is not None:
                people.sessions[session] = Session.from_json(stored)

    def _open(self, owner: str, body: bytes, place: str) -> dict[str, object] | None:
        """Return stored JSON, None where its owner's key has been erased."""
        try:
            stored: dict[str, object] = orjson.loads(self._keys.of(owner).open(body, place))
        except NoKey:
            return None
        return stored

    # -- after -------------------------------------------------------------------------------------------------------

    def take(self, people: People, waking: Waking, turn: Turn, now: int) -> None:
        """Gather what a turn did; later turns of the same batch build on it."""
        person = waking.person
        people.conversations[person] = turn.conversation
        people.changed.add(person)
        for session, changed in turn.sessions.items():
            people.sessions[session] = changed
            people.changed_sessions.add(session)
            if not people.owners.get(session):
                people.owners[session] = person
                self._keys.new(case_owner(session))
        named = next(iter(turn.sessions), "") or str(getattr(waking.event, "session", ""))
        about = named or turn.conversation.foreground
        for effect in turn.effects:
            self._effect(people, person, about, effect, now)
        event = waking.event
        if isinstance(event, MessageArrived) and isinstance(event.message, MediaIn):
            media = event.message
            fetch = FetchMedia(media.media, media.mime, media.name, media.sha256)
            people.entries.append(Entry(fetch, f"media/{media.media}", person, "", now))
        if turn.trace:
            did = [list(record) for record in turn.trace]
            people.traces.append((person, [type(event).__name__, did], turn.weighed))

    def say(self, people: People, person: str, message: Outgoing, now: int) -> None:
        """Send a message that no turn asked for."""
        people.entries.append(Entry(Send(message), "", person, "", now))

    def write(self, people: People, now: int) -> None:
        """Write down everything gathered."""
        conversations = [
            (person, self._seal_conversation(people.conversations[person]), now)
            for person in people.changed
        ]
        self._store.execute_many("turns.keep_conversation", conversations)
        self._write_sessions(people, now)
        self._write_timers(people)
        self._outbox.put(people.entries, now)
        self._write_traces(people, now)
        self._store.after_commit(lambda: self._remember(people))

    def _remember(self, people: People) -> None:
        self._conversations.update(people.conversations)
        for session, kept in people.sessions.items():
            self._sessions[session] = (people.owners[session], kept)
        _shorten(self._conversations)
        _shorten(self._sessions)

    def forget(self) -> None:
        """Read everything again."""
        self._conversations.clear()
        self._sessions.clear()

    def drop_case(self, session: str) -> None:
        """Remember nothing of a case that has been erased."""
        self._sessions.pop(session, None)

    def _effect(self, people: People, person: str, about: str, effect: Effect, now: int) -> None:
        """Gather one effect. about: the case a message belongs to, or empty."""
        match effect:
            case Send():
                people.entries.append(Entry(effect, "", person, about, now))
            case SetTimer(session, name, at, token):
                people.timers[session, name] = (session, name, person, to_ms(at), token)
            case CancelTimer(session, name):
                people.timers[session, name] = None
            case _:
                session = effect.key.rpartition("/")[0]
                people.entries.append(Entry(effect, effect.key, person, session, now))

    def _seal_conversation(self, conversation: Conversation) -> bytes:
        box = self._keys.make(person_owner(conversation.id))
        plain = orjson.dumps(conversation.to_json())
        return box.seal(plain, f"conversation/{conversation.id}/body")

    def _write_sessions(self, people: People, now: int) -> None:
        if not people.changed_sessions:
            return
        changed = [people.sessions[session] for session in people.changed_sessions]
        self._keys.load(map(case_owner, people.changed_sessions), self._store)
        self._programs.keep({session.program for session in changed}, now)
        rows = []
        for session in changed:
            box = self._keys.make(case_owner(session.id))
            body = box.seal(orjson.dumps(session.to_json()), f"session/{session.id}/body")
            person = people.owners[session.id]
            rows.append((session.id, person, session.program, session.state, FORMAT, body, now))
        self._store.execute_many("turns.keep_session", rows)

    def _write_timers(self, people: People) -> None:
        set_ones = [timer for timer in people.timers.values() if timer is not None]
        cancelled = [place for place, timer in people.timers.items() if timer is None]
        if set_ones:
            self._store.execute_many("timers.set", set_ones)
        if cancelled:
            self._store.execute_many("timers.cancel", cancelled)

    def _write_traces(self, people: People, now: int) -> None:
        if not people.traces:
            return
        first = self._store.reserve("trace", len(people.traces))
        rows = []
        for seq, (person, told, weighed) in enumerate(people.traces, first):
            plain = orjson.dumps([*told, self._sealed(weighed, seq)] if weighed else told)
            body = self._keys.of(person_owner(person)).seal(plain, f"trace/{seq}/body")
            rows.append((seq, person, now, body))
        self._store.execute_many("turns.add_trace", rows)

    def _sealed(self, weighed: tuple[Weighed, ...], seq: int) -> dict[str, str]:
        """Return what conditions weighed and replies brought, by case and sealed with its key: it cannot be read any longer than the
        case itself."""
        sealed = {}
        for session in dict.fromkeys(each.session for each in weighed):
            read = [each[1:] for each in weighed if each.session == session]
            box = self._keys.of(case_owner(session))
            sealed[session] = b64encode(
                box.seal(orjson.dumps(read), f"trace/{seq}/{session}")
            ).decode()
        return sealed


def _shorten(recent: dict[str, Any]) -> None:
    """Drop the half that has been there longest when there are too many."""
    if len(recent) > RECENT:
        for name in list(recent)[: RECENT // 2]:
            del recent[name]
