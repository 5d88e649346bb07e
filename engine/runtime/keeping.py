"""Lets go of what has been kept long enough: an ended case with its files and its key, and photos that no case ever needed.

A case that has ended stays readable as long as its service says (`personal.keep`, or the state's `keep`). Then its row, its files
and its data key go, so that whatever else was sealed with that key (the register's copy, marks, papers) cannot be read any more either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
import structlog

from engine.domain.calendar import HolidayCalendar, add
from engine.domain.duration import Duration
from engine.domain.session import Session
from engine.language.program import YEAR
from engine.runtime.keys import Keys, NoKey, Sealed, case_owner
from engine.runtime.ports import Write
from engine.runtime.programs import Programs
from engine.runtime.results import Results
from engine.runtime.store.protocol import Store
from engine.runtime.times import from_ms, to_ms

log = structlog.get_logger()

AT_ONCE = 200
STRAY_MS = 30 * 24 * 3600 * 1000
"""How long a citizen's file is kept that no case needs, and how often it is asked whether one does."""
KEEPER = 0
"""The partition whose worker keeps house for all."""

Parting = Callable[[str], Sequence[Write]]
"""What must be written before the key of this case goes: what law keeps is sealed anew with a key of its own."""


def nothing_stays(_session: str) -> Sequence[Write]:
    """Return no writes: nothing of this case outlives its key."""
    return ()


class Keeping:
    """Erases cases and files whose time is over, some at each call. Every bite is one transaction, and doing it again does no harm."""

    def __init__(
        self, store: Store, keys: Keys, programs: Programs, results: Results, parting: Parting
    ) -> None:
        self._store = store
        self._keys = keys
        self._programs = programs
        self._results = results
        self._parting = parting

    def run(self, now: int) -> None:
        """Take the next bite. now: ms. Raises StoreDown."""
        rows = self._store.rows("keeping.ended", (now, AT_ONCE))
        if rows:
            self._cases(rows, now)
        strays = self._store.rows("keeping.strays", (now, AT_ONCE)) if self._keeps_house else []
        if strays:
            with self._store.transaction():
                self._files(strays, now)

    @property
    def _keeps_house(self) -> bool:
        return KEEPER in self._store.mine

    def _cases(self, rows: Sequence[tuple[Any, ...]], now: int) -> None:
        until = {session: self._until(program, changed) for session, program, changed, _ in rows}
        with self._store.transaction():
            over = [(session, body) for session, _, _, body in rows if until[session] <= now]
            for session, body in over:
                self.erase(session, body)
            later = [(at, session) for session, at in until.items() if at > now]
            self._store.execute_many("keeping.look_at_case", later)
        if over:
            log.info("cases_erased", count=len(over))

    def _until(self, program: str, ended: int) -> int:
        """Return when a case that ended at this moment has been kept long enough, ms."""
        keep, calendar = self._time(program)
        return to_ms(add(from_ms(ended), keep, calendar))

    def _time(self, digest: str) -> tuple[Duration, HolidayCalendar]:
        try:
            program = self._programs.pinned(digest)
        except (KeyError, ValueError):
            return YEAR, HolidayCalendar()
        return program.keep, program.calendar

    def erase(self, session: str, body: bytes) -> None:
        """Erase a case: its files, its timers, its row, its key. Inside a transaction; body: of its row."""
        owner = case_owner(session)
        self._store.write(self._parting(session))
        files = [(media,) for media in sorted(media_of(self.read(session, body)))]
        self._store.execute_many("blobs.drop", files)
        self._store.execute("keeping.drop_files", (owner,))
        self._store.execute("keeping.empty_letters", (session,))
        self._store.execute("keeping.drop_timers", (session,))
        self._store.execute("keeping.drop_case", (session,))
        self._store.execute("keys.drop", (owner,))
        self._keys.forget(owner)
        self._results.drop_case(session)

    def read(self, session: str, body: bytes) -> Session | None:
        """Return a case as it is kept, None where it cannot be read any more."""
        owner = case_owner(session)
        self._keys.load((owner,), self._store)
        try:
            plain = self._keys.of(owner).open(body, f"session/{session}/body")
        except (NoKey, Sealed):
            return None
        return Session.from_json(orjson.loads(plain))

    def _files(self, rows: Sequence[tuple[Any, ...]], now: int) -> None:
        """Drop those that are old and that no case of their person needs."""
        needed = {person: self._needed(person) for person in {person for _, person, _ in rows}}
        later = []
        for media, person, made in rows:
            if made + STRAY_MS > now:
                later.append((made + STRAY_MS, media))
            elif media in needed[person]:
                later.append((now + STRAY_MS, media))
            else:
                self._store.execute("blobs.drop", (media,))
        self._store.execute_many("keeping.look_at_file", later)

    def _needed(self, person: str) -> set[str]:
        cases = self._store.rows("keeping.cases_of", (person,))
        return {media for session, _, body in cases for media in media_of(self.read(session, body))}


def media_of(session: Session | None) -> Iterable[str]:
    """Return the handles of all files among the answers of a case."""
    return _media((session.answers, session.left, session.local)) if session is not None else ()


def _media(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        media = value.get("media")
        if isinstance(media, str):
            yield media
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _media(part)
