"""Performs `issue`: one certificate for one effect, however often the effect is repeated.

First it is signed and entered, together with its line for the public log; once the log has it, the paper is drawn, kept and handed over.
Killed at any point, either nothing is there or the next try finds it and goes on. What was signed is tried until its paper is there, or
until an officer revokes it: given up, a second valid certificate could be asked for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, ParamSpec, TypeVar

import structlog

from engine.domain.calendar import local_date
from engine.domain.effect import Issue
from engine.domain.event import Event, Replied
from engine.runtime import blobs
from engine.runtime.blobs import Blob
from engine.runtime.doors import Clock, Random, fault_point
from engine.runtime.keys import Keys, case_owner
from engine.runtime.ports import Dead, Done, Job, Result, Retry, Write
from engine.runtime.store.protocol import Store
from engine.runtime.times import to_ms
from engine.services.certificates import register
from engine.services.certificates.identity import ENTROPY_BYTES, certificate_id
from engine.services.certificates.issuing.saying import claims_of, place_of
from engine.services.certificates.issuing.standings import NoKeyForLists, begin_list
from engine.services.certificates.keys import PublishedKey
from engine.services.certificates.keys.holding import KeyRing
from engine.services.certificates.kinds import CertificateKind, kind_of
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.number import certificate_number
from engine.services.certificates.photograph import (
    BadPhotographError,
    print_of,
    printed_photograph,
)
from engine.services.certificates.record import CertificateRecord, FieldsError, SignerError
from engine.services.certificates.register import Kept
from engine.services.certificates.render import Press, UnprintableError
from engine.services.certificates.status import ENTRIES
from engine.services.certificates.token import seal_token, write_link
from engine.services.certificates.written import written_fields

log = structlog.get_logger()
P = ParamSpec("P")
T = TypeVar("T")

PDF: Final = "application/pdf"
LOGGED_IN_S: Final = 0.25
"""So soon a certificate that waits for the log is looked at again: a little later than the log takes in what waits, or each would be
looked at twice."""
MENDED_S: Final = 600
"""So long after something that a person must mend it is tried again; `catalog certificate draw` does not wait."""
A_LIST: Final = ENTRIES // 2
"""Certificates a status list takes: with half its places free, a random one is soon found."""


def _as_it_is(pdf: bytes, _now: datetime, _department: str) -> bytes:
    """Return a PDF without a signature of its own: the token in it is signed."""
    return pdf


@dataclass(frozen=True, slots=True)
class Certificates:
    """The handler of Issue effects.

    public_url: where `/c/<id>` is served, the issuer of every token; sandbox: mark every paper as a sample; approved: whether the register
    holds the approval of a session that is named (the key of its question to officers); proof: what the log gives out for an entry;
    finish: signs a PDF with the document signer's certificate of the department whose paper it is, where it has one; room: where pages
    are drawn, wherever there is a free thread where none is named; begun: status lists known to be published.
    """

    press: Press
    store: Store
    keys: Keys
    ring: KeyRing
    clock: Clock
    random: Random
    public_url: str
    sandbox: bool
    approved: Callable[[str, str], bool]
    proof: Callable[[int], str]
    finish: Callable[[bytes, datetime, str], bytes] = _as_it_is
    room: Executor | None = None
    begun: set[int] = field(default_factory=set)

    async def deliver(self, job: Job) -> Result:
        """Issue, or go on with what an earlier try began."""
        issue = job.effect
        assert isinstance(issue, Issue)  # noqa: S101 (wired to this effect alone)
        known = register.of_effect(issue.key, self.keys, self.store)
        if known is None:
            return await self._enter(job, issue)
        if known.awaits_log:
            return Retry(LOGGED_IN_S, "it waits for the public log")
        size = self._size(known)
        if size:
            return Done((self._reply(job, known, size),))
        if known.status in ("revoked", "replaced"):
            return Dead(f"{known.number} was {known.status} before its paper was drawn")
        if known.status == "suspended":
            return Retry(MENDED_S, "it is suspended")
        return await self._hand_over(job, issue, known, self._kind(issue))

    async def _enter(self, job: Job, issue: Issue) -> Result:
        """Sign it and enter it, once it is certain that its paper can be drawn."""
        kind = self._kind(issue)
        if kind is None:
            return Dead(f"no kind of certificate is called {issue.type}")
        if issue.approval and not self.approved(job.session, issue.approval):
            return Dead(f"{issue.type}: the register does not hold its approval")
        moment = self.clock.now()
        now = int(moment.timestamp())
        place = place_of(issue.fields)
        signer = self.ring.signer("certificate", now, kind.type, place)
        if signer is None:
            return Retry(MENDED_S, f"no key may sign {kind.type} now: catalog keys list")
        try:
            photograph = self._photograph(issue, kind)
            kept = self._new(job, issue, kind, photograph, moment)
            token = self._signed(kept, kind, signer, place, moment)
            record = self._record(kept, token, "", photograph, issue.language)
            await self._apart(self.press.try_out, record, kind)
            begun = self._begun(kept.list, moment)
        except (FieldsError, UnprintableError) as trouble:
            return Dead(str(trouble))
        except NoKeyForLists:
            return Retry(MENDED_S, "no key may sign status lists now: catalog keys list")
        written = self._entered(kept, issue, kind, signer, token)
        return Retry(LOGGED_IN_S, "it waits for the public log", (*written, *begun))

    async def _apart(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do what takes a while where the turns of others do not wait for it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.room, partial(work, *given, **named))

    def _kind(self, issue: Issue) -> CertificateKind | None:
        """Return the kind as it was when the case began; a case of an earlier release has the one in force."""
        return kind_of(issue.declared) if issue.declared else self.press.kinds.get(issue.type)

    def _new(
        self, job: Job, issue: Issue, kind: CertificateKind, photograph: bytes, moment: datetime
    ) -> Kept:
        given = dict(issue.fields)
        if kind.photograph and photograph:
            given[kind.photograph.name] = print_of(photograph).hex()
        today = local_date(moment)
        serial = self.store.reserve("certificate", 1)
        number = certificate_number(kind.department, kind.code, today.year, serial)
        list_ = 1 + serial // A_LIST
        return Kept(
            serial=serial,
            id=certificate_id(self.random.bytes(ENTROPY_BYTES)),
            number=number,
            session=job.session,
            kind=issue.type,
            service=issue.service,
            status="valid",
            issued_on=today,
            fields=written_fields(kind, given),
            list=list_,
            place=self._free_place(list_),
        )

    def _photograph(self, issue: Issue, kind: CertificateKind | None) -> bytes:
        """Return the photograph as it is printed, nothing where none was given. Raises FieldsError."""
        field = kind.photograph if kind else None
        given = issue.fields.get(field.name) if field else None
        if field is None or given is None:
            return b""
        blob = blobs.find(str(given["media"]), self.keys, self.store)
        if blob is None:
            raise FieldsError(f"{issue.type}: the file of '{field.name}' is not there any more")
        try:
            return printed_photograph(blob.content)
        except BadPhotographError as trouble:
            raise FieldsError(f"{issue.type}: '{field.name}' {trouble}") from None

    def _begun(self, list_: int, moment: datetime) -> tuple[Write, ...]:
        """Return what publishes a list with its first certificate; one that was found there is not looked for again."""
        if list_ in self.begun:
            return ()
        writes = begin_list(list_, self.store, self.ring, self.public_url, moment)
        if not writes:
            self.begun.add(list_)
        return writes

    def _free_place(self, list_: int) -> int:
        """Return a place of a status list, drawn by lot: neighbours in the list are not neighbours at the counter."""
        while True:
            place = int.from_bytes(self.random.bytes(4), "big") % ENTRIES
            if not self.store.rows("certificates.taken", (list_, place)):
                return place

    def _signed(
        self,
        kept: Kept,
        kind: CertificateKind,
        signer: PublishedKey,
        place: tuple[str, ...],
        moment: datetime,
    ) -> bytes:
        claims = claims_of(kept, kind, self.public_url, place, moment)
        return seal_token(claims.to_bytes(), self.ring.secret(signer.kid), signer.kid)

    def _entered(
        self,
        kept: Kept,
        issue: Issue,
        kind: CertificateKind,
        signer: PublishedKey,
        token: bytes,
    ) -> tuple[Write, ...]:
        place = place_of(issue.fields)
        line = Entry(
            "issued",
            kind.type,
            kept.issued_on.isoformat(),
            place[0] if place else "",
            signer.kid,
            fingerprint(token),
        )
        signed = replace(kept, token=token, kid=signer.kid.hex())
        fault_point("certificate.signed")
        return (
            register.enter(signed, issue.key, self.keys),
            Write("certlog.enter", (kept.id, line.to_bytes(), to_ms(self.clock.now()))),
        )

    async def _hand_over(
        self, job: Job, issue: Issue, kept: Kept, kind: CertificateKind | None
    ) -> Result:
        """Draw the paper with its proof, keep it and tell the case."""
        try:
            proof = self.proof(kept.logged) if kept.logged is not None else ""
        except LookupError:
            return Retry(LOGGED_IN_S, "it waits for the log's witnesses")
        try:
            photograph = self._photograph(issue, kind)
            if photograph and print_of(photograph).hex() not in kept.fields.values():
                raise FieldsError(f"{issue.type}: the photograph is not the one that was signed")
            record = self._record(kept, kept.token, proof, photograph, issue.language)
            drawn = await self._apart(self.press.pdf, record, kind)
            department = kind.signed_by if kind else ""
            pdf = await self._apart(self.finish, drawn, self.clock.now(), department)
        except (FieldsError, UnprintableError, SignerError) as trouble:
            log.error("certificate.undrawn", number=kept.number, why=str(trouble))
            return Retry(MENDED_S, str(trouble))
        fault_point("certificate.drawn")
        blob = Blob(kept.media, case_owner(kept.session), PDF, f"{kept.number}.pdf", pdf)
        write = blobs.keep(blob, self.keys, self.store, self.clock.now())
        return Done((self._reply(job, kept, len(pdf)),), (write,))

    def _record(
        self, kept: Kept, token: bytes, proof: str = "", photograph: bytes = b"", language: str = ""
    ) -> CertificateRecord:
        return CertificateRecord(
            kind=kept.kind,
            fields=kept.fields,
            number=kept.number,
            id=kept.id,
            issued_on=kept.issued_on,
            verify_url=self._url(kept),
            code=write_link(self.public_url, kept.id, token),
            token=token,
            proof=proof,
            photograph=photograph,
            language=language,
            sandbox=self.sandbox,
        )

    def _url(self, kept: Kept) -> str:
        return f"{self.public_url}/c/{kept.id.lower()}"

    def _size(self, kept: Kept) -> int:
        rows = self.store.rows("blobs.get", (kept.media,))
        return int(rows[0][2]) if rows else 0

    def _reply(self, job: Job, kept: Kept, size: int) -> Event:
        file = {"media": kept.media, "name": f"{kept.number}.pdf", "mime": PDF, "bytes": size}
        gives = {"number": kept.number, "id": kept.id, "url": self._url(kept), "file": file}
        return Replied(job.session, job.key, "issued", gives)

    def parting(self, session: str) -> tuple[Write, ...]:
        """Return what must be written before a case's key goes."""
        return register.parting(session, self.keys, self.store)
