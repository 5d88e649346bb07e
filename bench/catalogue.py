"""Makes catalogues of any size out of the real one: every service again and again under other names, standing on the same shared files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bench.dialogue import read_folder
from engine.language.files import FileKind, Place, path_of, place_of, service_id

LONGEST = 24
"""Characters of a short title."""
TESTS = (FileKind.SCENARIOS, FileKind.FAMILY_SCENARIOS)
_NAME = re.compile(r"^(service|translates): .*$", re.MULTILINE)
_CALLED = re.compile(r"^(?:short|find):.*\n(?: .*\n)*", re.MULTILINE)
_FORMER = re.compile(r"^former_ids: .*\n", re.MULTILINE)
_WORDS = re.compile(r'"([^"]*)"')


def grow(folder: Path, services: int) -> dict[str, bytes]:
    """Return the files of a catalogue with so many services, without scenarios. folder: the real one."""
    files = read_folder(folder)
    places = [place for path in files if (place := place_of(path)) is not None]
    grown = {place.path: files[place.path] for place in places if place.kind not in TESTS}
    originals = sorted(place for place in places if place.kind == FileKind.SERVICE)
    for number in range(len(originals), services):
        original = originals[number % len(originals)]
        grown |= _copy(files, places, original, number // len(originals))
    return grown


def _copy(
    files: Mapping[str, bytes], places: list[Place], original: Place, copy: int
) -> dict[str, bytes]:
    """Return a service and its translations under another name."""
    service, name = f"{service_id(original)}_{copy}", f"{original.name}_{copy}"
    made = {path_of(service): files[original.path]}
    for place in places:
        if place.kind == FileKind.SIDECAR and service_id(place) == service_id(original):
            made[f"{place.department}/_{name}.{place.language}.yaml"] = files[place.path]
    return {path: _renamed(text.decode(), service, copy).encode() for path, text in made.items()}


def _renamed(text: str, service: str, copy: int) -> str:
    text = _NAME.sub(lambda line: f"{line[1]}: {service}", text, count=1)
    return _CALLED.sub(lambda lines: _numbered(lines[0], copy), _FORMER.sub("", text))


def _numbered(words: str, copy: int) -> str:
    """Return the words with the copy's number behind each, so that no two services are called or found alike."""
    mark = f" {copy}"
    return _WORDS.sub(lambda each: f'"{each[1][: LONGEST - len(mark)].strip()}{mark}"', words)
