"""Is it genuine? The one place that decides, for the page's server side, the chat, the command and departments alike.

Four answers, and no fifth: genuine · genuine, but no longer to be relied upon · not genuine · cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from engine.services.certificates.keys import KeySet, PublishedKey
from engine.services.certificates.status import Standing
from engine.services.certificates.token import Claims, Malformed, open_token

LEEWAY_S: Final = 300
"""How far a checker's clock may be wrong."""

Answer = Literal["genuine", "lapsed", "not_genuine", "cannot_tell"]
Reason = Literal[
    "good",
    "expired", "not_yet", "revoked", "suspended", "replaced",
    "unreadable", "bad_signature", "other_certificate", "other_photograph", "key_may_not", "stolen_key", "not_logged", "other_host",
    "unknown_key", "old_keys", "needs_register", "unwitnessed", "old_status", "no_status", "no_signature", "no_code", "two_codes",
    "busy", "busy_register",
]  # fmt: skip

ANSWERS: Final[dict[Reason, Answer]] = {
    "good": "genuine",
    "expired": "lapsed",
    "not_yet": "lapsed",
    "revoked": "lapsed",
    "suspended": "lapsed",
    "replaced": "lapsed",
    "unreadable": "not_genuine",
    "bad_signature": "not_genuine",
    "other_certificate": "not_genuine",
    "other_photograph": "not_genuine",
    "key_may_not": "not_genuine",
    "stolen_key": "not_genuine",
    "not_logged": "not_genuine",
    "other_host": "not_genuine",
    "unknown_key": "cannot_tell",
    "old_keys": "cannot_tell",
    "needs_register": "cannot_tell",
    "unwitnessed": "cannot_tell",
    "old_status": "cannot_tell",
    "no_status": "cannot_tell",
    "no_signature": "cannot_tell",
    "no_code": "cannot_tell",
    "two_codes": "cannot_tell",
    "busy": "cannot_tell",
    "busy_register": "cannot_tell",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """reason: what decided. claims: what was signed, shown only where a key of ours signed it; key: whose."""

    reason: Reason
    claims: Claims | None = None
    key: PublishedKey | None = None

    @property
    def answer(self) -> Answer:
        """Return which of the four answers this is."""
        return ANSWERS[self.reason]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the token.

    now: seconds since 1970; id: of the address the token came with, or empty where it came alone; standing: what the status list says,
    None where it was not to be had; status_age_s and status_ttl_s: how old that list is, and how old it may be; logged: the number of the
    token's entry in the public log, None where nobody looked, -1 where it is not there; witnessed: whether as many witnesses as are asked
    for saw the log with that entry.
    """

    now: int
    id: bytes = b""
    standing: Standing | None = None
    status_age_s: int = 0
    status_ttl_s: int = 86_400
    logged: int | None = None
    witnessed: bool = True


def judge(token: bytes, keys: KeySet, around: Circumstances) -> Verdict:
    """Return whether a certificate is genuine. Never raises, whatever the bytes are."""
    try:
        opened = open_token(token)
        claims = Claims.from_bytes(opened.payload)
    except Malformed:
        return Verdict("unreadable")
    key = keys.find(opened.kid, "certificate")
    if key is None:
        return Verdict("unknown_key" if around.now <= keys.good_until else "old_keys")
    if not opened.verified(key.public):
        return Verdict("bad_signature")
    reason = _of_signer(claims, key, keys, around) or _of_paper(claims, around)
    return Verdict(reason or "good", claims, key)


def _of_signer(
    claims: Claims, key: PublishedKey, keys: KeySet, around: Circumstances
) -> Reason | None:
    """Return why what was signed is not believed."""
    if around.id and around.id != claims.id:
        return "other_certificate"
    if claims.issuer not in keys.hosts or not key.may_sign(
        claims.type, claims.place, claims.issued
    ):
        return "key_may_not"
    if around.logged == -1:
        return "not_logged"
    if key.state == "bad" and (around.logged is None or around.logged >= (key.bad_after or 0)):
        return "needs_register" if around.logged is None else "stolen_key"
    return None


def _of_paper(claims: Claims, around: Circumstances) -> Reason | None:
    """Return why a genuine certificate cannot be relied upon."""
    if around.standing is not None and around.standing != "valid":
        return around.standing
    if around.now < claims.issued - LEEWAY_S:
        return "not_yet"
    if claims.expires is not None and around.now > claims.expires + LEEWAY_S:
        return "expired"
    if not around.witnessed:
        return "unwitnessed"
    if claims.status is not None and around.standing is None:
        return "no_status"
    if around.status_age_s > around.status_ttl_s:
        return "old_status"
    return None
