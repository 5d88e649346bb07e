"""Forgets a person who asks for it: names, dialogue, messages, files, cases that changed nothing. What law keeps stays, under other keys.

The wish is a row that `catalog person forget` writes; the worker who has the person carries it out, since it alone writes there and can let
go of what it remembers in the same stroke.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from engine.domain.session import Session
from engine.interpreter import memory
from engine.runtime import blobs
from engine.runtime.keeping import Keeping, media_of
from engine.runtime.keys import Box, Keys, NoKey, Sealed, case_owner, person_owner
from engine.runtime.outbox import Outbox
from engine.runtime.partitions import part_of
from engine.runtime.programs import Programs
from engine.runtime.rows import DONE, place_of
from engine.runtime.store.protocol import Store
from engine.runtime.times import from_ms

log = structlog.get_logger()


class Forgetting:
    """Carries out what was asked. forget: lets go of all that is remembered of persons."""

    def __init__(
        self,
        store: Store,
        keys: Keys,
        programs: Programs,
        keeping: Keeping,
        outbox: Outbox,
        forget: Callable[[], None],
    ) -> None:
        self._store = store
        self._keys = keys
        self._programs = programs
        self._keeping = keeping
        self._outbox = outbox
        self._forget = forget

    def run(self, now: int) -> None:
        """Forget those who are to be forgotten, as soon as nothing is under way with them. now: ms. Raises StoreDown."""
        for (person,) in self._store.rows("keeping.asked"):
            if self._is_under_way(person):
                continue
            try:
                with self._store.transaction():
                    gone, kept = self._person(person, now)
            except BaseException:
                self._keys.forget(person_owner(person))  # a new key that was never kept
                raise
            self._forget()
            log.info("person_forgotten", person=person, cases=gone, kept=kept)

    def _is_under_way(self, person: str) -> bool:
        """Whether an event of this person waits, or a delivery in this partition; what is not begun yet is let go from memory."""
        here = frozenset((part_of(person),))
        free = self._outbox.let_go(here)
        self._outbox.read_again()
        return not free or bool(self._store.rows("keeping.waits", (person,)))

    def _person(self, person: str, now: int) -> tuple[int, int]:
        """Return how many cases went and how many stay."""
        owner = person_owner(person)
        kept, gone = self._cases(person)
        self._spare_files(kept, owner, now)
        self._keys.load((owner,), self._store)
        before = self._box(owner)
        self._store.execute("keys.drop", (owner,))
        self._keys.forget(owner)
        after = self._keys.new(owner)
        self._effects(person, {session.id for session in kept}, before, after)
        for statement in ("drop_traces", "drop_conversation", "drop_names", "empty_letters_of"):
            self._store.execute(f"keeping.{statement}", (person,))
        self._store.execute("keeping.drop_files", (owner,))
        self._store.execute("keeping.note_done", (now, person))
        return gone, len(kept)

    def _cases(self, person: str) -> tuple[list[Session], int]:
        """Erase the cases that changed nothing; return those that stay, and how many went."""
        kept, gone = [], 0
        for name, program, body in self._store.rows("keeping.cases_of", (person,)):
            session = self._keeping.read(name, body)
            if session is not None and self._has_changed_the_world(session, program):
                kept.append(session)
            else:
                self._keeping.erase(name, body)
                gone += 1
        return kept, gone

    def _has_changed_the_world(self, session: Session, digest: str) -> bool:
        if session.number or session.keys.keys() - {memory.GAVE_UP} or session.holds:
            return True
        try:
            program = self._programs.pinned(digest)
        except (KeyError, ValueError):
            return True
        return any(
            (
                step.id == session.at
                and bool(session.pending)
                and memory.is_barrier(program, step.id)
            )
            or (
                memory.get(session.answers, step.id) is not None
                and memory.is_firm(program, session, step.id)
            )
            for step in program.steps
        )

    def _spare_files(self, kept: Sequence[Session], owner: str, now: int) -> None:
        """Seal the files that a case needs which stays with the key of that case."""
        for session in kept:
            for media in media_of(session):
                blob = blobs.find(media, self._keys, self._store)
                if blob is not None and blob.owner == owner:
                    spared = replace(blob, owner=case_owner(session.id))
                    self._store.write((blobs.keep(spared, self._keys, self._store, from_ms(now)),))

    def _box(self, owner: str) -> Box | None:
        try:
            return self._keys.of(owner)
        except NoKey:
            return None

    def _effects(self, person: str, kept: set[str], before: Box | None, after: Box) -> None:
        """Drop messages and all else that is written down to be done, but not what a case that stays still waits for."""
        for seq, session, kind, state, body in self._store.rows("keeping.effects_of", (person,)):
            plain = None
            if before is not None and session in kept and kind != "Send" and state < DONE:
                plain = _opened(before, body, place_of(seq))
            if plain is None:
                self._store.execute("keeping.drop_effect", (seq,))
            else:
                sealed = after.seal(plain, place_of(seq))
                self._store.execute("keeping.seal_effect", (sealed, seq))


def _opened(box: Box, body: bytes, place: str) -> bytes | None:
    try:
        return box.open(body, place)
    except Sealed:
        return None
