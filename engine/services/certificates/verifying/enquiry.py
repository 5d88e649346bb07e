"""Answers "is this genuine?" with the register at hand: the chat, the command and departments ask here. (Without it: `afar`.)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from engine.runtime.keys import Keys
from engine.runtime.ports import Reader
from engine.services.certificates import register
from engine.services.certificates.identity import certificate_id
from engine.services.certificates.issuing.saying import id_bytes
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.keys import KeySet
from engine.services.certificates.register import Kept
from engine.services.certificates.token import (
    Claims,
    Link,
    Malformed,
    NotOurs,
    open_token,
    read_link,
)
from engine.services.certificates.verifying.logged import NOT_THERE, in_log, line_of, proved
from engine.services.certificates.verifying.sheet import Sheet
from engine.services.certificates.verifying.verdict import Circumstances, Verdict, judge


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out. host: where a foreign code leads; kept: what the register holds under its id, None where nothing; photograph:
    of a certificate with one, whether what was sent shows the same, or does not let us see; pages: of a file in which no code was found.
    """

    verdict: Verdict
    host: str = ""
    kept: Kept | None = None
    photograph: Literal["", "same", "unseen"] = ""
    pages: int = 1


Ask = Callable[[Link, str], Finding]
"""Says what is to be said of a token under its address. With it goes the log's proof, where one came with the token."""


@dataclass(frozen=True, slots=True)
class Enquiry:
    """public_url: where our codes lead; published: the key set in force; watchers: who must have seen the log."""

    public_url: str
    store: Reader
    keys: Keys
    published: KeySet
    watchers: Watchers = field(default_factory=Watchers)

    def of_sheet(self, sheet: Sheet, now: int) -> Finding:
        """Return what is to be said of a picture or a PDF."""
        hosts = (self.public_url, *self.published.hosts)
        return of_sheet(sheet, hosts, lambda link, proof: self.of_token(link, now, proof))

    def of_code(self, text: str, now: int) -> Finding:
        """Return what is to be said of a code's text."""
        return self.of_sheet(Sheet((text,)), now)

    def of_token(self, link: Link, now: int, proof: str = "") -> Finding:
        """Return what is to be said of a token under its address; of an address alone, what the register says.

        The register's own proof decides; one that came with the token must be of the same entry.
        """
        kept = register.find(link.id, self.keys, self.store) if link.id else None
        if not link.token:
            return Finding(Verdict("no_signature"), kept=kept)
        found = NOT_THERE
        if kept is not None and kept.token == link.token:
            found = in_log(kept, self.store, self.published, self.watchers)
            line = line_of(kept.token, kept.issued_on.isoformat())
            if proof and proved(proof, line, self.published, self.watchers).entry != found.entry:
                return Finding(Verdict("other_certificate"), kept=kept)
        around = Circumstances(
            now=now,
            id=id_bytes(link.id) if link.id else b"",
            standing=kept.status if kept is not None else "valid",
            logged=found.entry,
            witnessed=found.witnessed,
        )
        return found_by(judge(link.token, self.published, around), kept)


def found_by(verdict: Verdict, kept: Kept | None = None) -> Finding:
    """Return the finding of a token, of whose photograph nothing was seen yet."""
    shown = verdict.claims is not None and bool(verdict.claims.photograph)
    return Finding(verdict, kept=kept, photograph="unseen" if shown else "")


def of_sheet(sheet: Sheet, hosts: Sequence[str], ask: Ask) -> Finding:
    """Return what is to be said of a picture or a PDF. The code on the page decides; what is attached must be the same.

    hosts: where codes of ours lead, and led.
    """
    if len(sheet.codes) > 1:
        return Finding(Verdict("two_codes"))
    if not sheet.codes:
        if not sheet.token:
            return Finding(Verdict("no_code"), pages=sheet.pages)
        return _compared(ask(Link(_id_in(sheet.token), sheet.token), sheet.proof), sheet)
    try:
        link = read_link(sheet.codes[0], *hosts)
    except NotOurs as elsewhere:
        return Finding(Verdict("other_host"), elsewhere.host)
    except Malformed:
        return Finding(Verdict("unreadable"))
    found = ask(link, sheet.proof)
    if found.verdict.claims is not None and sheet.token not in (b"", link.token):
        return Finding(Verdict("other_certificate"))
    return _compared(found, sheet)


def _compared(found: Finding, sheet: Sheet) -> Finding:
    """Return the finding with what is to be said of the photograph.

    Our own PDF shows the one that was signed, or it was exchanged; a picture or a scan of the paper does not let us see.
    """
    claims = found.verdict.claims
    if claims is None or not found.photograph:
        return found
    if sheet.photograph == claims.photograph:
        return replace(found, photograph="same")
    return Finding(Verdict("other_photograph")) if sheet.token else found


def _id_in(token: bytes) -> str:
    """Return the id a token names, so that the register can be asked; empty where it names none."""
    try:
        return certificate_id(Claims.from_bytes(open_token(token).payload).id)
    except Malformed:
        return ""
