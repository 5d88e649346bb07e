"""Draws that look like chance and are the same at every start: they depend on what they are about and on nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits nobody confuses."""


class Chance:
    """A row of draws for one thing: `Chance("bill", number, month)`."""

    def __init__(self, *about: object) -> None:
        self._about = "/".join(map(str, about))
        self._drawn = 0

    def whole(self, below: int) -> int:
        """Return a whole number from 0 up to, not including, `below`."""
        self._drawn += 1
        digest = hashlib.blake2b(f"{self._about}#{self._drawn}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") % below

    def between(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return least + self.whole(most - least + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of these, each as likely as the other."""
        return things[self.whole(len(things))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """Return one of the keys, as often as its weight says."""
        left = self.whole(sum(weights.values()))
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        raise AssertionError

    def letters(self, count: int) -> str:
        """Return so many letters and digits."""
        return "".join(LETTERS[self.whole(len(LETTERS))] for _ in range(count))


def scattered(place: int, digits: int) -> str:
    """Return the number of a row: all rows have different ones that do not look counted. place: below 10 ** digits."""
    return f"{(place * 7_368_787 + 2_041_399) % 10**digits:0{digits}d}"
