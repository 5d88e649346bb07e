"""What a proof of the public log shows, and to whom too few witnesses are not enough: row by row of witnessed.yaml."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from nacl.signing import SigningKey

from engine.services.certificates.issuing.proofs import origin_of
from engine.services.certificates.issuing.witnessing import Watchers
from engine.services.certificates.keys import KeySet, PublishedKey, key_id
from engine.services.certificates.log.checkpoint import Checkpoint
from engine.services.certificates.log.note import COSIGNED, DASH, NoteKey, cosignature, sign_note
from engine.services.certificates.log.proof import write_proof
from engine.services.certificates.log.tiles import Edge, Tiles, grow
from engine.services.certificates.token import seal_token
from engine.services.certificates.verifying.logged import line_of, proved
from tests.services.certificates.sample_state import ISSUER, SAMPLE, sample_state

PROOFS = yaml.safe_load(Path(__file__).with_name("witnessed.yaml").read_text(encoding="utf-8"))
DAY, ENTRY, SIZE, SEEN = "2026-11-23", 5, 300, 1_764_000_000
ORIGIN = origin_of(ISSUER)
SECRET = {
    name: SigningKey(name.encode().ljust(32, b"."))
    for name in ("log", "next", "w1", "w2", "w3", "stranger")
}
REVENUE = sample_state().secret["revenue"]
TOKEN = seal_token(SAMPLE.to_bytes(), REVENUE, key_id(bytes(REVENUE.verify_key)))


def named(name: str, key: str = "") -> NoteKey:
    """Return a witness's key, under its own name or another's."""
    return NoteKey(f"{name}.example/w", bytes(SECRET[key or name].verify_key), COSIGNED)


def published(row: dict[str, Any]) -> KeySet:
    """Return the sample state's keys, with two for the log; of the first of them the row says how it stands."""
    first, following = (
        PublishedKey(
            public=bytes(SECRET[name].verify_key),
            name=name,
            purpose="log",
            not_before=1_600_000_000,
            sign_until=1_900_000_000,
        )
        for name in ("log", "next")
    )
    first = replace(first, state=row.get("state", "active"), bad_after=row.get("bad_after"))
    before = sample_state().published
    return replace(before, keys=(*before.keys, first, following))


def watchers(row: dict[str, Any]) -> Watchers:
    keys = {f"https://{name}.example": named(name) for name in ("w1", "w2", "w3")}
    return Watchers(keys, row["quorum"])


@cache
def tree(day: str) -> Tiles:
    entries = [f"entry {number}".encode() for number in range(SIZE)]
    entries[ENTRY] = line_of(TOKEN, day).to_bytes()
    return Tiles(grow(Edge(), entries).files.__getitem__, SIZE)


def text_of(day: str) -> str:
    return str(Checkpoint(ORIGIN, SIZE, tree(day).root()))


def proof_for(row: dict[str, Any]) -> str:
    """Return the proof as this row has it."""
    text, log = text_of(DAY), row.get("log", "log")
    note = text + "\n" if log == "none" else sign_note(text, ORIGIN, SECRET[log])
    proof = write_proof(tree(DAY), ENTRY, note + "".join(map(_line, row["by"])))
    for old, new in row.get("replace", {}).items():
        assert old in proof
        proof = proof.replace(old, new)
    return proof + row.get("after", "") * row.get("times", 1)


def _line(by: dict[str, Any]) -> str:
    text = text_of("2026-11-30") if by.get("of") == "other" else text_of(DAY)
    name = named(by.get("as", by["key"]), by["key"]).name
    line = cosignature(text, name, SECRET[by["key"]], by.get("time", SEEN))
    if "id" not in by:
        return line
    content = b64decode(line.rpartition(" ")[2])
    return f"{DASH}{name} {b64encode(named(by['id']).id + content[4:]).decode()}\n"


def expected(row: dict[str, Any]) -> tuple[int, bool]:
    """Return entry and whether enough witnesses saw it."""
    return (-1, True) if row["says"] == "not_there" else (ENTRY, row["says"] == "witnessed")


@pytest.mark.parametrize("row", PROOFS, ids=lambda row: row["it"])
def test_it(row: dict[str, Any]) -> None:
    line = line_of(TOKEN, row.get("day", DAY))
    found = proved(proof_for(row), line, published(row), watchers(row))
    assert (found.entry, found.witnessed) == expected(row)


def test_it_takes_nothing_without_a_log_key() -> None:
    row = PROOFS[0]
    keys = sample_state().published
    assert proved(proof_for(row), line_of(TOKEN, DAY), keys, watchers(row)).entry == -1
