"""Whether the public log holds a certificate, by the log's own proof: the same question as in the page's script (register.js)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.runtime.ports import Reader
from engine.services.certificates.issuing.proofs import origin_of, proof_of
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.keys import KeySet, PublishedKey
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.log.note import BadNote, NoteKey
from engine.services.certificates.log.proof import LogPolicy, check_proof
from engine.services.certificates.register import Kept
from engine.services.certificates.token import Claims, open_token


@dataclass(frozen=True, slots=True)
class InLog:
    """entry: its number, -1 where the log does not hold it; witnessed: whether as many witnesses as are asked for saw it there, and the key
    that signed for it is still believed."""

    entry: int
    witnessed: bool = True


NOT_THERE = InLog(-1)


def in_log(kept: Kept, store: Reader, published: KeySet, watchers: Watchers) -> InLog:
    """Return how the log holds a certificate of the register; one that no checkpoint shows yet has no witnesses yet."""
    if kept.logged is None:
        return NOT_THERE
    try:
        proof = proof_of(store, kept.logged)
    except LookupError:
        return InLog(kept.logged, witnessed=False)
    return proved(proof, line_of(kept.token, kept.issued_on.isoformat()), published, watchers)


def proved(proof: str, line: Entry, published: KeySet, watchers: Watchers) -> InLog:
    """Return what a proof shows of a line, where a log key of this set signed for it."""
    origin = origin_of(published.hosts[0])
    logs = {NoteKey(origin, key.public): key for key in published.keys if key.purpose == "log"}
    policy = LogPolicy(tuple(logs), tuple(watchers.keys.values()))
    try:
        shown = check_proof(proof, line.to_bytes(), policy)
    except BadNote:
        return NOT_THERE
    tree = shown.tree
    whole = any(_believed(logs[key], tree.checkpoint.size, watchers) for key in tree.signed)
    return InLog(shown.index, whole and len(tree.seen) >= watchers.quorum)


def _believed(key: PublishedKey, size: int, watchers: Watchers) -> bool:
    """Tell whether a log key's word for a tree of this size counts.

    A stolen key's does for what it had signed before, and only where witnesses must have said so too: a thief can sign small trees as well.
    """
    return key.state != "bad" or (watchers.quorum > 0 and size <= (key.bad_after or 0))


def line_of(token: bytes, day: str) -> Entry:
    """Return the line by which the log holds an issued certificate. day: on which it was entered, as in `2026-11-22`."""
    opened = open_token(token)
    claims = Claims.from_bytes(opened.payload)
    district = claims.place[0] if claims.place else ""
    return Entry("issued", claims.type, day, district, opened.kid, fingerprint(token))
