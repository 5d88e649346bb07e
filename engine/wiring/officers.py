"""Enters officers who may sign in at the desk, and ends their access; each is one write to the store, beside the processes that run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from engine.language.catalogue import Catalogue
from engine.language.model.department import Department
from engine.language.nearest import suggest
from engine.runtime.store.protocol import Store
from engine.services.officers.record import (
    EVERYWHERE,
    NotAnOfficer,
    Officer,
    Officers,
    add_officer,
    end_officer,
)
from engine.settings import Settings
from engine.wiring.catalogue import read_catalogue
from engine.wiring.parts import CLOCK, open_keys, open_store


def enter(settings: Settings, officer: Officer, password: str) -> Officer:
    """Enter an officer, or give one who is there new roles, areas and password; return him or her as kept.

    An officer without a title bears that of the first role. Raises NotAnOfficer for what will not do, and as `open_store`.
    """
    title = check(officer, read_catalogue(settings.catalog))
    write = add_officer(replace(officer, title=officer.title or title), password, CLOCK.now())
    with _opened(settings) as store:
        with store.transaction():
            store.write((write,))
        kept = Officers(store).by_name(officer.name)
    assert kept is not None  # noqa: S101 (just written)
    return kept


def leave(settings: Settings, name: str) -> None:
    """End an officer's access. Raises NotAnOfficer where nobody of this name has any."""
    with _opened(settings) as store:
        if Officers(store).by_name(name) is None:
            message = f"There is no officer “{name}”. catalog officer list shows all"
            raise NotAnOfficer(message)
        with store.transaction():
            store.write((end_officer(name, CLOCK.now()),))


def empty_help_desks(settings: Settings, officers: Iterable[Officer]) -> list[str]:
    """Return the help desks of the catalogue at which none of these officers sits."""
    held = {role for officer in officers for role in officer.roles}
    desks = {each.desk.id for each in read_catalogue(settings.catalog).departments}
    return sorted(desks - held)


def everyone(settings: Settings) -> list[Officer]:
    """Return all officers, by name."""
    with _opened(settings) as store:
        return Officers(store).everyone()


@contextmanager
def _opened(settings: Settings) -> Iterator[Store]:
    store = open_store(settings, open_keys(settings))
    try:
        yield store
    finally:
        store.close()


def check(officer: Officer, catalogue: Catalogue) -> Mapping[str, str]:
    """Return the title of the first role. Raises NotAnOfficer for a role or an area that the catalogue does not know."""
    known = {role: each for each in catalogue.departments for role in each.seats}
    for role in officer.roles:
        if role not in known:
            message = f"The catalogue has no role “{role}”. {suggest(role, known)}"
            raise NotAnOfficer(message)
    places = [_places(role, known[role], catalogue) for role in officer.roles]
    if all(places):
        _check_areas(officer.areas, set().union(*places))
    first = officer.roles[0] if officer.roles else ""
    return known[first].seats[first].title if first else {}


def _check_areas(areas: tuple[str, ...], codes: set[str]) -> None:
    for area in areas:
        if area != EVERYWHERE and area not in codes:
            message = f"None of these roles sits in an area “{area}”. {suggest(area, codes)}"
            raise NotAnOfficer(message)


def _places(role: str, department: Department, catalogue: Catalogue) -> set[str]:
    """Return the codes of all areas this role may sit in; none where the catalogue has no list of them."""
    office = department.seats[role].office
    kind = department.offices.get(office.text) if office is not None else None
    found = catalogue.lists.get(f"{kind.level}s") if kind is not None else None
    return set(found.labels()) if found is not None else set()
