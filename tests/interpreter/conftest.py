"""The whole catalogue, compiled once for all tests of the interpreter."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.interpreter.directory import Directory, Section, index
from engine.language.catalogue import load


@pytest.fixture(scope="session")
def schemas(repository: Path) -> dict:
    folder = repository / "schemas"
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in folder.rglob("*.json")
    }


@pytest.fixture(scope="session")
def book(repository: Path, schemas: dict) -> SimpleNamespace:
    """The catalogue in force: a directory to talk to, and its connectors."""
    folder = repository / "catalog"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    loaded = load(files, schemas)
    programs = dict(loaded.catalogue.programs)
    by_digest = {program.digest: program for program in programs.values()}
    sections = tuple(
        Section(name, {"en": name}, {"en": name[:24]}, tuple(s for s in programs if s.startswith(f"{name}.")))
        for name in sorted({program.department for program in programs.values()})
    )
    directory = Directory({"en": "Sample"}, ("te", "en"), sections, programs, by_digest.__getitem__, index(programs))
    return SimpleNamespace(directory=directory, connectors=loaded.catalogue.connectors, catalogue=loaded.catalogue)
