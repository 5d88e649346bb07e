"""The catalogue in force, as each part of the engine wants to see it: conversations, connectors, the register, the desk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from engine.domain.calendar import OfficeTime
from engine.interpreter.directory import Directory, index
from engine.language.card import Card
from engine.language.catalogue import Catalogue, load
from engine.language.files import is_shared
from engine.language.findings import has_errors
from engine.language.model.certificate import CertificateKind
from engine.language.model.connector import Connector, Operation
from engine.language.model.department import HelpDesk
from engine.language.on_demand import OnDemand
from engine.language.program import Program
from engine.runtime.catalog_dir import Compiled
from engine.runtime.catalog_files import read_files
from engine.wiring.prepared import known, load_program, schemas
from engine.wiring.sections import department_section, event_section


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return twelve letters that tell one catalogue from another: every process that runs the same files shows the same."""
    total = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path]):
            total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()[:12]


class Books:
    """Opens catalogues and remembers the one in force. pinned: gives a program of an earlier release; digest: of those files;
    cards: of its services."""

    def __init__(self, pinned: Callable[[str], Program]) -> None:
        self._catalogue: Catalogue | None = None
        self._pinned = pinned
        self.digest = ""
        self.cards: tuple[Card, ...] = ()

    def compile(self, files: Mapping[str, bytes]) -> Compiled | None:
        """Return the catalogue of these files, None where it has errors; a sound one is in force from now on."""
        found = known(files)
        if has_errors(found.findings):
            return None
        self._catalogue = read_shared(files)
        self.cards = found.cards
        self.digest = digest_of(files)
        programs = OnDemand(files, found.cards, load_program)
        return Compiled(self._directory(self._catalogue, programs), found.cards, programs)

    @property
    def catalogue(self) -> Catalogue:
        """Return what all services of the catalogue in force stand on; it holds no programs."""
        assert self._catalogue is not None  # noqa: S101 (nothing runs before the first one is read)
        return self._catalogue

    def operation(self, name: str) -> tuple[Connector, Operation]:
        """Return a system and its operation by `connector.operation`. Raises KeyError."""
        connector, _, operation = name.partition(".")
        found = self.catalogue.connectors[connector]
        return found, found.operations[operation]

    def office_time(self) -> OfficeTime:
        """Return when offices work."""
        return self.catalogue.office_time

    def roles(self) -> dict[str, Mapping[str, str]]:
        """Return the label of every officers' role of the state, help desks among them."""
        return {
            role.id: role.title
            for department in self.catalogue.departments
            for role in department.seats.values()
        }

    def help_desks(self) -> dict[str, HelpDesk]:
        """Return the help desk of each department."""
        return {department.id: department.desk for department in self.catalogue.departments}

    def _directory(self, catalogue: Catalogue, programs: Mapping[str, Program]) -> Directory:
        of: dict[str, list[Card]] = {each.id: [] for each in catalogue.departments}
        for card in sorted(self.cards, key=lambda card: card.service):
            of[card.department].append(card)
        sections = tuple(department_section(each, of[each.id]) for each in catalogue.departments)
        in_order = [card for cards in of.values() for card in cards]
        events = tuple(
            event_section(event, title, catalogue.departments, in_order)
            for event, title in catalogue.life_events.items()
        )
        cards = {card.service: card for card in self.cards}
        cards |= {old: card for card in self.cards for old in card.former_ids}
        found = index(self.cards, sections, events)
        return Directory(
            catalogue.title,
            catalogue.languages,
            sections,
            cards,
            programs,
            self._pinned,
            events,
            found,
        )


def as_it_answers(directory: Directory, troubled: frozenset[str]) -> Directory:
    """Return a directory that knows which services' departments do not answer. troubled: systems, as cards name them."""
    if not troubled:
        return directory
    silent = (
        card.service for card in directory.cards.values() if not troubled.isdisjoint(card.systems)
    )
    return replace(directory, unavailable=frozenset(silent))


def read_shared(files: Mapping[str, bytes]) -> Catalogue:
    """Return what all services stand on (departments, systems, lists, the state), without a program."""
    return load({path: files[path] for path in files if is_shared(path)}, schemas()).catalogue


def certificates_of(folder: Path) -> Mapping[str, CertificateKind]:
    """Return the kinds of certificates a folder declares, by name."""
    return read_shared(read_files(folder)).certificates


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of a folder, its programs made when they are asked for; none where it has errors."""
    return catalogue_of(read_files(folder))


def catalogue_of(files: Mapping[str, bytes]) -> Catalogue:
    """Return the same of its files."""
    programs = OnDemand(files, known(files).cards, load_program)
    return replace(read_shared(files), programs=programs)
