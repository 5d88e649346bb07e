"""What each web process begins with: the application made from the surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Flask

from engine import logs
from engine.language.catalogue import Catalogue
from engine.runtime.inbox import Inbox
from engine.runtime.keys import Keys
from engine.runtime.ports import Arrival, Reader
from engine.services.certificates.handlers import Kept, find
from engine.services.certificates.kinds import CertificateKind, load_kinds
from engine.services.officers.record import sample_officers
from engine.settings import Settings, read
from engine.web.app import create_app
from engine.web.desk.office import CatalogueFacts, Desk
from engine.web.metrics import Metrics
from engine.web.site import CertificateField, CertificateView, Site
from engine.wiring.catalogue import read_catalogue
from engine.wiring.parts import CLOCK, RANDOM, is_down, open_inbox, open_keys, open_reader
from engine.wiring.worker import CERTIFICATES

MASKED = ("born",)
"""Fields of which the public page shows only the year."""


def create() -> Flask:
    """Return the application. Raises SettingsError, StoreDown."""
    settings = read()
    logs.start(settings.log_format)
    keys, reader = open_keys(settings), open_reader(settings)
    inbox = Inbox(open_inbox(settings, reader), keys)
    facts = facts_of(read_catalogue(settings.catalog), settings)
    kinds = load_kinds(CERTIFICATES)

    def append(arrivals: Sequence[Arrival]) -> None:
        inbox.append(arrivals)

    site = Site(
        settings=settings,
        append=append,
        now=CLOCK.now,
        metrics=Metrics(dict),
        certificate=lambda certificate: view_of(find(certificate, keys, reader), kinds, settings),
        ready={"database": lambda: not is_down(reader, "certificates.by_id")},
        desk=desk(reader, keys, facts),
    )
    return create_app(site)


def desk(reader: Reader, keys: Keys, facts: CatalogueFacts) -> Desk:
    """Return the officers' desk."""
    return Desk(store=reader, keys=keys, random=RANDOM, facts=lambda: facts)


def facts_of(catalogue: Catalogue, settings: Settings) -> CatalogueFacts:
    """Return what the desk reads of the catalogue."""
    departments = catalogue.departments
    places: dict[str, Mapping[str, str]] = {}
    for listing in catalogue.lists.values():
        if not listing.levels:
            places.update(listing.labels())
    return CatalogueFacts(
        calendar=catalogue.calendar,
        roles={
            role.id: role.title for department in departments for role in department.roles.values()
        },
        places=places,
        papers={
            name: {paper.id: paper.label for paper in program.papers}
            for name, program in catalogue.programs.items()
        },
        samples=sample_officers(departments) if settings.sandbox else (),
    )


def view_of(
    kept: Kept | None, kinds: Mapping[str, CertificateKind], settings: Settings
) -> CertificateView | None:
    """Return what the public page shows of a certificate."""
    kind = kinds.get(kept.kind) if kept is not None else None
    if kept is None or kind is None:
        return None
    fields = tuple(
        CertificateField(field.label, _words(kept.fields[field.name]), field.name in MASKED)
        for field in kind.fields
        if kept.fields.get(field.name)
    )
    return CertificateView(
        kept.number, kind.title, fields, kept.issued_on, "valid", settings.sandbox
    )


def _words(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
