"""Finds the catalogue a command is about, reads it, and knows which of its files were meant."""

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from engine.language import files as layout
from engine.language.nearest import nearest, suggest
from engine.runtime.catalog_files import read_files

if TYPE_CHECKING:
    from engine.language.catalogue import Loaded
    from engine.language.reading import Reading

PROJECT = Path(__file__).resolve().parents[2]
"""Where `schemas/`, `templates/` and `docs/` lie."""

STATE = "catalog.yaml"
_SERVICE_LINE = re.compile(
    rb"^service:[ ]*[\"']?([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Folder:
    """A catalogue as it lies on the disk. files: by path inside it; elsewhere: files that lie outside and are read as if they lay in it."""

    root: Path
    files: Mapping[str, bytes]
    elsewhere: Mapping[str, Path] = field(default_factory=dict)

    def place(self, path: str) -> Path:
        """Return where a file of the catalogue lies."""
        return self.elsewhere.get(path, self.root / path)

    def shown(self, path: str) -> str:
        """Return a file's path as a person in this folder would type it."""
        return shown(self.place(path))


def shown(place: Path) -> str:
    """Return a path as a person in the present folder would type it."""
    here = Path.cwd()
    return place.relative_to(here).as_posix() if place.is_relative_to(here) else str(place)


def open_catalog(wanted: Sequence[str] = ()) -> Folder:
    """Return the catalogue these names are about: the one that holds the first of them that is a path, or the one of the settings."""
    paths = [Path(name).resolve() for name in wanted if os.path.exists(name)]
    root = next(filter(None, map(_root_around, paths)), None)
    if root is None:
        folders = [path for path in paths if path.is_dir()]
        root = folders[0] if folders else default_root()
    try:
        files = read_files(root)
        strays = {
            inside: path for path in paths if path.is_file() and (inside := _stray(path, root))
        }
        outside = {inside: path.read_bytes() for inside, path in strays.items()}
    except OSError as trouble:
        raise click.UsageError(unreadable(trouble, root)) from None
    return Folder(root, {**files, **outside}, strays)


def unreadable(trouble: OSError, place: Path) -> str:
    """Return what to say of a file that cannot be read. place: what was being read, where the trouble names no file."""
    at = Path(os.fsdecode(trouble.filename)) if trouble.filename else place
    return f"{shown(at)} cannot be read: {trouble.strerror or trouble}."


def open_whole(wanted: Sequence[str] = ()) -> Folder:
    """Return the catalogue these names are about, every file in its place. Raises UsageError for a folder that is none, and for a file
    that lies in none."""
    folder = open_catalog(wanted)
    for place in folder.elsewhere.values():
        message = (
            f"{shown(place)} lies in no catalogue. Put it into the folder of its department first."
        )
        raise click.UsageError(message)
    if STATE not in folder.files:
        message = f"{shown(folder.root)} is no catalogue: it holds no {STATE}. Give a folder that has one."
        raise click.UsageError(message)
    return folder


def default_root() -> Path:
    """Return the catalogue of the settings, or the one around the present folder."""
    from engine.settings import SettingsError, read

    try:
        told = read().catalog
    except SettingsError as trouble:
        raise click.UsageError(str(trouble)) from None
    named = bool(os.environ.get("MITRA_CATALOG"))  # nothing else will do then
    root = told.resolve() if (told / STATE).is_file() else None
    root = root if root or named else _root_around(Path.cwd())
    if root is None:
        message = f"There is no catalogue here: {told} holds no {STATE}. Go to the project's folder, or set MITRA_CATALOG."
        raise click.UsageError(message)
    return root


def _root_around(path: Path) -> Path | None:
    for folder in (path, *path.parents):
        if (folder / STATE).is_file():
            return folder
        if (folder / "catalog" / STATE).is_file() and (
            folder == path or path.is_relative_to(folder / "catalog")
        ):
            return folder / "catalog"
    return None


def _stray(path: Path, root: Path) -> str:
    """Return where a file from outside the catalogue belongs by its `service:` line, or nothing."""
    if path.is_relative_to(root) or path.suffix != ".yaml":
        return ""
    found = _SERVICE_LINE.search(path.read_bytes())
    return f"{found[1].decode()}/{found[2].decode()}.yaml" if found else path.name


def read_schemas() -> dict[str, Mapping[str, Any]]:
    """Return the shapes of all files, by path below `schemas/`."""
    folder = PROJECT / "schemas"
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_bytes())
        for path in folder.rglob("*.schema.json")
    }


