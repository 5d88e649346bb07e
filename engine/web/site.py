"""What the views need from the rest of the engine, handed over once when the application is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from engine.runtime.ports import Arrival
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.keys import Roots
from engine.services.certificates.kinds import Kinds
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.settings import Settings
from engine.web.desk.office import Desk
from engine.web.metrics import Metrics

CertificateStatus = Literal["valid", "revoked", "suspended", "expired", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """What the register says of a certificate to whoever has only its address: nothing about the person.

    type: as in `REV-INC`; title, office: by language; last_day: None where it holds for ever; entry: its number in the public log, None
    where it is not there.
    """

    type: str
    number: str
    title: Mapping[str, str]
    office: Mapping[str, str]
    issued_on: date
    last_day: date | None
    status: CertificateStatus
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """What it takes to check certificates.

    roots, watchers: pinned in every page; kinds: of the catalogue in force; enquiry: None where no key set is in force; proof: that the
    log holds its entry of this number, empty where it does not.
    """

    roots: Roots = field(default_factory=lambda: Roots((), 1))
    kinds: Kinds = dict
    enquiry: Callable[[], Enquiry | None] = lambda: None
    proof: Callable[[int], str] = lambda _entry: ""
    watchers: Watchers = field(default_factory=Watchers)


@dataclass(frozen=True, slots=True)
class Published:
    """A file under `/.well-known/`: keys, status lists, the log."""

    content: bytes
    mime: str


def nothing_published(_path: str) -> Published | None:
    """Return None: an installation that issues nothing publishes nothing."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The engine, as the views see it.

    append: stores arrivals durably before it returns, or raises StoreDown; ready: checks by name, none of which raises; certificate:
    by id (already in its one spelling); published: by the path after `/.well-known/`; checking: how certificates are checked; desk: None
    where no officer sits here.
    """

    settings: Settings
    append: Callable[[Sequence[Arrival]], None]
    now: Callable[[], datetime]
    metrics: Metrics
    certificate: Callable[[str], CertificateView | None]
    published: Callable[[str], Published | None] = nothing_published
    checking: Checking = field(default_factory=Checking)
    ready: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    desk: Desk | None = None
