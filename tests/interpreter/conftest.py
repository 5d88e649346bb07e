"""The whole catalogue, compiled once for all tests of the interpreter."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from engine.interpreter.directory import Directory, Section, open_directory
from engine.language.catalogue import load


@dataclass(frozen=True)
class Book:
    """The catalogue in force: a directory to talk to, and its connectors."""

    directory: Directory = field(repr=False)
    connectors: dict = field(repr=False)


@pytest.fixture(scope="session")
def schemas(repository: Path) -> dict:
    folder = repository / "schemas"
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8"))
        for path in folder.rglob("*.json")
    }


@pytest.fixture(scope="session")
def book(repository: Path, schemas: dict) -> Book:
    """The catalogue in force: a directory to talk to, and its connectors."""
    folder = repository / "catalog"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    loaded = load(files, schemas)
    programs = dict(loaded.catalogue.programs)
    by_digest = {program.digest: program for program in programs.values()}
    sections = tuple(
        Section(
            name,
            {"en": name},
            {"en": name[:24]},
            tuple(s for s in programs if s.startswith(f"{name}.")),
        )
        for name in sorted({program.department for program in programs.values()})
    )
    directory = open_directory(
        {"en": "Sample"}, ("te", "en"), sections, programs, by_digest.__getitem__
    )
    return Book(directory, dict(loaded.catalogue.connectors))