def load(files: Mapping[str, bytes]) -> Loaded:
    """Return what these files say, and what is wrong with them.

    Python's search for unused cycles rests meanwhile: with a thousand services alive it took most of the time and found nothing.
    """
    from engine.language import catalogue

    gc.disable()
    try:
        return catalogue.load(files, read_schemas())
    finally:
        gc.freeze()
        gc.enable()


def read_only(files: Mapping[str, bytes]) -> Reading:
    """Return what these files say, without making programs of them."""
    from engine.language.reading import read_files as read_catalogue
    from engine.language.schema import Schemas

    return read_catalogue(files, Schemas(read_schemas()))


def select(folder: Folder, wanted: Sequence[str]) -> frozenset[str] | None:
    """Return the paths (inside the catalogue) that were meant, or None for all. Raises UsageError for a name that means nothing."""
    if not wanted:
        return None
    chosen: set[str] = set()
    for name in wanted:
        found = _meant(folder, name)
        if found is None:
            return None
        chosen |= found
    return frozenset(chosen)


def _meant(folder: Folder, name: str) -> set[str] | None:
    inside = _inside(folder, name)
    if inside in ("", "."):
        return None
    known = (
        {path for path in folder.files if path == inside or path.startswith(inside + "/")}
        if inside
        else set()
    )
    if known:
        return known
    service = _of_service(folder.files, name)
    if service:
        return service
    known_names = tuple(names(folder.files))
    own = [each for each in known_names if each.startswith(name.partition(".")[0] + ".")]
    listed = known_names if nearest(name, known_names) else own or known_names
    fix = suggest(name, listed) or "Give a folder, a file, a department or a service"
    message = f'"{name}" is no file, department or service of {shown(folder.root)}. {fix}.'
    raise click.UsageError(message)


def _inside(folder: Folder, name: str) -> str | None:
    """Return the path inside the catalogue, empty for all of it, None where it is no path of it."""
    place = Path(name).resolve()
    for inside, stray in folder.elsewhere.items():
        if stray == place:
            return inside
    if place.exists() and place == folder.root.parent:
        return ""
    if place.exists() and place.is_relative_to(folder.root):
        return place.relative_to(folder.root).as_posix()
    return name.rstrip("/")


def _of_service(files: Iterable[str], service: str) -> set[str]:
    path = layout.path_of(service)
    return {each for each in files if each in (path, path.removesuffix(".yaml") + ".test.yaml")}


def names(files: Iterable[str]) -> list[str]:
    """Return every department and service, for suggestions."""
    services = service_ids(files)
    return sorted({service.partition(".")[0] for service in services}) + services


def service_ids(files: Iterable[str]) -> list[str]:
    """Return the services these paths hold, sorted."""
    places = (layout.place_of(path) for path in files)
    return sorted(
        layout.service_id(place)
        for place in places
        if place and place.kind is layout.FileKind.SERVICE
    )


def services_of(folder: Folder, wanted: Sequence[str]) -> list[str]:
    """Return the services that were meant: by id, department, file or folder; all where nothing is named."""
    chosen = select(folder, wanted)
    plain = {
        path.removesuffix(".test.yaml") + ".yaml" if path.endswith(".test.yaml") else path
        for path in (folder.files if chosen is None else chosen)
    }
    found = service_ids(plain)
    if not found:
        where = ", ".join(wanted) or shown(folder.root)
        message = f"{where} holds no service. Give a service, a department, a service's file or a folder of them."
        raise click.UsageError(message)
    return found
