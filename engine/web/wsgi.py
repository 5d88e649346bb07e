"""What each web process begins with: the application made from the surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from flask import Flask

from engine import logs
from engine.runtime.catalog_files import read_files
from engine.runtime.inbox import Inbox
from engine.runtime.ports import Reader
from engine.services.certificates.kinds import CertificateKind, load_kinds
from engine.services.certificates.register import Kept, find
from engine.settings import Settings, read
from engine.web.app import create_app
from engine.web.desk.office import open_desk
from engine.web.metrics import Metrics
from engine.web.site import CertificateField, CertificateStatus, CertificateView, Published, Site
from engine.wiring.catalogue import digest_of, read_catalogue
from engine.wiring.parts import CLOCK, RANDOM, open_inbox, open_keys, open_reader, sql_folders
from engine.wiring.watching import checks, free_share, standing, waiting
from engine.wiring.worker import CERTIFICATES

MASKED = ("born",)
"""Fields of which the public page shows only the year."""


def create() -> Flask:
    """Return the application. Raises SettingsError, StoreDown."""
    settings = read()
    logs.start(settings.log_format)
    keys, reader = open_keys(settings), open_reader(settings)
    inbox_store = open_inbox(settings, reader)
    inbox = Inbox(inbox_store, keys)
    catalogue = read_catalogue(settings.catalog)
    services = len(catalogue.programs)
    kinds = load_kinds(CERTIFICATES)

    site = Site(
        settings=settings,
        append=inbox.append,
        now=CLOCK.now,
        metrics=Metrics(
            standing(reader, waiting(reader, inbox_store)),
            (digest_of(read_files(settings.catalog)), services),
            lambda: free_share(settings),
        ),
        certificate=lambda certificate: view_of(
            find(certificate, keys.anew(), reader), kinds, settings
        ),
        published=lambda path: published(path, reader),
        ready=checks(reader, sql_folders(settings), services),
        desk=open_desk(reader, keys, RANDOM, catalogue, settings.sandbox),
    )
    return create_app(site)


def published(path: str, reader: Reader) -> Published | None:
    """Return a file of ours that is for everybody: keys, status lists, the log."""
    rows = reader.rows("published.get", (path,))
    return Published(bytes(rows[0][0]), str(rows[0][1])) if rows else None


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
    status = cast(CertificateStatus, kept.status)
    return CertificateView(
        kept.number, kind.title, fields, kept.issued_on, status, settings.sandbox
    )


def _words(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
