"""Changes how an issued certificate stands: revoked, suspended, restored, replaced; with a reason, in the public log, the citizen told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from engine.domain.calendar import format_moment, local_date
from engine.domain.event import Event, Replied
from engine.runtime import codec
from engine.runtime.keys import Keys
from engine.runtime.ports import Arrival, Reader, Received, Write
from engine.runtime.times import to_ms
from engine.services.certificates import register
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.register import Kept
from engine.services.certificates.status import Standing
from engine.services.certificates.token import Claims, open_token

Change = Literal["suspended", "restored", "replaced", "revoked"]
CHANGES: Final[Mapping[Change, tuple[Standing, tuple[Standing, ...]]]] = {
    "suspended": ("suspended", ("valid",)),
    "restored": ("valid", ("suspended",)),
    "replaced": ("replaced", ("valid", "suspended")),
    "revoked": ("revoked", ("valid", "suspended")),
}
"""What each makes of a certificate, and of which it may be done. Revoked and replaced is for ever: issue a new one."""
LONGEST_REASON: Final = 2_000
OUTCOME: Final = "standing"
"""Of the event that tells the case."""


@dataclass(frozen=True, slots=True)
class ChangeBody:
    """The body of a `standing` arrival. number: of the certificate; by: of the one that replaces it; seen: changes the officer saw."""

    number: str
    did: Change
    officer: str
    reason: str
    seen: int
    by: str = ""


codec.know(ChangeBody)


class NotPossible(ValueError):
    """This cannot be done to this certificate; `word` says why: `no_reason`, `long_reason`, `not_now`, `no_other`, `not_issued`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def possible(kept: Kept) -> tuple[Change, ...]:
    """Return what may be done to a certificate as it stands."""
    if kept.awaits_log:
        return ()
    return tuple(did for did, (_, before) in CHANGES.items() if kept.status in before)


def check(kept: Kept, body: ChangeBody, other: Kept | None) -> None:
    """Raise NotPossible where this cannot be done. other: the certificate that is to replace it, where there is one of that number."""
    if kept.awaits_log:
        raise NotPossible("not_issued")
    if not body.reason.strip():
        raise NotPossible("no_reason")
    if len(body.reason) > LONGEST_REASON:
        raise NotPossible("long_reason")
    if body.did not in possible(kept) or body.seen != len(kept.history):
        raise NotPossible("not_now")
    fits = other is not None and other.kind == kept.kind and other.status == "valid"
    if body.did == "replaced" and (not fits or other is None or other.number == kept.number):
        raise NotPossible("no_other")


def arrival(kept: Kept, body: ChangeBody, page: str, now: datetime) -> Arrival:
    """Return it as the inbox takes it; the same page sent twice is the same arrival."""
    name = f"standing:{kept.number}:{body.seen}:{page}"
    return Arrival("standing", name, (), codec.encode(body), now, kept.session)


@dataclass(frozen=True, slots=True)
class Changing:
    """Takes changes as they arrive from the desk and from `catalog certificate`."""

    keys: Keys

    def receive(self, arrived: Arrival, store: Reader, now: datetime) -> Received:
        """Do it and tell the case; what is no longer possible changes nothing."""
        body = codec.decode(arrived.body)
        if not isinstance(body, ChangeBody):
            return Received()
        kept = register.of_number(body.number, self.keys, store)
        if kept is None:
            return Received()
        try:
            check(kept, body, register.of_number(body.by, self.keys, store) if body.by else None)
        except NotPossible:
            return Received()
        standing, _ = CHANGES[body.did]
        line = {
            "at": format_moment(now),
            "did": body.did,
            "officer": body.officer,
            "reason": body.reason.strip(),
            "by": body.by,
        }
        changed = replace(kept, status=standing, history=(*kept.history, line))
        writes = [
            Write("certificates.stand", (standing, kept.id, standing)),
            register.sealed(changed, self.keys, store),
            Write("certificates.hasten", (to_ms(now), kept.id)),
        ]
        if kept.token:
            writes.append(Write("certlog.enter", ("", _line(kept, body.did, now), to_ms(now))))
        return Received(_told(kept, body, store), tuple(writes))


def _line(kept: Kept, did: Change, now: datetime) -> bytes:
    claims = Claims.from_bytes(open_token(kept.token).payload)
    district = claims.place[0] if claims.place else ""
    day = local_date(now).isoformat()
    kid = bytes.fromhex(kept.kid)
    return Entry(did, claims.type, day, district, kid, fingerprint(kept.token)).to_bytes()


def _told(kept: Kept, body: ChangeBody, store: Reader) -> tuple[Event, ...]:
    """Return the event for the case; none where it has been erased, so that nobody is known whom it could be told, and none where
    the citizen never had the paper: the case learns how asking for it ended.
    """
    if not store.rows_in("turns.session_persons", [kept.session]):
        return ()
    if store.rows("certificates.awaits_paper", (kept.id,)):
        return ()
    gives = {"number": kept.number, "did": body.did, "by": body.by}
    return (Replied(kept.session, "", OUTCOME, gives),)
