"""What each web process begins with: the application made from the surroundings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from flask import Flask

from engine import logs
from engine.domain.calendar import local_date
from engine.runtime.inbox import Inbox
from engine.runtime.keys import Keys
from engine.runtime.ports import Reader
from engine.runtime.store.protocol import StoreDown
from engine.services.certificates.issuing.proofs import proof_of
from engine.services.certificates.keys import KeySet, NotTheState
from engine.services.certificates.keys.ending import Role, days_left
from engine.services.certificates.keys.holding import key_set
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.register import Kept, find
from engine.services.certificates.token import Claims, Malformed, open_token
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.settings import Settings, read
from engine.web.app import create_app
from engine.web.desk.office import open_desk
from engine.web.metrics import Metrics
from engine.web.site import CertificateStatus, CertificateView, Checking, Published, Site
from engine.wiring.following import follow
from engine.wiring.issuing import roots_of, watchers_of
from engine.wiring.parts import CLOCK, RANDOM, open_inbox, open_keys, open_reader, sql_folders
from engine.wiring.watching import checks, free_share, standing, waiting

A_CERTIFICATE = {"te": "ధ్రువీకరణ పత్రం", "en": "Certificate"}
THE_STATE = {"te": "ఆంధ్రప్రదేశ్ ప్రభుత్వం", "en": "Government of Andhra Pradesh"}
"""What is shown of a certificate whose kind is not in the catalogue any more."""


def create() -> Flask:
    """Return the application. Raises SettingsError, StoreDown."""
    settings = read()
    logs.start(settings.log_format)
    keys, reader = open_keys(settings), open_reader(settings)
    inbox_store = open_inbox(settings, reader)
    inbox = Inbox(inbox_store, keys)
    in_force = follow(settings.catalog)

    def services() -> int:
        return len(in_force().catalogue.programs)

    def kinds() -> Mapping[str, CertificateKind]:
        return in_force().catalogue.certificates

    site = Site(
        settings=settings,
        append=inbox.append,
        now=CLOCK.now,
        metrics=Metrics(
            standing(reader, waiting(reader, inbox_store)),
            lambda: (in_force().digest, services()),
            lambda: free_share(settings),
            lambda: key_days(settings, reader),
        ),
        certificate=lambda certificate: view_of(
            find(certificate, keys.anew(), reader), kinds(), local_date(CLOCK.now())
        ),
        checking=Checking(
            roots_of(settings),
            kinds,
            lambda: enquiry(settings, reader, keys.anew()),
            lambda entry: proof(entry, reader),
            watchers_of(settings),
        ),
        published=lambda path: published(path, reader),
        ready=checks(reader, sql_folders(settings), services),
        desk=open_desk(reader, keys, RANDOM, lambda: in_force().catalogue, settings.sandbox),
    )
    return create_app(site)


def published(path: str, reader: Reader) -> Published | None:
    """Return a file of ours that is for everybody: keys, status lists, the log."""
    rows = reader.rows("published.get", (path,))
    return Published(bytes(rows[0][0]), str(rows[0][1])) if rows else None


def key_days(settings: Settings, reader: Reader) -> Mapping[Role, float]:
    """Return for how many days there are keys to sign, by role; nothing while the store is down."""
    try:
        return days_left(keys_in_force(settings, reader), int(CLOCK.now().timestamp()))
    except StoreDown:
        return {}


def keys_in_force(settings: Settings, reader: Reader) -> KeySet | None:
    """Return the key set in force, None where there is none that the root keys have signed."""
    try:
        return key_set(reader, roots_of(settings))
    except (NotTheState, Malformed):
        return None


def enquiry(settings: Settings, reader: Reader, keys: Keys) -> Enquiry | None:
    """Return who answers whether something is genuine, None where no key set is in force."""
    in_force = keys_in_force(settings, reader)
    if in_force is None:
        return None
    return Enquiry(settings.public_url, reader, keys, in_force, watchers_of(settings))


def proof(entry: int, reader: Reader) -> str:
    """Return the proof that the log holds its entry of this number, empty where it does not yet."""
    try:
        return proof_of(reader, entry)
    except LookupError:
        return ""


def view_of(
    kept: Kept | None, kinds: Mapping[str, CertificateKind], today: date
) -> CertificateView | None:
    """Return what the public page shows of a certificate, also of one whose kind is issued no more."""
    if kept is None:
        return None
    kind = kinds.get(kept.kind)
    last_day = _last_day(kept, kind)
    status: CertificateStatus = kept.status
    if status == "valid" and last_day is not None and last_day < today:
        status = "expired"
    return CertificateView(
        type=kind.type if kind else "",
        number=kept.number,
        title=kind.title if kind else A_CERTIFICATE,
        office=kind.office if kind else THE_STATE,
        issued_on=kept.issued_on,
        last_day=last_day,
        status=status,
        entry=kept.logged,
    )


def _last_day(kept: Kept, kind: CertificateKind | None) -> date | None:
    """Return the last day as it was signed; of those issued before they were signed, as the kind says."""
    if not kept.token:
        return kind.last_day(kept.issued_on) if kind else None
    expires = Claims.from_bytes(open_token(kept.token).payload).expires
    return None if expires is None else local_date(datetime.fromtimestamp(expires, UTC))
