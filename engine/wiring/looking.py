"""Looks into a database beside the running engine, without writing: cases, the programs they are pinned to, messages, traces."""

from __future__ import annotations

import sqlite3
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import psycopg

from engine.domain.session import Session
from engine.interpreter.trace import TraceRecord, Weighed
from engine.language.program import Program
from engine.runtime import codec
from engine.runtime.keys import Keys, NoKey, Sealed, case_owner, person_owner
from engine.runtime.ports import Reader
from engine.runtime.rows import place_of
from engine.runtime.store.postgres.reader import PostgresReader
from engine.runtime.store.protocol import StoreDown, WrongMaster
from engine.settings import Settings
from engine.wiring.parts import files, open_keys, open_reader
from engine.wiring.prepared import load_program

AT_ONCE = 500
"""Keys read together."""


class Unseen(Exception):
    """There is nothing to look at, or it cannot be read; the message says in one line why."""


class Row(NamedTuple):
    """An effect of the outbox. state, status: as in migrations/0001_first.sql; made, ended: ms; effect: None where its key is erased."""

    seq: int
    key: str
    kind: str
    person: str
    session: str
    state: int
    status: int
    made: int
    ended: int | None
    attempts: int
    effect: Any


class Turn(NamedTuple):
    """What one turn did. event: its class's name; at: ms; weighed: what conditions read and replies brought in it, of cases
    whose key is not erased."""

    seq: int
    at: int
    event: str
    records: tuple[TraceRecord, ...]
    weighed: tuple[Weighed, ...]


class Kept(NamedTuple):
    """A program's files as they are kept for the cases pinned to it."""

    service: str
    files: Mapping[str, bytes]


class Looking:
    """A database, opened for reading. tag: begins the names of its messages."""

    def __init__(self, reader: Reader, keys: Keys) -> None:
        self._reader = reader
        self._keys = keys
        self._programs: dict[str, Program | None] = {}
        meta = dict(reader.rows("looking.meta"))
        if not keys.fits(bytes(meta.get("master", b""))):
            message = "The database was made under another master key than the one given"
            raise WrongMaster(message)
        tag = meta["tag"]
        self.tag = tag if isinstance(tag, str) else bytes(tag).decode()

    # -- cases -------------------------------------------------------------------------------------------------------

    def under_way(self) -> list[Session]:
        """Return the cases that have not ended; those whose key is erased are left out."""
        return [session for _, session in self._cases(self._reader.rows("looking.under_way"))]

    def changed_since(self, moment: int) -> list[tuple[str, Session]]:
        """Return the cases in which something happened since (ms), each with its person."""
        return self._cases(self._reader.rows("looking.changed_since", (moment,)))

    def case(self, session: str) -> Session | None:
        """Return a case, None where there is none that can be read."""
        found = self._cases(self._reader.rows("looking.case", (session,)))
        return found[0][1] if found else None

    def _cases(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[str, Session]]:
        found = []
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            self._keys.load([case_owner(row[0]) for row in some], self._reader)
            for session, person, _, body in some:
                plain = self._opened(case_owner(session), body, f"session/{session}/body")
                if plain is not None:
                    found.append((person, Session.from_json(orjson.loads(plain))))
        return found

    # -- programs ----------------------------------------------------------------------------------------------------

    def kept(self, digest: str) -> Kept | None:
        """Return the files of a program as they were when a case began with it."""
        rows = self._reader.rows("programs.sources", (digest,))
        if not rows:
            return None
        service, sources = rows[0]
        plain = orjson.loads(zlib.decompress(sources))
        return Kept(service, {path: text.encode() for path, text in plain.items()})

    def program(self, digest: str) -> Program | None:
        """Return the program a case is pinned to, None where its files are gone or make none any more."""
        if digest not in self._programs:
            kept = self.kept(digest)
            try:
                made = load_program(kept.files, kept.service) if kept else None
            except ValueError:
                made = None
            self._programs[digest] = made
        return self._programs[digest]

    # -- messages and turns ------------------------------------------------------------------------------------------

    def message(self, name: str) -> Row | None:
        """Return the effect of this name: WhatsApp's id of a message, our own (`tag-7.3`), or a key (`case/4`)."""
        rows = self._reader.rows("looking.by_provider", (name,)) or self._reader.rows(
            "looking.by_key", (name,)
        )
        number = self._number(name)
        if not rows and number is not None:
            rows = self._reader.rows("looking.by_number", (number,))
        return self._row(rows[0]) if rows else None

    def _number(self, name: str) -> int | None:
        tag, _, rest = name.partition("-")
        number = rest.partition(".")[0] if tag == self.tag else name
        return int(number) if number.isascii() and number.isdecimal() else None

    def turns_of(self, person: str) -> list[Turn]:
        """Return what every turn of a person did, as far as it is still kept."""
        return self._turns(person, self._reader.rows("looking.turns_of", (person,)))

    def _turns(self, person: str, rows: Sequence[tuple[Any, ...]]) -> list[Turn]:
        self._keys.load((person_owner(person),), self._reader)
        found = []
        for seq, at, body in rows:
            plain = self._opened(person_owner(person), body, f"trace/{seq}/body")
            if plain is not None:
                event, records, *more = orjson.loads(plain)
                weighed = tuple(self._weighed(seq, more[0])) if more else ()
                did = tuple(TraceRecord(*each) for each in records)
                found.append(Turn(seq, at, event, did, weighed))
        return found

    def _weighed(self, seq: int, sealed: Mapping[str, str]) -> Iterator[Weighed]:
        self._keys.load(map(case_owner, sealed), self._reader)
        for session, body in sealed.items():
            plain = self._opened(case_owner(session), b64decode(body), f"trace/{seq}/{session}")
            for each in orjson.loads(plain) if plain is not None else ():
                yield Weighed(session, *each)

    def _row(self, row: tuple[Any, ...]) -> Row:
        seq, key, kind, person, session, state, status, made, ended, attempts, body = row
        self._keys.load((person_owner(person),), self._reader)
        plain = self._opened(person_owner(person), body, place_of(seq))
        effect = codec.decode(plain) if plain is not None else None
        return Row(
            seq, key or "", kind, person, session, state, status, made, ended, attempts, effect
        )

    def _opened(self, owner: str, body: bytes, place: str) -> bytes | None:
        """Return what was sealed, None where the key is erased."""
        try:
            return self._keys.of(owner).open(body, place)
        except (NoKey, Sealed):
            return None


@contextmanager
def opened(settings: Settings) -> Iterator[Looking]:
    """Open the database of the settings for reading. Raises Unseen, in one line, whatever keeps it from being read."""
    place = "The database" if settings.on_postgres else str(files(settings).main)
    if not settings.on_postgres and not Path(place).is_file():
        message = f"There is no database at {place}. Set MITRA_DATABASE, or give --database."
        raise Unseen(message)
    reader = open_reader(settings)
    try:
        yield Looking(reader, open_keys(settings))
    except StoreDown as trouble:
        message = f"{place} cannot be read: {trouble}. Set MITRA_DATABASE, or give --database."
        raise Unseen(message) from None
    except WrongMaster as trouble:
        raise Unseen(str(trouble)) from None
    except (sqlite3.OperationalError, psycopg.errors.UndefinedColumn, KeyError) as trouble:
        message = f"The database was made by another release ({trouble}). Start a worker once to bring it up to date."
        raise Unseen(message) from None
    finally:
        if isinstance(reader, PostgresReader):
            reader.close()
