"""What the views need from the rest of the engine, handed over once when the application is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from engine.runtime.ports import Arrival
from engine.settings import Settings
from engine.web.desk.office import Desk
from engine.web.metrics import Metrics

CertificateStatus = Literal["valid", "revoked", "expired", "replaced"]


@dataclass(frozen=True, slots=True)
class CertificateField:
    """One thing a certificate says. label: by language; birth: a date of birth, of which only the year is shown."""

    label: Mapping[str, str]
    value: str
    birth: bool = False


@dataclass(frozen=True, slots=True)
class CertificateView:
    """What the public page of a certificate shows. title: by language; sample: not a real certificate, and marked so."""

    number: str
    title: Mapping[str, str]
    fields: tuple[CertificateField, ...]
    issued_on: date
    status: CertificateStatus
    sample: bool = False


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
    by id (already in its one spelling); published: by the path after `/.well-known/`; desk: None where no officer sits here.
    """

    settings: Settings
    append: Callable[[Sequence[Arrival]], None]
    now: Callable[[], datetime]
    metrics: Metrics
    certificate: Callable[[str], CertificateView | None]
    published: Callable[[str], Published | None] = nothing_published
    ready: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    desk: Desk | None = None
