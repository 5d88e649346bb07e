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
from engine.runtime.keys import Keys, NoKey, Sealed, case_owner
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
    fields = orjson.loads(_opened(id_, session, body, keys, store))
    day = date.fromisoformat(issued_on)
    return Kept(serial, id_, number, session, kind, service, status, day, fields)


def _opened(certificate: str, session: str, body: bytes, keys: Keys, store: Reader) -> bytes:
    """Return what a certificate says: under its own key, or under its case's, as the first ones were."""
    try:
        return keys.find(_owner(certificate), store).open(body, _place(certificate))
    except (NoKey, Sealed):
        return keys.find(case_owner(session), store).open(body, _place(certificate))


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
        body = self._sealed(kept.id, orjson.dumps(kept.fields))
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

    def parting(self, session: str) -> tuple[Write, ...]:
        """Return what must be written before a case's key goes: certificates under that key are sealed anew with keys of their own."""
        writes = []
        for certificate, body in self.store.rows("certificates.of_case", (session,)):
            try:
                plain = _opened(certificate, session, body, self.keys, self.store)
            except NoKey:
                continue  # nothing is left of it that could be kept
            sealed = self._sealed(certificate, plain)
            writes.append(Write("certificates.seal", (sealed, certificate)))
        return tuple(writes)

    def _sealed(self, certificate: str, plain: bytes) -> bytes:
        """Return what a certificate says, sealed with its own key, which outlives the case's."""
        self.keys.load((_owner(certificate),), self.store)
        return self.keys.make(_owner(certificate)).seal(plain, _place(certificate))


def _owner(certificate: str) -> str:
    return f"certificate/{certificate}"


def _place(certificate: str) -> str:
    return f"certificate/{certificate}/body"


def _media(kept: Kept) -> str:
    return f"certificate-{kept.id}"
