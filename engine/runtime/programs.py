"""Keeps running cases on the program they began with: its files lie in the database as long as a case is pinned to it."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import orjson

from engine.language.card import Card
from engine.language.program import Program
from engine.runtime.store.protocol import Store

LOADED = 200
"""Programs of earlier releases held in memory."""

Load = Callable[[Mapping[str, bytes], str], Program]
"""From the files a program was made from and its service id to the program; raises ValueError when they make none."""


class Programs:
    """The programs of today and of yesterday, by digest."""

    def __init__(self, store: Store, load: Load) -> None:
        self._store = store
        self._load = load
        self._current: dict[str, str] = {}
        self._made: Mapping[str, Program] = {}
        self._files: Mapping[str, bytes] = {}
        self._earlier: OrderedDict[str, Program] = OrderedDict()
        self._kept: set[str] = set()
        store.on_roll_back(self._kept.clear)

    def use(
        self, cards: Iterable[Card], programs: Mapping[str, Program], files: Mapping[str, bytes]
    ) -> None:
        """Make these the programs new cases begin with.

        cards: of every service; programs: by service, made when asked for; files: the whole catalogue they come from, by path. What was
        in force before is found again among the files kept for running cases.
        """
        self._current = {card.digest: card.service for card in cards}
        self._made, self._files = programs, files

    def pinned(self, digest: str) -> Program:
        """Return the program of this digest, however old. Raises KeyError when no case was ever pinned to it."""
        if digest in self._current:
            return self._made[self._current[digest]]
        if digest in self._earlier:
            self._earlier.move_to_end(digest)
            return self._earlier[digest]
        rows = self._store.rows("programs.sources", (digest,))
        if not rows:
            raise KeyError(digest)
        service, sources = rows[0]
        files = {
            path: text.encode() for path, text in orjson.loads(zlib.decompress(sources)).items()
        }
        program = self._load(files, service)
        if (
            program.digest != digest
        ):  # the way of counting has changed since; the files are the same
            program = replace(program, digest=digest)
        self._remember(program)
        return program

    def keep(self, digests: Iterable[str], now: int) -> None:
        """Keep the files of these programs, as far as they are not kept yet. Inside a transaction; now: ms."""
        unsure = [digest for digest in digests if digest not in self._kept]
        if not unsure:
            return
        known = {digest for (digest,) in self._store.rows_in("programs.known", unsure)}
        for digest in unsure:
            if digest not in known and digest in self._current:
                program = self._made[self._current[digest]]
                row = (digest, program.service, pack(program, self._files), now)
                self._store.execute("programs.keep", row)
        self._kept.update(unsure)

    def _remember(self, program: Program) -> None:
        self._earlier[program.digest] = program
        self._earlier.move_to_end(program.digest)
        while len(self._earlier) > LOADED:
            self._earlier.popitem(last=False)


def pack(program: Program, files: Mapping[str, bytes]) -> bytes:
    """Return the files this program was made from, compressed."""
    sources = {path: files[path].decode() for path in program.sources}
    return zlib.compress(orjson.dumps(sources, option=orjson.OPT_SORT_KEYS))
