"""Performs `issue`: one certificate for one effect, drawn, stored and handed back, however often the effect is repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from engine.domain.calendar import local_date
from engine.domain.effect import Issue
from engine.domain.event import Event, Replied
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.doors import Clock, Random
from engine.runtime.keys import Keys, case_owner
from engine.runtime.ports import Dead, Done, Job, Reader, Result, Write
from engine.runtime.store.protocol import Store
from engine.services.certificates.identity import ENTROPY_BYTES, certificate_id
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.number import certificate_number
from engine.services.certificates.record import CertificateRecord, FieldsError
from engine.services.certificates.render import Press, UnprintableError
from engine.services.certificates.written import written_fields

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Kept:
    """A certificate as the register holds it. serial: the part of its number that counts; fields: as printed."""

    serial: int
    id: str
    number: str
    session: str
    kind: str
    service: str
    status: str
    issued_on: date
    fields: dict[str, Any]


def find(certificate: str, keys: Keys, store: Reader) -> Kept | None:
    """Return the certificate of this id."""
    return _first("certificates.by_id", certificate, keys, store)


def _first(statement: str, value: str, keys: Keys, store: Reader) -> Kept | None:
    rows = store.rows(statement, (value,))
    if not rows:
        return None
    serial, id_, number, session, kind, service, status, issued_on, body = rows[0]
    box = keys.find(case_owner(session), store)
    fields = orjson.loads(box.open(body, f"certificate/{id_}/body"))
    day = date.fromisoformat(issued_on)
    return Kept(serial, id_, number, session, kind, service, status, day, fields)


@dataclass(frozen=True, slots=True)
class Certificates:
    """The handler of Issue effects.

    public_url: where `/c/<id>` is served; sandbox: mark every paper as a sample; approved: whether the register holds the approval of
    a session that is named (the key of its question to officers).
    """

    press: Press
    store: Store
    keys: Keys
    clock: Clock
    random: Random
    public_url: str
    sandbox: bool
    approved: Callable[[str, str], bool]

    async def deliver(self, job: Job) -> Result:
        """Issue, or find what an earlier try issued."""
        issue = job.effect
        assert isinstance(issue, Issue)  # noqa: S101 (wired to this effect alone)
        known = _first("certificates.by_key", issue.key, self.keys, self.store)
        if known is not None:
            return Done((self._reply(job, known, self._size(known)),))
        kind = self.press.kinds.get(issue.type)
        if kind is None:
            return Dead(f"no kind of certificate is called {issue.type}")
        if issue.approval and not self.approved(job.session, issue.approval):
            return Dead(f"{issue.type}: the register does not hold its approval")
        kept = self._new(job, issue, kind)
        try:
            pdf = await asyncio.to_thread(self.press.pdf, self._record(kept))
        except (FieldsError, UnprintableError) as trouble:
            return Dead(f"{issue.type}: {type(trouble).__name__}")
        return Done((self._reply(job, kept, len(pdf)),), self._writes(kept, issue.key, pdf))

    def _new(self, job: Job, issue: Issue, kind: CertificateKind) -> Kept:
        today = local_date(self.clock.now())
        serial = self.store.reserve("certificate", 1)
        number = certificate_number(kind.department, kind.code, today.year, serial)
        entropy = self.random.bytes(ENTROPY_BYTES)
        fields = dict(written_fields(kind, issue.fields))
        return Kept(
            serial,
            certificate_id(entropy),
            number,
            job.session,
            issue.type,
            issue.service,
            "valid",
            today,
            fields,
        )

    def _record(self, kept: Kept) -> CertificateRecord:
        url = self._url(kept)
        return CertificateRecord(
            kept.kind, kept.fields, kept.number, kept.id, kept.issued_on, url, self.sandbox
        )

    def _url(self, kept: Kept) -> str:
        return f"{self.public_url}/c/{kept.id.lower()}"

    def _size(self, kept: Kept) -> int:
        rows = self.store.rows("blobs.get", (_media(kept),))
        return int(rows[0][2]) if rows else 0

    def _reply(self, job: Job, kept: Kept, size: int) -> Event:
        file = {"media": _media(kept), "name": f"{kept.number}.pdf", "mime": PDF, "bytes": size}
        gives = {"number": kept.number, "id": kept.id, "url": self._url(kept), "file": file}
        return Replied(job.session, job.key, "issued", gives)

    def _writes(self, kept: Kept, key: str, pdf: bytes) -> tuple[Write, ...]:
        owner = case_owner(kept.session)
        now = self.clock.now()
        blob = blobs.keep(
            Blob(_media(kept), owner, PDF, f"{kept.number}.pdf", pdf), self.keys, self.store, now
        )
        body = self.keys.make(owner).seal(orjson.dumps(kept.fields), f"certificate/{kept.id}/body")
        columns = (
            kept.serial,
            kept.id,
            kept.number,
            key,
            kept.session,
            kept.kind,
            kept.service,
            kept.status,
            kept.issued_on.isoformat(),
        )
        return (Write("certificates.insert", (*columns, body)), blob)


def _media(kept: Kept) -> str:
    return f"certificate-{kept.id}"
