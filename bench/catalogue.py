"""Makes catalogues of any size out of the real one: every service again and again under other names, standing on the same shared files."""

from __future__ import annotations

import re
from pathlib import Path

from bench.dialogue import read_folder
from engine.language.files import FileKind, place_of

LONGEST = 24
"""Characters of a short title."""
_SERVICE = re.compile(r"^service: .*$", re.MULTILINE)
_SHORT = re.compile(r"^short: (\{.*\})$", re.MULTILINE)
_FORMER = re.compile(r"^former_ids: .*\n", re.MULTILINE)
_WORDS = re.compile(r'"([^"]*)"')


def grow(folder: Path, services: int) -> dict[str, bytes]:
    """Return the files of a catalogue with so many services, without scenarios. folder: the real one."""
    files = read_folder(folder)
    kinds = {path: place.kind for path in files if (place := place_of(path)) is not None}
    grown = {path: text for path, text in files.items() if kinds.get(path) != FileKind.SCENARIOS}
    originals = sorted(path for path, kind in kinds.items() if kind == FileKind.SERVICE)
    for number in range(len(originals), services):
        path = originals[number % len(originals)]
        copy = number // len(originals)
        name = f"{path.removesuffix('.yaml')}_{copy}"
        grown[f"{name}.yaml"] = _renamed(files[path].decode(), name, copy).encode()
    return grown


def _renamed(text: str, name: str, copy: int) -> str:
    text = _SERVICE.sub(f"service: {name.replace('/', '.')}", text, count=1)
    text = _FORMER.sub("", text)
    return _SHORT.sub(lambda each: f"short: {_numbered(each[1], copy)}", text, count=1)


def _numbered(short: str, copy: int) -> str:
    mark = f" {copy}"
    return _WORDS.sub(lambda words: f'"{words[1][: LONGEST - len(mark)].strip()}{mark}"', short)
