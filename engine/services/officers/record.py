"""An officer as the desk knows one, kept in a table of its own; in the sandbox sample officers are made from the departments' roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from engine.language.model.department import Department
from engine.runtime.ports import Reader, Write
from engine.runtime.times import to_ms
from engine.services.officers import passwords

EVERYWHERE = "*"
LONGEST_NAME = 60
SAMPLE_PREFIX = "sample."


class NotAnOfficer(ValueError):
    """What was given cannot be an officer; the message says why, in a sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may sign in at the desk.

    name: what is typed to sign in, small letters; title: what others read, by language; areas: codes of villages, mandals, … or `*`;
    sample: belongs to the sandbox, has no password; within: the areas that lie inside those, whose late cases are this officer's too.
    """

    name: str
    title: Mapping[str, str]
    roles: tuple[str, ...]
    areas: tuple[str, ...]
    sample: bool = False
    within: tuple[str, ...] = ()

    def sits(self, role: str, area: str, late: bool = False) -> bool:
        """Return whether this officer holds this role for this area; an empty area is the whole state's.

        late: the role decides in place of a lower office, whose area may lie inside one of this officer's.
        """
        if role not in self.roles:
            return False
        known = (*self.areas, *self.within) if late else self.areas
        return not area or EVERYWHERE in self.areas or area in known


def spelled(name: str) -> str:
    """Return a name in its one spelling."""
    return name.strip().lower()


class Officers:
    """The officers of the table, those who have left excepted."""

    def __init__(self, store: Reader) -> None:
        self._store = store

    def by_name(self, name: str) -> Officer | None:
        """Return the officer of this name."""
        rows = self._store.rows("officers.by_name", (spelled(name),))
        return _officer(rows[0]) if rows else None

    def everyone(self) -> list[Officer]:
        """Return all officers, by name."""
        return [_officer(row) for row in self._store.rows("officers.everyone")]

    def with_password(self, name: str, password: str) -> Officer | None:
        """Return the officer whose name and password these are. An unknown name takes as long as a wrong password."""
        rows = self._store.rows("officers.password", (spelled(name),))
        if not passwords.fits(str(rows[0][0]) if rows else passwords.NOBODYS, password):
            return None
        return self.by_name(name)


def add_officer(officer: Officer, password: str, now: datetime) -> Write:
    """Return the write that enters an officer, or gives one who is there new roles, areas and a new password.

    Raises NotAnOfficer for a name, a role list or a password that will not do.
    """
    name = spelled(officer.name)
    if not name or len(name) > LONGEST_NAME or any(letter.isspace() for letter in name):
        message = (
            f"“{officer.name}” cannot be a name: write up to {LONGEST_NAME} letters without spaces"
        )
        raise NotAnOfficer(message)
    if name.startswith(SAMPLE_PREFIX):
        message = f"“{officer.name}” is kept for the sandbox: choose a name that does not begin with {SAMPLE_PREFIX}"
        raise NotAnOfficer(message)
    if not officer.roles or not officer.areas:
        message = f"{officer.name} needs at least one role and one area (`{EVERYWHERE}` for the whole state)"
        raise NotAnOfficer(message)
    if len(password) < passwords.SHORTEST:
        message = f"A password has at least {passwords.SHORTEST} letters"
        raise NotAnOfficer(message)
    title, roles, areas = (_json(each) for each in (officer.title, officer.roles, officer.areas))
    return Write("officers.add", (name, title, roles, areas, passwords.seal(password), to_ms(now)))


def end_officer(name: str, now: datetime) -> Write:
    """Return the write after which this officer can no longer sign in; what he or she decided stays."""
    return Write("officers.end", (to_ms(now), spelled(name)))


def sample_officers(departments: Iterable[Department]) -> tuple[Officer, ...]:
    """Return one pretend officer for each role and help desk of the departments, in charge of the whole state."""
    found: dict[str, Officer] = {}
    for department in departments:
        for role in department.seats.values():
            found.setdefault(
                role.id,
                Officer(
                    SAMPLE_PREFIX + role.id, role.title, (role.id,), (EVERYWHERE,), sample=True
                ),
            )
    return tuple(found.values())


def _officer(row: tuple[Any, ...]) -> Officer:
    name, title, roles, areas = row
    return Officer(
        name, orjson.loads(title), tuple(orjson.loads(roles)), tuple(orjson.loads(areas))
    )


def _json(value: Any) -> str:
    return orjson.dumps(dict(value) if isinstance(value, Mapping) else list(value)).decode()
