"""Remembers what the dialogues of a service come through, so that what has not changed is not played again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from engine.language.edges import Edge
from engine.language.model.scenario import Scenario
from engine.language.program import Program
from engine.runtime.catalog_cache import key_of
from engine.scenarios.coverage import Coverage
from engine.wiring.prepared import CACHE, MAKERS, makers

PLAYERS = ("engine/interpreter", "engine/scenarios")
"""What decides how a dialogue goes, beside what decides what a file means."""


class PlayedCache:
    """One file: by service the newest coverage of dialogues that all went as written, under a hash of all it was made from.

    Nothing of it is trusted that does not carry the same hash; a file that cannot be read or written only means that the dialogues
    are played again.
    """

    def __init__(self, folder: Path = CACHE) -> None:
        self._path = folder / "coverage.json"
        self._made = key_of(makers((*MAKERS, *PLAYERS)), {}).encode()
        self._known: dict[str, Any] = {}
        self._changed = False
        with suppress(OSError, ValueError, TypeError):
            self._known = dict(orjson.loads(self._path.read_bytes()))

    def key(
        self, program: Program, scenarios: Iterable[Scenario], files: Mapping[str, bytes]
    ) -> str:
        """Return a name for everything a service's dialogues depend on."""
        paths = {*program.sources, *(each.path for each in scenarios)}
        return key_of([self._made], {path: files.get(path, b"") for path in paths})

    def find(self, service: str, key: str) -> Coverage | None:
        """Return the coverage kept for a service under this key, or None."""
        try:
            kept = self._known[service]
            return _coverage(kept) if kept["key"] == key else None
        except (KeyError, TypeError, ValueError):
            return None

    def keep(self, service: str, key: str, coverage: Coverage) -> None:
        """Remember a coverage; written by `write`."""
        self._known[service] = {"key": key, "coverage": coverage}
        self._changed = True

    def write(self) -> None:
        """Write what was remembered, for the next time."""
        fresh = self._path.with_suffix(f".{os.getpid()}")
        if self._changed:
            with suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                fresh.write_bytes(orjson.dumps(self._known, default=tuple))
                fresh.replace(self._path)


def _coverage(kept: Mapping[str, Any]) -> Coverage:
    told = kept["coverage"]
    ways = tuple(Edge(*each) for each in told["ways"])
    return Coverage(
        steps=tuple(told["steps"]),
        ways=ways,
        ends=tuple(told["ends"]),
        habits=tuple(told["habits"]),
        reached=int(told["reached"]),
        all=int(told["all"]),
    )
