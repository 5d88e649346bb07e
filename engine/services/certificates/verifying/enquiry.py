"""Answers "is this genuine?" with the register at hand: the chat, the command and departments ask here."""

from __future__ import annotations

from dataclasses import dataclass

from engine.runtime.keys import Keys
from engine.runtime.ports import Reader
from engine.services.certificates import register
from engine.services.certificates.identity import certificate_id
from engine.services.certificates.issuing.saying import id_bytes
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
from engine.services.certificates.verifying.sheet import Sheet
from engine.services.certificates.verifying.verdict import Circumstances, Verdict, judge


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out. host: where a foreign code leads; kept: what the register holds under its id, None where nothing."""

    verdict: Verdict
    host: str = ""
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """public_url: where our codes lead; published: the key set in force."""

    public_url: str
    store: Reader
    keys: Keys
    published: KeySet

    def of_sheet(self, sheet: Sheet, now: int) -> Finding:
        """Return what is to be said of a picture or a PDF. The code on the page decides; what is attached must be the same."""
        if len(sheet.codes) > 1:
            return Finding(Verdict("two_codes"))
        if sheet.codes:
            found = self.of_code(sheet.codes[0], now)
            attached = (
                found.verdict.claims is None
                or not sheet.token
                or sheet.token == self._said(sheet.codes[0])
            )
            return found if attached else Finding(Verdict("other_certificate"))
        if sheet.token:
            return self.of_token(Link(_id_in(sheet.token), sheet.token), now)
        return Finding(Verdict("no_code"))

    def of_code(self, text: str, now: int) -> Finding:
        """Return what is to be said of a code's text."""
        try:
            link = read_link(text, self.public_url)
        except NotOurs as elsewhere:
            return Finding(Verdict("other_host"), elsewhere.host)
        except Malformed:
            return Finding(Verdict("unreadable"))
        return self.of_token(link, now)

    def of_token(self, link: Link, now: int) -> Finding:
        """Return what is to be said of a token under its address; of an address alone, what the register says."""
        kept = register.find(link.id, self.keys, self.store) if link.id else None
        if not link.token:
            return Finding(Verdict("no_signature"), kept=kept)
        same = kept is not None and kept.token == link.token
        around = Circumstances(
            now=now,
            id=id_bytes(link.id) if link.id else b"",
            standing=kept.status if kept is not None else "valid",
            logged=kept.logged if kept is not None and same and kept.logged is not None else -1,
        )
        return Finding(judge(link.token, self.published, around), kept=kept)

    def _said(self, code: str) -> bytes:
        return read_link(code, self.public_url).token


def _id_in(token: bytes) -> str:
    """Return the id a token names, so that the register can be asked; empty where it names none."""
    try:
        return certificate_id(Claims.from_bytes(open_token(token).payload).id)
    except Malformed:
        return ""
