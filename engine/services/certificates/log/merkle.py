"""The tree over all entries of the log (RFC 6962, section 2.1): one hash that stands for everything logged so far, and what proves it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

Subtree = Callable[[int, int], bytes]
"""The hash of entries [first, last); only asked for complete subtrees and for the right edge."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side."""
    return sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """Return the largest power of two below a size of at least two: how many entries the left subtree has."""
    return 1 << (size - 1).bit_length() - 1


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over hashes of entries, or of complete subtrees of one height."""
    if not hashes:
        return EMPTY_ROOT
    row = list(hashes)
    while len(row) > 1:
        paired = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) & ~1 :]
    return row[0]


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return what proves that an entry is in the tree of this size, from its sibling up. index: 0 ≤ index < size."""
    first, last = 0, size
    proof: list[bytes] = []
    while last - first > 1:
        middle = first + split(last - first)
        if index < middle:
            proof.append(subtree(middle, last))
            last = middle
        else:
            proof.append(subtree(first, middle))
            first = middle
    return proof[::-1]


def consistency(older: int, newer: int, subtree: Subtree) -> list[bytes]:
    """Return what proves that the newer tree only added to the older one. 0 < older ≤ newer."""
    first, last = 0, newer
    proof: list[bytes] = []
    whole = True
    while older - first != last - first:
        middle = first + split(last - first)
        if older <= middle:
            proof.append(subtree(middle, last))
            last = middle
        else:
            proof.append(subtree(first, middle))
            first, whole = middle, False
    if not whole:
        proof.append(subtree(first, last))
    return proof[::-1]


def proves_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether the proof leads from the entry's hash to the root (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size or not _hashes(leaf, root, *proof):
        return False
    climbed = _climb(index, size - 1, proof)
    if climbed is None:
        return False
    found = leaf
    for sibling, left in climbed:
        found = node_hash(sibling, found) if left else node_hash(found, sibling)
    return found == root


def proves_consistency(
    older: int, newer: int, older_root: bytes, newer_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the proof shows that the newer tree begins with the older one (RFC 9162, section 2.1.4.2).

    From an empty tree nothing needs to be proved, and no proof is one: callers decide about it themselves.
    """
    if not 0 < older <= newer or not _hashes(older_root, newer_root, *proof):
        return False
    if older == newer:
        return not proof and older_root == newer_root
    path = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    climbed = _climb(at, last, path[1:])
    if climbed is None:
        return False
    was = now = path[0]
    for sibling, left in climbed:
        was = node_hash(sibling, was) if left else was
        now = node_hash(sibling, now) if left else node_hash(now, sibling)
    return was == older_root and now == newer_root


def _climb(at: int, last: int, proof: Sequence[bytes]) -> list[tuple[bytes, bool]] | None:
    """Return each hash of a proof and whether it stands on the left, from place `at` up to the root; None where they do not fit."""
    climbed: list[tuple[bytes, bool]] = []
    for sibling in proof:
        if last == 0:
            return None
        left = bool(at & 1) or at == last
        climbed.append((sibling, left))
        while left and not at & 1 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    return climbed if last == 0 else None


def _hashes(*each: bytes) -> bool:
    return all(len(one) == HASH_BYTES for one in each)
