"""The catalogue as a web process knows it: read when it starts, and again whenever its files change, as the worker does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event, Thread

import structlog

from engine.language.catalogue import Catalogue
from engine.language.findings import has_errors
from engine.runtime.catalog_dir import LOOK_EVERY_S, Prepare, WatchedFolder
from engine.runtime.doors import Clock
from engine.wiring.catalogue import catalogue_of, digest_of
from engine.wiring.parts import CLOCK
from engine.wiring.prepared import known, look_through

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class InForce:
    """A catalogue and the digest of its files."""

    catalogue: Catalogue
    digest: str


class FollowedCatalogue:
    """Gives the catalogue in force; one with errors leaves the one before. Only at the start, with none before, it has no services."""

    def __init__(self, folder: Path, clock: Clock, prepare: Prepare) -> None:
        self._in_force: InForce | None = None
        self._folder = WatchedFolder(folder, self._take, clock, prepare)
        self._folder.start()

    @property
    def now(self) -> InForce:
        """Return what is in force."""
        assert self._in_force is not None  # noqa: S101 (the start takes whatever is there)
        return self._in_force

    def refresh(self) -> bool:
        """Look at the folder; return whether another catalogue is in force."""
        return self._folder.refresh()

    def _take(self, files: Mapping[str, bytes]) -> bool:
        sound = not has_errors(known(files).findings)
        if not sound and self._in_force is not None:
            return False
        self._in_force = InForce(catalogue_of(files), digest_of(files))
        if sound:
            services = len(self._in_force.catalogue.programs)
            log.info("catalogue_in_force", files=len(files), services=services)
        return sound


def follow(folder: Path) -> Callable[[], InForce]:
    """Read a catalogue and look at its folder every two seconds from now on, beside the requests; return how to ask what is in force."""
    followed = FollowedCatalogue(folder, CLOCK, partial(look_through, folder))
    Thread(target=_keep_looking, args=(followed,), name="catalogue", daemon=True).start()
    return lambda: followed.now


def _keep_looking(followed: FollowedCatalogue) -> None:
    """Look for as long as the process lives."""
    never = Event()
    while not never.wait(LOOK_EVERY_S):
        try:
            followed.refresh()
        except Exception as bug:  # noqa: BLE001 (the next edition may be taken all the same)
            log.error("catalogue_not_taken", kind=type(bug).__name__)
