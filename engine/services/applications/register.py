"""The register on the store: cases are read and written here, sealed with the case's own key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from itertools import count
from typing import Any

import orjson
import structlog

from engine.domain.comparing import fold
from engine.domain.effect import OpenCase
from engine.runtime.keys import Keys, NoKey, case_owner
from engine.runtime.ports import Reader, Write
from engine.services.applications.numbers import number_for
from engine.services.applications.record import Application

AREA_OF_ALL = "*"
log = structlog.get_logger()


def compact(words: str) -> str:
    """Return words as they are compared: one case, one set of digits, nothing but letters and digits."""
    return fold(words).replace(" ", "")


def spoken_for(shown: Mapping[str, Any]) -> set[str]:
    """Return the forms in which an officer may type a searchable answer: as it is kept and as it is shown."""
    if not shown.get("searchable"):
        return set()
    value = shown["value"]
    parts = value.values() if isinstance(value, Mapping) else (value,)
    forms = [*(each for each in parts if isinstance(each, str | int)), shown["text"]]
    return {plain for each in forms if (plain := compact(str(each)))}


def _place(number: str) -> str:
    return f"application/{number}/body"


def to_bytes(case: Application) -> bytes:
    """Return a case as JSON."""
    return orjson.dumps(asdict(case))


def from_bytes(body: bytes) -> Application:
    """Return the case whose JSON this is."""
    stored: dict[str, Any] = orjson.loads(body)
    for name in ("shown", "stages", "may_change", "asked", "history"):
        stored[name] = tuple(stored[name])
    stored["escalate"] = tuple((after, role) for after, role in stored["escalate"])
    return Application(**stored)


class Register:
    """Cases by number, by effect, by role."""

    def __init__(self, store: Reader, keys: Keys) -> None:
        self._store = store
        self._keys = keys

    def by_number(self, number: str) -> Application | None:
        """Return the case of this number, or None where there is none or its key has been erased."""
        return self._first("applications.by_number", number)

    def is_taken(self, number: str) -> bool:
        """Whether a case bears this number, readable or not."""
        return bool(self._store.rows("applications.by_number", (number,)))

    def free_number(self, effect: OpenCase, now: datetime) -> str:
        """Return the number of the case this effect opens; no other case bears it."""
        made = (
            number_for(effect.key, effect.service, now, attempt, effect.prefix)
            for attempt in count()
        )
        return next(number for number in made if not self.is_taken(number))

    def by_key(self, key: str) -> Application | None:
        """Return the case this effect opened."""
        return self._first("applications.by_key", key)

    def is_approved(self, session: str, ask_key: str) -> bool:
        """Whether officers approved what this session put before them under this key."""
        return any(
            case.ask_key == ask_key and case.state == "approved"
            for case in self.of_session(session)
        )

    def of_session(self, session: str) -> list[Application]:
        """Return what a session put before officers."""
        return self._readable(self._store.rows("applications.of_session", (session,)))

    def for_role(
        self, role: str, areas: tuple[str, ...], limit: int = 100, state: str = "deciding"
    ) -> list[Application]:
        """Return the cases of this role in these areas (`*`: everywhere), the most urgent first: those that wait for it, or those for
        which it waits for the citizen (`asked_back`)."""
        if AREA_OF_ALL in areas:
            return self._readable(self._store.rows("applications.for_role", (role, state, limit)))
        offices, values = ("", *areas), (role, state, limit)
        return self._readable(
            self._store.rows_in("applications.for_role_in_areas", offices, values)
        )

    def overdue(self, now: str) -> list[Application]:
        """Return cases whose stage's time is up at this moment (stored form)."""
        return self._readable(self._store.rows("applications.overdue", (now,)))

    def insert(self, case: Application) -> Write:
        """Return the write that enters a case."""
        columns = (
            case.number,
            case.key,
            case.session,
            case.kind,
            case.service,
            case.state,
            case.at_desk,
            case.area,
            case.due,
            case.opened,
        )
        return Write("applications.insert", (*columns, self._seal(case)))

    def update(self, case: Application) -> Write:
        """Return the write that replaces a case."""
        return Write(
            "applications.update",
            (
                case.key,
                case.state,
                case.at_desk,
                case.area,
                case.due,
                self._seal(case),
                case.number,
            ),
        )

    def index(self, case: Application) -> tuple[Write, ...]:
        """Return the writes by which the case is found by its searchable answers as they stand now, and by no earlier ones."""
        owner = case_owner(case.session)
        marks = {self._mark(words) for each in case.shown for words in spoken_for(each)}
        return (
            Write("applications.unindex", (case.number,)),
            *(Write("applications.index", (mark, case.number, owner)) for mark in sorted(marks)),
        )

    def found(self, words: str, limit: int = 500) -> list[Application]:
        """Return cases with a searchable answer of exactly this value, the newest first."""
        plain = compact(words)
        if not plain:
            return []
        return self._readable(self._store.rows("applications.found", (self._mark(plain), limit)))

    def _mark(self, plain: str) -> str:
        return self._keys.blind("case", plain)

    def _seal(self, case: Application) -> bytes:
        owner = case_owner(case.session)
        self._keys.load((owner,), self._store)
        return self._keys.make(owner).seal(to_bytes(case), _place(case.number))

    def _first(self, statement: str, value: str) -> Application | None:
        return next(iter(self._readable(self._store.rows(statement, (value,)))), None)

    def _readable(self, rows: list[tuple[Any, ...]]) -> list[Application]:
        """Return these cases without those whose key has been erased: they must not hide the others."""
        self._keys.load({case_owner(session) for _, session, _ in rows}, self._store)
        cases = []
        for number, session, body in rows:
            try:
                cases.append(self._read(number, session, body))
            except NoKey:
                log.warning("register.key_gone", case=number)
        return cases

    def _read(self, number: str, session: str, body: bytes) -> Application:
        return from_bytes(self._keys.of(case_owner(session)).open(body, _place(number)))
