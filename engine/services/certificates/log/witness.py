"""A witness (https://c2sp.org/tlog-witness): somebody outside the department, who signs a checkpoint only if nothing logged is gone.

The State can run one for another log, and every test of ours runs one against this log. It keeps one checkpoint a log.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nacl.signing import SigningKey

from engine.services.certificates.log.checkpoint import Checkpoint, read_checkpoint
from engine.services.certificates.log.merkle import EMPTY_ROOT, proves_consistency
from engine.services.certificates.log.note import BadNote, NoteKey, cosignature, open_note

MOST_HASHES = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the witness answers over HTTP. seen: the checkpoint to remember, atomically and before answering; None where nothing changes."""

    status: int
    body: str = ""
    seen: Checkpoint | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """Decides; whoever serves it keeps what it has seen. logs: the logs it knows, by origin, each with its keys: a log that changes its key
    is the same log.
    """

    name: str
    key: SigningKey
    logs: Mapping[str, tuple[NoteKey, ...]]

    def add_checkpoint(self, request: str, latest: Mapping[str, Checkpoint], now: int) -> Answer:
        """Return the answer to `add-checkpoint`. latest: what was seen of each log; now: seconds since 1970."""
        try:
            older, proof, note = _request(request)
            offered = read_checkpoint(note.rpartition("\n\n")[0] + "\n")
        except BadNote:
            return Answer(400)
        log = self.logs.get(offered.origin)
        if log is None:
            return Answer(404)
        try:
            text = open_note(note, log).text
        except BadNote:
            return Answer(403)
        known = latest.get(offered.origin, Checkpoint(offered.origin, 0, EMPTY_ROOT))
        if older > offered.size:
            return Answer(400)
        if older != known.size:
            return Answer(409, f"{known.size}\n")
        if not _grew(known, offered, proof):
            return Answer(422)
        return Answer(200, cosignature(text, self.name, self.key, now), offered)


def request_of(older: int, proof: Iterable[bytes], note: str) -> bytes:
    """Return what a log sends to `add-checkpoint`. older: how much of the log the witness has seen; proof: that it has only grown since."""
    lines = "".join(f"{b64encode(each).decode()}\n" for each in proof)
    return f"old {older}\n{lines}\n{note}".encode()


def _grew(known: Checkpoint, offered: Checkpoint, proof: list[bytes]) -> bool:
    if known.size == 0:
        return not proof and (offered.size > 0 or offered.root == EMPTY_ROOT)
    return proves_consistency(known.size, offered.size, known.root, offered.root, proof)


def _request(text: str) -> tuple[int, list[bytes], str]:
    head, gap, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    old = _OLD.fullmatch(first)
    if not gap or old is None or len(lines) > MOST_HASHES:
        raise BadNote("not a request")
    try:
        return int(old[1]), [b64decode(each, validate=True) for each in lines], note
    except ValueError as cause:
        raise BadNote("not a request") from cause
