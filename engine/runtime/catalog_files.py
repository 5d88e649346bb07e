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
    return {path: _content(root / path) for path in sorted(look(root))}


def _content(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as trouble:  # not every trouble names its file
        raise OSError(trouble.errno, trouble.strerror, str(place)) from trouble


def look(root: Path) -> Signature:
    """Return mtime and size of every file that counts. Raises OSError when the folder cannot be read."""
    start = len(str(root)) + 1
    return {
        entry.path[start:].replace(os.sep, "/"): (status.st_mtime_ns, status.st_size)
        for entry in _walk(str(root))
        for status in (entry.stat(),)
    }


def _walk(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith(_LEFTOVERS):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path)
            elif entry.is_file():
                yield entry
