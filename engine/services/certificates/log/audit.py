"""Checks a whole log from its public files alone, as an auditor outside would, and counts what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.services.certificates.log.checkpoint import Checkpoint
from engine.services.certificates.log.entry import read_entry
from engine.services.certificates.log.merkle import consistency, proves_consistency
from engine.services.certificates.log.note import BadNote
from engine.services.certificates.log.proof import LogPolicy, open_checkpoint
from engine.services.certificates.log.tiles import WIDTH, BrokenLog, Edge, Fetch, Tiles, grow
from engine.services.certificates.token import Malformed

Progress = Callable[[int], object]


@dataclass(slots=True)
class Audit:
    """What was found. counts: entries by event, type, day, district and key; troubles: what is wrong, in words, none where all is well."""

    checkpoint: Checkpoint
    seen: dict[str, int]
    counts: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)


def audit(
    fetch: Fetch,
    policy: LogPolicy,
    earlier: Iterable[str] = (),
    progress: Progress = lambda _: None,
) -> Audit:
    """Return what the log holds and whether it is whole.

    fetch: its files by path; policy: its checkpoint must be signed with the first of the log's keys; earlier: checkpoints kept from former
    audits, signed with any of them, of which this log must be a continuation; progress: told after each file how many entries were read.
    Raises BadNote where there is no checkpoint that the log has signed.
    """
    opened = open_checkpoint(
        _text(fetch, "checkpoint"), LogPolicy(policy.logs[:1], policy.witnesses)
    )
    checkpoint = opened.checkpoint
    found = Audit(checkpoint, opened.seen)
    if len(opened.seen) < policy.quorum:
        found.troubles.append(
            f"it was seen by {len(opened.seen)} witnesses, and {policy.quorum} are asked for"
        )
    tiles = Tiles(fetch, checkpoint.size)
    try:
        _entries(tiles, found, progress)
        if tiles.root() != checkpoint.root:
            found.troubles.append("the tiles do not lead to the root that the checkpoint names")
    except (BrokenLog, LookupError) as trouble:
        found.troubles.append(f"a file is missing or broken: {trouble}")
    for note in earlier:
        found.troubles += _continues(note, tiles, checkpoint, policy)
    return found


def _entries(tiles: Tiles, found: Audit, progress: Progress) -> None:
    """Read every entry, build the tree anew from them and count."""
    edge = Edge()
    for number in range(-(-tiles.size // WIDTH)):
        entries = tiles.entries(number)
        edge = grow(edge, entries).edge
        for place, entry in enumerate(entries):
            _count(number * WIDTH + place, entry, found)
        progress(len(entries))
    if edge.root != found.checkpoint.root:
        found.troubles.append("the entries do not lead to the root that the checkpoint names")


def _count(index: int, content: bytes, found: Audit) -> None:
    try:
        entry = read_entry(content)
    except Malformed:
        found.troubles.append(f"entry {index} is no line of a log of certificates")
        return
    found.counts[(entry.event, entry.type, entry.day, entry.district, entry.kid.hex())] += 1


def _continues(note: str, tiles: Tiles, now: Checkpoint, policy: LogPolicy) -> list[str]:
    try:
        before = open_checkpoint(note, LogPolicy(policy.logs)).checkpoint
    except BadNote as trouble:
        return [f"an earlier checkpoint is not the log's: {trouble}"]
    if before.size > now.size:
        return [f"the log had {before.size} entries and has {now.size}: it was put back"]
    if before.size == 0:
        return []
    try:
        proof = consistency(before.size, now.size, tiles.subtree)
    except (BrokenLog, LookupError) as trouble:
        return [f"a file is missing or broken: {trouble}"]
    if proves_consistency(before.size, now.size, before.root, now.root, proof):
        return []
    return [f"what the log had at {before.size} entries is no longer what it has: it was rewritten"]


def _text(fetch: Fetch, path: str) -> str:
    try:
        return fetch(path).decode()
    except (LookupError, UnicodeDecodeError) as trouble:
        raise BadNote(f"there is no {path}") from trouble
