"""Makes catalogues of any size out of the real one: every service again and again under other names, with its dialogues, standing on
the same shared files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bench.dialogue import read_folder
from engine.language.files import FileKind, Place, path_of, place_of, service_id

LONGEST, LONGEST_TITLE = 24, 72
"""Characters of a short title and of a whole one."""
_NAME = re.compile(r"^(service|translates): .*$", re.MULTILINE)
_CALLED = re.compile(r"^(title|short|find):.*\n(?: .*\n)*", re.MULTILINE)
_FORMER = re.compile(r"^former_ids: .*\n", re.MULTILINE)
_SAMPLE = re.compile(r"^  ([a-z0-9_]+): (\{.*\})\n", re.MULTILINE)
_WORDS = re.compile(r'"([^"]*)"')


def grow(folder: Path, services: int) -> dict[str, bytes]:
    """Return the files of a catalogue with so many services. folder: the real one."""
    files = read_folder(folder)
    places = [place for path in files if (place := place_of(path)) is not None]
    grown = {place.path: files[place.path] for place in places}
    originals = sorted(place for place in places if place.kind == FileKind.SERVICE)
    for number in range(len(originals), services):
        original = originals[number % len(originals)]
        grown |= _copy(files, places, original, number // len(originals))
    sampled = (place.path for place in places if place.kind == FileKind.FAMILY_SCENARIOS)
    return grown | {path: _sampled(grown[path], path, grown) for path in sampled}


def _copy(
    files: Mapping[str, bytes], places: list[Place], original: Place, copy: int
) -> dict[str, bytes]:
    """Return a service, its dialogues and its translations under another name."""
    service, name = f"{service_id(original)}_{copy}", f"{original.name}_{copy}"
    made = {path_of(service): files[original.path]}
    for place in places:
        if place.kind == FileKind.SCENARIOS and service_id(place) == service_id(original):
            made[f"{place.department}/{name}.test.yaml"] = files[place.path]
        if place.kind == FileKind.SIDECAR and service_id(place) == service_id(original):
            made[f"{place.department}/_{name}.{place.language}.yaml"] = files[place.path]
    return {path: _renamed(text.decode(), service, copy).encode() for path, text in made.items()}


def _sampled(content: bytes, path: str, grown: Mapping[str, bytes]) -> bytes:
    """Return a family's dialogues with the values of each member for its copies too."""
    department = path.partition("/")[0]
    copies = re.compile(rf"^{department}/([a-z0-9_]+)_([0-9]+)\.yaml$")
    rows: dict[str, list[str]] = {}
    for found in filter(None, map(copies.match, grown)):
        rows.setdefault(found[1], []).append(f"{found[1]}_{found[2]}")
    return _SAMPLE.sub(
        lambda row: "".join(f"  {name}: {row[2]}\n" for name in (row[1], *rows.get(row[1], ()))),
        content.decode(),
    ).encode()


def _renamed(text: str, service: str, copy: int) -> str:
    text = _NAME.sub(lambda line: f"{line[1]}: {service}", text, count=1)
    return _CALLED.sub(lambda lines: _numbered(lines[0], lines[1], copy), _FORMER.sub("", text))


def _numbered(words: str, key: str, copy: int) -> str:
    """Return the words with the copy's number behind each, so that no two services are called or found alike. key: what they are."""
    mark = f" {copy}"
    room = (LONGEST_TITLE if key == "title" else LONGEST) - len(mark)
    return _WORDS.sub(lambda each: f'"{each[1][:room].strip()}{mark}"', words)
