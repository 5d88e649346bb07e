"""Answers "is this genuine?" far from the register: with what is published for everybody, and the log's proof that a PDF carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from engine.domain.calendar import local_date
from engine.services.certificates.issuing.saying import id_bytes
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.keys import KeySet
from engine.services.certificates.status import open_status_list
from engine.services.certificates.token import Claims, Link, Malformed
from engine.services.certificates.verifying.enquiry import Finding, found_by, of_sheet
from engine.services.certificates.verifying.logged import line_of, proved
from engine.services.certificates.verifying.sheet import Sheet
from engine.services.certificates.verifying.verdict import Circumstances, Verdict, judge

_LIST: Final = re.compile(r"/\.well-known/(status/[0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class EnquiryAfar:
    """published: the key set, which the root keys have signed; fetch: gives a file by its path under `/.well-known/`, raises LookupError
    where it is not there; watchers: who must have seen the log."""

    published: KeySet
    fetch: Callable[[str], bytes]
    watchers: Watchers = field(default_factory=Watchers)

    def of_sheet(self, sheet: Sheet, now: int) -> Finding:
        """Return what is to be said of a picture or a PDF."""
        hosts = self.published.hosts
        return of_sheet(sheet, hosts, lambda link, proof: self._of_token(link, now, proof))

    def _of_token(self, link: Link, now: int, proof: str) -> Finding:
        if not link.token:
            return Finding(Verdict("no_signature"))
        around = Circumstances(now=now, id=id_bytes(link.id) if link.id else b"")
        signed = judge(link.token, self.published, around)
        claims = signed.claims
        if claims is None or signed.answer == "not_genuine":
            return found_by(signed)  # what it says of lists and days is a stranger's word
        around = self._listed(around, claims)
        if proof:
            day = local_date(datetime.fromtimestamp(claims.issued, UTC)).isoformat()
            shown = proved(proof, line_of(link.token, day), self.published, self.watchers)
            around = replace(around, logged=shown.entry, witnessed=shown.witnessed)
        return found_by(judge(link.token, self.published, around))

    def _listed(self, around: Circumstances, claims: Claims) -> Circumstances:
        """Return the circumstances with how it stands by its list, as they were where that is not to be had or not to be believed."""
        place = claims.status
        path = _LIST.fullmatch(self.published.path_of(place.uri)) if place else None
        if place is None or path is None:
            return around
        try:
            content = self.fetch(path[1])
            listed = open_status_list(content, place.uri, self.published)
            standing = listed.at(place.index)
        except (LookupError, Malformed):
            return around
        age = around.now - listed.issued
        return replace(around, standing=standing, status_age_s=age, status_ttl_s=listed.ttl_s)
