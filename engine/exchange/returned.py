"""What came back from a translator, and the one line that says why something in it cannot be taken."""

from __future__ import annotations

from typing import NamedTuple

from engine.exchange.units import State

LARGEST = 20 * 1_024 * 1_024
"""Bytes of a file that is read at all."""
MOST = 200_000
"""Units of a file."""


class Returned(NamedTuple):
    """One text as it came back. place: line or unit in the file, for people; id: as it was exported."""

    place: str
    id: str
    source: str
    target: str
    state: State


class Parcel(NamedTuple):
    """A file that came back. source, target: languages."""

    source: str
    target: str
    units: tuple[Returned, ...]


class NotReadable(Exception):
    """The file is not what it should be; the reason is one line for the officer."""


def state_of(words: str) -> State:
    """Return the state a file names; anything unknown counts as translated, which calls nothing right."""
    try:
        return State(words.strip().lower())
    except ValueError:
        return State.TRANSLATED
