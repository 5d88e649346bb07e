"""The log as files that never change (https://c2sp.org/tlog-tiles): 256 hashes, or 256 entries, a file.

Growing needs only the unfinished files at the right edge; reading needs only finished files, so that any cache may keep them for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.services.certificates.log.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    leaf_hash,
    node_hash,
    root_of,
    split,
)

WIDTH: Final = 256
MOST_ENTRY: Final = 65_535
ENTRIES: Final = "entries"

Fetch = Callable[[str], bytes]
"""The content of a file of the log by its path; raises LookupError where there is none."""


class BrokenLog(ValueError):
    """The log's files do not fit together; the message says which."""


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Return where a tile lies. level: 0 for hashes of entries, 1 for those of whole tiles of level 0, …, or `entries`."""
    thousands, last = divmod(number, 1000)
    parts = [f"{last:03}"]
    while thousands:
        thousands, part = divmod(thousands, 1000)
        parts.append(f"x{part:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{partial}"


@dataclass(frozen=True, slots=True)
class Edge:
    """The unfinished tiles. size: entries so far; hashes: by level, those of its last tile; entries: those of the last bundle."""

    size: int = 0
    hashes: tuple[tuple[bytes, ...], ...] = ()
    entries: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """Return the hash over everything."""
        found = b""
        for row in self.hashes:
            if row:
                found = root_of([*row, found]) if found else root_of(row)
        return found or EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Grown:
    """What an addition made. files: by path, those to be written, unfinished ones included."""

    edge: Edge
    files: Mapping[str, bytes] = field(default_factory=dict)


def grow(edge: Edge, added: Iterable[bytes]) -> Grown:
    """Return the log with these entries added. Raises ValueError for an entry of more than 65,535 bytes."""
    files: dict[str, bytes] = {}
    rows = [list(row) for row in edge.hashes]
    entries, size = list(edge.entries), edge.size
    for entry in added:
        if len(entry) > MOST_ENTRY:
            raise ValueError("an entry has at most 65,535 bytes")
        entries.append(entry)
        _rise(rows, leaf_hash(entry), size, files)
        size += 1
        if len(entries) == WIDTH:
            files[tile_path(ENTRIES, (size - 1) // WIDTH)] = bundle(entries)
            entries = []
    if entries:
        files[tile_path(ENTRIES, size // WIDTH, len(entries))] = bundle(entries)
    for level, row in enumerate(rows):
        if row:
            files[tile_path(level, size >> 8 * (level + 1), len(row))] = b"".join(row)
    return Grown(Edge(size, tuple(tuple(row) for row in rows), tuple(entries)), files)


def _rise(rows: list[list[bytes]], found: bytes, index: int, files: dict[str, bytes]) -> None:
    """Add a hash to level 0; a tile that becomes whole is written, and its own hash goes to the level above."""
    for level in range(9):
        if level == len(rows):
            rows.append([])
        rows[level].append(found)
        if len(rows[level]) < WIDTH:
            return
        files[tile_path(level, index >> 8 * (level + 1))] = b"".join(rows[level])
        found = root_of(rows[level])
        rows[level] = []


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as they lie in a file."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(content: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises BrokenLog."""
    found: list[bytes] = []
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 2], "big")
        entry = content[at + 2 : at + 2 + size]
        if len(content) - at < 2 or len(entry) != size:
            raise BrokenLog("a bundle of entries is cut")
        found.append(entry)
        at += 2 + size
    return found


class Tiles:
    """Reads a log of a given size from its files alone, each once. Raises BrokenLog where one has another length than it must have."""

    def __init__(self, fetch: Fetch, size: int) -> None:
        self._fetch = fetch
        self.size = size
        self._read: dict[tuple[int, int], tuple[bytes, ...]] = {}

    def root(self) -> bytes:
        """Return the hash over everything, worked out from the tiles."""
        return self.subtree(0, self.size) if self.size else EMPTY_ROOT

    def subtree(self, first: int, last: int) -> bytes:
        """Return the hash of the entries [first, last), as proofs need it."""
        count = last - first
        if count & (count - 1) == 0 and first % count == 0:
            return self._whole(first, count)
        middle = first + split(count)
        return node_hash(self.subtree(first, middle), self.subtree(middle, last))

    def paths(self) -> Iterator[str]:
        """Yield every file that a log of this size has."""
        level = 0
        while whole_size := self.size >> 8 * level:
            for kind in (level,) if level else (0, ENTRIES):
                whole, rest = divmod(whole_size, WIDTH)
                yield from (tile_path(kind, number) for number in range(whole))
                if rest:
                    yield tile_path(kind, whole, rest)
            level += 1

    def edge(self) -> Edge:
        """Return the unfinished tiles, to grow from."""
        rows = []
        level = 0
        while self.size >> 8 * level:
            width = (self.size >> 8 * level) % WIDTH
            rows.append(self._tile(level, self.size >> 8 * (level + 1)) if width else ())
            level += 1
        entries = self.entries(self.size // WIDTH) if self.size % WIDTH else []
        return Edge(self.size, tuple(rows), tuple(entries))

    def entries(self, number: int) -> list[bytes]:
        """Return the entries of a bundle. Raises BrokenLog where they are not those that the tree holds."""
        width = min(WIDTH, self.size - number * WIDTH)
        found = read_bundle(self._fetch(tile_path(ENTRIES, number, width)))
        if tuple(map(leaf_hash, found)) != self._tile(0, number):
            raise BrokenLog(f"the entries of bundle {number} are not those of the tree")
        return found

    def _whole(self, first: int, count: int) -> bytes:
        """Return the hash of a complete subtree: part of a tile on the level where it is at most one tile wide."""
        level = (count.bit_length() - 1) // 8
        start, width = first >> 8 * level, count >> 8 * level
        tile = self._tile(level, start // WIDTH)
        at = start % WIDTH
        return root_of(tile[at : at + width])

    def _tile(self, level: int, number: int) -> tuple[bytes, ...]:
        key = (level, number)
        if key not in self._read:
            width = min(WIDTH, (self.size >> 8 * level) - number * WIDTH)
            content = self._fetch(tile_path(level, number, width))
            if len(content) != width * HASH_BYTES:
                raise BrokenLog(f"tile {number} of level {level} does not have {width} hashes")
            self._read[key] = tuple(
                content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)
            )
        return self._read[key]
