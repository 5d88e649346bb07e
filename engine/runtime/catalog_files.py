"""Which files of a catalogue's folder count, and what is in them; the same for those who serve it and those who only check it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_LEFTOVERS = ("~", ".swp", ".tmp", ".part", ".bak")

Signature = dict[str, tuple[int, int]]
"""mtime (ns) and size by path."""


def read_files(root: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder by its path there, with `/`; hidden files and editors' leftovers are passed over.

    Raises OSError when the folder or a file cannot be read.
    """
    places = {_inside(root, entry): entry.path for entry in _walk(str(root))}
    return {path: _content(places[path]) for path in sorted(places)}


def _content(place: str) -> bytes:
    try:
        with open(place, "rb", buffering=0) as file:
            return file.read()
    except OSError as trouble:  # not every trouble names its file
        raise OSError(trouble.errno, trouble.strerror, place) from trouble


def look(root: Path) -> Signature:
    """Return mtime and size of every file that counts. Raises OSError when the folder cannot be read."""
    return {
        _inside(root, entry): (status.st_mtime_ns, status.st_size)
        for entry in _walk(str(root))
        for status in (entry.stat(),)
    }


def _inside(root: Path, entry: os.DirEntry[str]) -> str:
    return entry.path[len(str(root)) + 1 :].replace(os.sep, "/")


def _walk(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith(_LEFTOVERS):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            elif entry.is_file():
                yield entry
