"""Checkpoints, proofs and witnesses: what is believed, and what a log that lies is answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from nacl.signing import SigningKey

from engine.services.certificates.log.checkpoint import Checkpoint, read_checkpoint
from engine.services.certificates.log.entry import Entry, fingerprint, read_entry
from engine.services.certificates.log.merkle import consistency
from engine.services.certificates.log.note import (
    COSIGNED,
    BadNote,
    NoteKey,
    cosignature,
    open_note,
    read_key,
    sign_note,
)
from engine.services.certificates.log.proof import LogPolicy, check_proof, write_proof
from engine.services.certificates.log.tiles import Edge, Tiles, grow
from engine.services.certificates.log.witness import Witness

ORIGIN = "v.ap.gov.example/log"
LOG, OTHER, WITNESS, NEXT = (SigningKey(bytes([number]) * 32) for number in (1, 2, 3, 4))
LOG_KEY, NEXT_KEY = (NoteKey(ORIGIN, bytes(key.verify_key)) for key in (LOG, NEXT))
SIGNERS = {"log": LOG, "stranger": OTHER, "successor": NEXT}
WITNESS_KEY = NoteKey("witness.example/w1", bytes(WITNESS.verify_key), COSIGNED)
ENTRIES = [f"entry {number}".encode() for number in range(300)]
NOTES = yaml.safe_load((Path(__file__).parent / "notes.yaml").read_text(encoding="utf-8"))
REQUESTS = yaml.safe_load((Path(__file__).parent / "witness.yaml").read_text(encoding="utf-8"))


def tiles_of(size: int, entries: list[bytes] = ENTRIES) -> Tiles:
    return Tiles(grow(Edge(), entries[:size]).files.__getitem__, size)


def checkpoint_of(size: int, entries: list[bytes] = ENTRIES, key: SigningKey = LOG) -> str:
    return sign_note(str(Checkpoint(ORIGIN, size, tiles_of(size, entries).root())), ORIGIN, key)


def test_a_key_is_read_as_it_is_written() -> None:
    assert read_key(str(LOG_KEY)) == LOG_KEY
    assert read_key(str(WITNESS_KEY)) == WITNESS_KEY
    for broken in (str(LOG_KEY)[:-4], str(LOG_KEY).replace("+", " "), "x+00000000+AAAA", ""):
        with pytest.raises(BadNote):
            read_key(broken)


@pytest.mark.parametrize("row", NOTES, ids=lambda row: row["it"])
def test_note(row: dict[str, Any]) -> None:
    note = checkpoint_of(7)
    for old, new in row.get("replace", {}).items():
        assert old in note
        note = note.replace(old, new)
    note = row.get("before", "") + note + row.get("after", "") * row.get("times", 1)
    if row.get("cut"):
        note = note[: -row["cut"]]
    if row["believed"]:
        assert read_checkpoint(open_note(note, (LOG_KEY,)).text).size == 7
    else:
        with pytest.raises(BadNote):
            read_checkpoint(open_note(note, (LOG_KEY,)).text)


def test_a_proof_is_checked_without_a_network() -> None:
    text = checkpoint_of(300)
    note = text + cosignature(
        text.rpartition("\n\n")[0] + "\n", WITNESS_KEY.name, WITNESS, 1_764_000_000
    )
    proof = write_proof(tiles_of(300), 123, note)
    policy = LogPolicy((LOG_KEY,), (WITNESS_KEY,), quorum=1)
    logged = check_proof(proof, ENTRIES[123], policy)
    assert (logged.index, logged.tree.checkpoint.size) == (123, 300)
    assert logged.tree.seen == {"witness.example/w1": 1_764_000_000}
    for wrong in (
        (proof, ENTRIES[124], policy),
        (proof.replace("index 123", "index 124"), ENTRIES[123], policy),
        (write_proof(tiles_of(300), 123, text), ENTRIES[123], policy),
        (proof, ENTRIES[123], replace(policy, logs=(NoteKey(ORIGIN, bytes(OTHER.verify_key)),))),
        (proof[40:], ENTRIES[123], policy),
        (proof.replace("\n\n", "\n", 1), ENTRIES[123], policy),
    ):
        with pytest.raises(BadNote):
            check_proof(*wrong)


def test_a_proof_without_a_known_witness_is_enough_where_none_is_asked_for() -> None:
    proof = write_proof(tiles_of(300), 5, checkpoint_of(300))
    assert check_proof(proof, ENTRIES[5], LogPolicy((LOG_KEY,))).tree.seen == {}


@pytest.mark.parametrize("row", REQUESTS, ids=lambda row: row["it"])
def test_the_witness(row: dict[str, Any]) -> None:
    """known, old, new: sizes; from the other log where `forked` says so."""
    entries = [b"forged", *ENTRIES[1:]] if row.get("forked") else ENTRIES
    seen = {ORIGIN: read_checkpoint(checkpoint_of(row["known"]).rpartition("\n\n")[0] + "\n")}
    latest = seen if row["known"] else {}
    old, new = row["old"], row["new"]
    note = checkpoint_of(new, entries, SIGNERS[row.get("by", "log")])
    steps = consistency(old, new, tiles_of(new, entries).subtree) if 0 < old <= new else []
    head = f"old {old}\n" + "".join(f"{_base64(each)}\n" for each in steps[: row.get("steps", 99)])
    known = (LOG_KEY, NEXT_KEY) if row.get("successor_known") else (LOG_KEY,)
    witness = Witness(WITNESS_KEY.name, WITNESS, {} if row.get("unknown") else {ORIGIN: known})
    answer = witness.add_checkpoint(row.get("request") or f"{head}\n{note}", latest, 1_764_000_000)
    assert answer.status == row["status"]
    assert (answer.seen is not None) == (answer.status == 200)
    if answer.status == 200:
        assert open_note(note + answer.body, (*known, WITNESS_KEY)).seen == {
            WITNESS_KEY.name: 1_764_000_000
        }
    if answer.status == 409:
        assert answer.body == f"{row['known']}\n"


def _base64(content: bytes) -> str:
    from base64 import b64encode

    return b64encode(content).decode()


def test_an_entry_is_read_as_it_is_written() -> None:
    entry = Entry("issued", "REV-INC", "2026-11-22", "744", b"12345678", fingerprint(b"token"))
    assert read_entry(entry.to_bytes()) == entry
    assert len(entry.to_bytes()) < 80
