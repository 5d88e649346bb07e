"""A few JSON files in a folder that several processes may use at once: written aside and renamed, the oldest forgotten.

A folder that cannot be written, or a file that does not read, only means that the work is done again.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

KEPT = 4
"""Files remembered: of today's catalogue, the one before, and those of a working copy or two."""


class KeptFiles:
    """The files of one name, by key."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name

    def read(self, key: str) -> Any:
        """Return what was kept under this key, or None."""
        try:
            return orjson.loads(self._path(key).read_bytes())
        except (OSError, ValueError):
            return None

    def write(self, key: str, value: Any) -> None:
        """Keep this under the key, and forget the oldest."""
        path = self._path(key)
        fresh = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(orjson.dumps(value, default=tuple))
            fresh.replace(path)
            kept = sorted(
                self._folder.glob(f"{self._name}-*.json"), key=lambda each: each.stat().st_mtime
            )
            for old in kept[:-KEPT]:
                old.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{self._name}-{key}.json"
