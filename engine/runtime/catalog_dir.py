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


class LiveCatalog:
    """The catalogue in force. `start` once, then `refresh` now and then."""

    def __init__(
        self, root: Path, compiler: Compile, programs: Programs, clock: Clock, prepare: Prepare
    ) -> None:
        self._root = root
        self._prepare = prepare
        self._is_prepared: Callable[[], bool] | None = None
        self._compile = compiler
        self._programs = programs
        self._clock = clock
        self._live: Compiled | None = None
        self._read: Signature = {}
        self._looked: Signature = {}
        self._look_at = 0.0

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
            self._read = self._looked = look(self._root)
            sound = self._load()
        except OSError as trouble:
            message = f"MITRA_CATALOG: {self._root} cannot be read ({trouble.strerror})"
            raise BadCatalogue(message) from trouble
        if not sound:
            message = f"the catalogue in {self._root} has errors: catalog validate {self._root}"
            raise BadCatalogue(message)

    def refresh(self) -> bool:
        """Take over changed files once they have stood still between two looks; return whether a new catalogue is in force.

        The long work is done elsewhere meanwhile: conversations go on with the catalogue there was.
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
            return self._load()
        except OSError as trouble:
            log.warning("catalogue_unreadable", why=str(trouble))
            return False

    def _load(self) -> bool:
        files = read_files(self._root)
        compiled = self._compile(files)
        if compiled is None:
            log.warning("catalogue_has_errors", files=len(files))
            return False
        self._programs.use(compiled.cards, compiled.programs, files)
        self._live = compiled
        log.info("catalogue_in_force", files=len(files), services=len(compiled.cards))
        return True
