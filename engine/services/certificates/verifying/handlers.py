"""Performs `verify`: reads the file a person sent, or the text of a code, and answers whether the certificate is genuine.

The file is read in a process of its own and dropped from our store with the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.domain.effect import Verify
from engine.domain.event import Event, Replied
from engine.runtime import blobs
from engine.runtime.doors import Clock
from engine.runtime.keys import Keys
from engine.runtime.ports import Done, Job, Reader, Result, Retry, Write
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.keys import KeySet, NotTheState
from engine.services.certificates.kinds import CertificateKind
from engine.services.certificates.verifying.apart import read_apart
from engine.services.certificates.verifying.enquiry import Enquiry, Finding
from engine.services.certificates.verifying.saying import LANGUAGES
from engine.services.certificates.verifying.sheet import Sheet, Unreadable
from engine.services.certificates.verifying.telling import told

AT_ONCE: Final = 2
"""Files read side by side: each may use a processor for some seconds and much memory."""
SOON_S: Final = 0.3
LATEST_S: Final = 600.0


@dataclass(frozen=True, slots=True)
class Verifying:
    """The handler of Verify effects.

    public_url: where our codes lead; published: the key set in force, None before the first one; kinds: by what tokens call them;
    watchers: who must have seen the log.
    """

    store: Reader
    keys: Keys
    clock: Clock
    public_url: str
    published: Callable[[], KeySet | None]
    kinds: Mapping[str, CertificateKind]
    watchers: Watchers = field(default_factory=Watchers)
    _under_way: set[str] = field(default_factory=set)

    async def deliver(self, job: Job) -> Result:
        """Answer; doing it again does no harm."""
        effect = job.effect
        assert isinstance(effect, Verify)  # noqa: S101 (wired to this effect alone)
        if effect.text:
            return Done((self._answer(job, Sheet((effect.text,))),))
        blob = blobs.find(effect.media, self.keys, self.store)
        if blob is None:
            return self._without_file(job, effect)
        if len(self._under_way) >= AT_ONCE:
            return Retry(SOON_S, "other files are being read")
        self._under_way.add(job.key)
        try:
            answer = self._answer(job, await read_apart(blob.content))
        except Unreadable as trouble:
            answer = _unread(job, trouble.why)
        finally:
            self._under_way.discard(job.key)
        return Done((answer,), (Write("blobs.drop", (effect.media,)),))

    def _without_file(self, job: Job, effect: Verify) -> Result:
        """Wait for the file while it is being fetched; say so where it will not come."""
        if not self.store.rows("outbox.awaits", (f"media/{effect.media}",)):
            return Done((_unread(job, "lost"),))
        age = (self.clock.now() - job.made).total_seconds()
        return Retry(min(max(age / 4, SOON_S), LATEST_S), "the file is not here yet")

    def _answer(self, job: Job, sheet: Sheet) -> Event:
        try:
            published = self.published()
        except NotTheState:
            published = None
        if published is None:
            return _unread(job, "no_keys")
        enquiry = Enquiry(self.public_url, self.store, self.keys, published, self.watchers)
        finding = enquiry.of_sheet(sheet, int(self.clock.now().timestamp()))
        if finding.verdict.reason == "other_host" and not finding.host:
            return _unread(job, "other_code")
        return _replied(job, "verified", self._said(finding))

    def _said(self, finding: Finding) -> dict[str, Any]:
        claims = finding.verdict.claims
        kind = self.kinds.get(claims.type) if claims is not None else None
        words = {language: told(finding, kind, language) for language in LANGUAGES}
        return {"reason": finding.verdict.reason, "said": words}


def _unread(job: Job, why: str) -> Event:
    return _replied(job, "unread", {"why": why})


def _replied(job: Job, outcome: str, gives: Mapping[str, Any]) -> Event:
    return Replied(job.session, job.key, outcome, gives)
