"""Finds out what is to be known of a catalogue: from the cache where the same files were read before, else by compiling them."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.runtime.catalog_cache import CatalogCache, Known, key_of

if TYPE_CHECKING:
    from engine.language.examining import Examined
    from engine.language.program import Program

PROJECT = Path(__file__).resolve().parents[2]
SCHEMAS = PROJECT / "schemas"
CACHE = PROJECT / "var" / "cache"
Others = Callable[[Mapping[str, bytes], Collection[str]], Iterable["Examined"]]
"""From a catalogue and services that are not known to what others found out about some of them."""
MAKERS = ("engine/language", "engine/domain", "schemas")
"""What decides what is found out about a file: when any of it changes, nothing kept is used any more."""
COUNTED = (".py", ".json", ".toml", ".yaml", ".txt", ".csv")
"""Endings of the files there that count; what Python keeps for itself beside them does not."""


def nobody(_files: Mapping[str, bytes], _services: Collection[str]) -> Iterable[Examined]:
    """Leave all of it to the one who asks."""
    return ()


def known(
    files: Mapping[str, bytes], kept: CatalogCache | None = None, others: Others = nobody
) -> Known:
    """Return the findings and the cards of a catalogue. files: by path below its folder; others: who may help where much is unknown."""
    kept = kept or CatalogCache(CACHE)
    key = key_of([ours()], files)
    found = kept.find(key)
    if found is None:
        found = _compile(files, kept.folder, others)
        kept.keep(key, found)
    return found


def look_through(catalog: Path) -> Callable[[], bool]:
    """Begin to find out what is to be known of a folder, in a process of its own; return what tells whether that is done.

    What it finds lies in the cache then, so that a worker takes it over in no time.
    """
    command = [sys.executable, "-m", "engine", "validate", str(catalog)]
    child = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return lambda: child.poll() is not None


@cache
def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return every schema by its path below `schemas/`."""
    return {
        path.relative_to(SCHEMAS).as_posix(): json.loads(path.read_bytes())
        for path in SCHEMAS.rglob("*.json")
    }


def load_program(files: Mapping[str, bytes], service: str) -> Program:
    """Return the program these files make: those of a case pinned to them, or of a service opened for the first time.

    Raises ValueError when they make none.
    """
    from engine.language.catalogue import load

    program = load(files, schemas()).catalogue.programs.get(service)
    if program is None:
        message = f"the files kept for {service} no longer make a program"
        raise ValueError(message)
    return program


def _compile(files: Mapping[str, bytes], folder: Path, others: Others) -> Known:
    gc.disable()  # with a thousand services alive the search for unused cycles took most of the time and found nothing
    try:
        return _found_out(files, folder, others)
    finally:
        gc.enable()  # by now the programs are gone: the first search after this looks at everything that is there


def _found_out(files: Mapping[str, bytes], folder: Path, others: Others) -> Known:
    """Return what is to be known, compiling only services that changed, or all where the ground did."""
    from engine.language.catalogue import load_whole
    from engine.language.own import depends_on, is_ground
    from engine.runtime.service_cache import ServiceCache

    services = ServiceCache(folder)
    ground = key_of([ours()], {path: files[path] for path in files if is_ground(path)})
    keys = {
        service: key_of([], {path: files[path] for path in paths})
        for service, paths in depends_on(files).items()
    }
    before = services.find(ground, keys)
    told = {each.outline.id: each for each in others(files, keys.keys() - before.keys())}
    loaded, remarks, waivers, examined = load_whole(files, schemas(), {**before, **told})
    services.keep(ground, keys, examined)
    made = (each.outline.made for each in examined) if loaded.sound else ()
    return Known(loaded.findings, tuple(each.card for each in made if each), remarks, waivers)


@cache
def ours() -> bytes:
    """Return a digest of what decides here, as it was when this process first asked: while a newer release is laid over the running one,
    the old process goes on judging by what it has read, and must not leave that under the newer one's name."""
    schemas()
    return key_of(makers(), {}).encode()


def makers(folders: Iterable[str] = MAKERS) -> Iterator[bytes]:
    """Yield everything that decides what is found out about a file."""
    for folder in folders:
        for path in sorted((PROJECT / folder).rglob("*.*")):
            if path.suffix in COUNTED and "explained" not in path.parts:
                yield path.read_bytes()
