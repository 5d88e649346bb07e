"""A catalogue as an editor sees it: the files of the disk with what is typed and not saved yet laid over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path as DiskPath
from typing import Any

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.compiler.world import World
from engine.language.files import FileKind, Place, is_shared, path_of, place_of, service_id
from engine.language.findings import Finding
from engine.language.model.state import State
from engine.language.own import OWN
from engine.language.reading import Reading, read_files
from engine.language.schema import Schemas
from engine.language.shelf import STATE_PATH
from engine.lsp.book import Book, read_draft
from engine.lsp.shapes import Shapes
from engine.runtime.catalog_files import read_files as read_disk

REMEMBERED = 2_000
"""Files whose trees are kept while they do not change."""
LEFT_OUT = (FileKind.SIDECAR, FileKind.FAMILY_SCENARIOS)
"""Shared files that other services can do without."""


class View:
    """The catalogue of one folder. `typed` holds the texts of open files by path; all others are as they lie on the disk."""

    def __init__(self, root: DiskPath, schemas: Mapping[str, Mapping[str, Any]]) -> None:
        self.root = root
        self.schemas = schemas
        self.shapes = Shapes(schemas)
        self._ready = Schemas(schemas)
        self.parse = lru_cache(maxsize=REMEMBERED)(nodes.parse)
        self.typed: dict[str, str] = {}
        self.saved: dict[str, bytes] = {}
        self._books: dict[str, tuple[Mapping[str, bytes], Book]] = {}
        self._beyond: dict[str, tuple[Finding, ...]] = {}
        self.read_again()

    def read_again(self) -> None:
        """Take over what lies on the disk now."""
        self.saved = dict(read_disk(self.root))

    @property
    def files(self) -> dict[str, bytes]:
        """Return every file's bytes by its path, typed texts over saved ones."""
        return {**self.saved, **{path: text.encode() for path, text in self.typed.items()}}

    def inside(self, place: DiskPath) -> str:
        """Return the path inside the catalogue, empty where a file is none of it."""
        found = place.relative_to(self.root).as_posix() if place.is_relative_to(self.root) else ""
        return found if found and place_of(found) else ""

    def text(self, path: str) -> str:
        """Return the text of a file as it is now."""
        said = self.typed.get(path)
        return self.saved.get(path, b"").decode("utf-8", "replace") if said is None else said

    # -- what is wrong ---------------------------------------------------------------------------------------------------

    def look_quickly(self, path: str) -> dict[str, tuple[Finding, ...]] | None:
        """Return what is wrong in the files of the service that is being written; None where every service stands on the file.

        Only what that service stands on is read, so that it takes a moment. What only the other services show is taken over
        from the last time everything was read.
        """
        place = place_of(path)
        if place is None or place.kind not in OWN:
            return None
        found = self._alone(place)
        return {
            each: (*found.get(each, ()), *self._beyond.get(each, ()))
            for each in _files_of(place, self.files)
        }

    def look_through(self) -> dict[str, tuple[Finding, ...]]:
        """Return what is wrong in every file."""
        files = self.files
        found = _by_path(load(files, self.schemas).findings)
        for path in self.typed:
            place = place_of(path)
            if place is not None and place.kind in OWN:
                alone = self._alone(place)
                for each in _files_of(place, files):
                    seen = set(alone.get(each, ()))
                    self._beyond[each] = tuple(f for f in found.get(each, ()) if f not in seen)
        return found

    def _alone(self, place: Place) -> dict[str, tuple[Finding, ...]]:
        return _by_path(load(_around(place, self.files), self.schemas, self.parse).findings)

    # -- what is known ---------------------------------------------------------------------------------------------------

    def book(self, path: str, offset: int = -1) -> Book | None:
        """Return what is known of a file. offset: of the cursor; what is begun there may make the file unreadable."""
        place = place_of(path)
        if place is None:
            return None
        files = _around(place, self.files)
        text = _mended(self.text(path), path, offset)
        files[path] = text.encode()
        known = self._books.get(path)
        if known is not None and known[0] == files:
            return known[1]
        book = self._read(place, files, known[1] if known else None)
        self._books[path] = (files, book)
        return book

    def glance(self, path: str) -> Book | None:
        """Return a file's tree without what the compiler knows of it: enough to find what all services share."""
        place = place_of(path)
        if place is None:
            return None
        text = self.text(path)
        tree = nodes.parse(text.encode(), path).node
        return Book(place, text, tree, self._world(), None, {}, None)

    def _world(self) -> World:
        """Return what was last known of the files that services share."""
        known = next(iter(self._books.values()), None)
        return known[1].world if known else World(state=State(path=STATE_PATH, id=""))

    def _read(self, place: Place, files: Mapping[str, bytes], before: Book | None) -> Book:
        reading: Reading = read_files(files, self._ready, self.parse)
        draft, service = read_draft(place, reading)
        types = dict(draft.types) if draft else {}
        if draft is not None:
            types |= draft.top.scope
        if not types and before is not None:
            types = dict(before.types)
        content = files[place.path]
        tree = nodes.parse(content, place.path).node
        return Book(
            place,
            content.decode(),
            tree,
            reading.world,
            draft or (before.draft if before else None),
            types,
            service,
        )


def _around(place: Place, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that one file's service stands on, and its own; of a family, all its department's."""
    own = set(_files_of(place, files))
    kept = {}
    for path, content in files.items():
        other = place_of(path)
        if other is None:
            continue
        needed = is_shared(path) and other.kind not in LEFT_OUT
        if (
            needed
            or path in own
            or (place.kind not in OWN and other.department == place.department)
        ):
            kept[path] = content
    return kept


def _files_of(place: Place, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the service's file, its test and its translations, as far as they are there."""
    main = path_of(service_id(place))
    stem = main.removesuffix(".yaml")
    folder, _, name = stem.rpartition("/")
    return tuple(
        path
        for path in files
        if path in (main, f"{stem}.test.yaml")
        or (
            path.startswith(f"{folder}/_{name}.")
            and (other := place_of(path))
            and other.kind is FileKind.SIDECAR
        )
    )


def _by_path(findings: tuple[Finding, ...]) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.path].append(finding)
    return {path: tuple(each) for path, each in found.items()}


def _mended(text: str, path: str, offset: int) -> str:
    """Return the text, or, where it cannot be read, without the word or the line at the cursor."""
    if offset < 0 or _readable(text, path):
        return text
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    word = offset
    while word > start and (text[word - 1].isalnum() or text[word - 1] in "_."):
        word -= 1
    tries = (
        text[:word] + text[offset:],
        text[:word] + "_:" + text[offset:],
        text[:start] + text[end:],
    )
    return next((each for each in tries if _readable(each, path)), text)


def _readable(text: str, path: str) -> bool:
    parsed = nodes.parse(text.encode(), path)
    return parsed.node is not None and not parsed.findings
