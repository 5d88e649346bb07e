"""Reads the catalogue's folder and notices new files in it; a bad or half-copied catalogue leaves the old one in force."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog

from engine.interpreter.directory import Directory
from engine.language.card import Card
from engine.language.program import Program
from engine.runtime.catalog_files import Signature, look, read_files
from engine.runtime.doors import Clock
from engine.runtime.programs import Programs

log = structlog.get_logger()

LOOK_EVERY_S = 2.0


class BadCatalogue(Exception):
    """The catalogue has errors, and there is none in force yet: `catalog validate` names them."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A catalogue ready to serve. cards: of every service; programs: those new cases begin with, made when they are asked for."""

    directory: Directory
    cards: tuple[Card, ...]
    programs: Mapping[str, Program]


Compile = Callable[[Mapping[str, bytes]], Compiled | None]
"""From the files by path to a catalogue, None where they have errors."""


Prepare = Callable[[], Callable[[], bool]]
"""Begins to look through the files in a process of its own, and returns what tells whether that is done."""


Take = Callable[[Mapping[str, bytes]], bool]
"""Takes over the files by path, or says that they have errors."""


class WatchedFolder:
    """A catalogue's folder: `start` once, then `refresh` now and then. Files are taken once they have stood still between two looks."""

    def __init__(self, root: Path, take: Take, clock: Clock, prepare: Prepare) -> None:
        self._root = root
        self._take = take
        self._prepare = prepare
        self._is_prepared: Callable[[], bool] | None = None
        self._clock = clock
        self._read: Signature = {}
        self._looked: Signature = {}
        self._look_at = 0.0

    def start(self) -> bool:
        """Read the folder for the first time; return whether what it holds is taken. Raises OSError."""
        self._read = self._looked = look(self._root)
        return self._taken()

    def refresh(self) -> bool:
        """Take over changed files once they have stood still between two looks; return whether a new catalogue is in force.

        The long work is done elsewhere meanwhile: everything goes on with the catalogue there was.
        """
        now = self._clock.monotonic()
        if now < self._look_at:
            return False
        self._look_at = now + LOOK_EVERY_S
        try:
            found, before = look(self._root), self._looked
            self._looked = found
            if found != before:
                self._is_prepared = None
                return False
            if found == self._read:
                return False
            if self._is_prepared is None:
                self._is_prepared = self._prepare()
            if not self._is_prepared():
                return False
            self._is_prepared = None
            self._read = found
            return self._taken()
        except OSError as trouble:
            log.warning("catalogue_unreadable", why=str(trouble))
            return False

    def _taken(self) -> bool:
        files = read_files(self._root)
        if not self._take(files):
            log.warning("catalogue_has_errors", files=len(files))
            return False
        return True


class LiveCatalog:
    """The catalogue in force. `start` once, then `refresh` now and then."""

    def __init__(
        self, root: Path, compiler: Compile, programs: Programs, clock: Clock, prepare: Prepare
    ) -> None:
        self._root = root
        self._folder = WatchedFolder(root, self._take, clock, prepare)
        self._compile = compiler
        self._programs = programs
        self._live: Compiled | None = None

    @property
    def directory(self) -> Directory:
        """Return what conversations may open now."""
        if self._live is None:
            message = f"no catalogue has been read from {self._root}"
            raise BadCatalogue(message)
        return self._live.directory

    def start(self) -> None:
        """Read the catalogue for the first time. Raises BadCatalogue."""
        try:
            sound = self._folder.start()
        except OSError as trouble:
            message = f"MITRA_CATALOG: {self._root} cannot be read ({trouble.strerror})"
            raise BadCatalogue(message) from trouble
        if not sound:
            message = f"the catalogue in {self._root} has errors: catalog validate {self._root}"
            raise BadCatalogue(message)

    def refresh(self) -> bool:
        """Take over changed files; return whether a new catalogue is in force."""
        return self._folder.refresh()

    def _take(self, files: Mapping[str, bytes]) -> bool:
        compiled = self._compile(files)
        if compiled is None:
            return False
        self._programs.use(compiled.cards, compiled.programs, files)
        self._live = compiled
        log.info("catalogue_in_force", files=len(files), services=len(compiled.cards))
        return True
