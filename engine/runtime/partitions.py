"""Which of 64 partitions somebody belongs to, and which of them are this worker's: one person is always one worker's business.

The partition of a person is the first six bits of the person's id, and every case of that person has an id that begins with the same six
bits, so that nobody has to look anything up to know where an event belongs.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple, Protocol

from engine.runtime.doors import LETTERS, Random, new_id

PARTITIONS = 64
EVERY = frozenset(range(PARTITIONS))
NONE: frozenset[int] = frozenset()
_PLACE = {letter: place for place, letter in enumerate(LETTERS)}


class Change(NamedTuple):
    """What became of this worker's partitions since it last looked.

    gained: just taken over; leaving: to be given to other workers as soon as nothing of theirs is under way; lost: the connection broke, so
    that nothing remembered is true any more; moved: a name of somebody here was taken by the worker of another partition.
    """

    gained: frozenset[int] = NONE
    leaving: frozenset[int] = NONE
    lost: bool = False
    moved: bool = False


class Partitions(Protocol):
    """How this worker comes by its partitions."""

    def tend(self) -> Change:
        """Look after them; called every round. What was gained or lost is told again until `heeded`. Raises StoreDown."""

    def heeded(self) -> None:
        """Note that all that follows from the last change has been done."""

    def release(self, parts: frozenset[int]) -> None:
        """Let other workers have these, which are leaving. Raises StoreDown."""


class AllOfThem:
    """The partitions of the only worker of a database: all, from the start and for ever."""

    def __init__(self) -> None:
        self._change = Change(gained=EVERY)

    def tend(self) -> Change:
        return self._change

    def heeded(self) -> None:
        self._change = _UNCHANGED

    def release(self, parts: frozenset[int]) -> None:
        """Nobody else is there to have them."""


_UNCHANGED = Change()


def part_of(name: str) -> int:
    """Return the partition of a person or a case; 0 where there is none. The database has a function of the same name."""
    return _PLACE.get(name[:1], 0) * 2 + _PLACE.get(name[1:2], 0) // 16


def part_of_text(text: str) -> int:
    """Return the partition for something that belongs to nobody yet: always the same for the same text."""
    return zlib.crc32(text.encode()) % PARTITIONS


def new_id_in(part: int, random: Random) -> str:
    """Return a fresh id of 16 letters that belongs to this partition: 74 bits of chance."""
    fresh = new_id(random)
    second = part % 2 * 16 + _PLACE[fresh[1]] % 16
    return LETTERS[part // 2] + LETTERS[second] + fresh[2:]
