"""The whole catalogue, compiled once for all tests of the interpreter."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from engine.interpreter.directory import Directory, Section, open_directory
from tests import real


@dataclass(frozen=True)
class Book:
    """The catalogue in force: a directory to talk to, and its connectors."""

    directory: Directory = field(repr=False)
    connectors: dict = field(repr=False)


@pytest.fixture(scope="session")
def book() -> Book:
    """The catalogue in force: a directory to talk to, and its connectors."""
    loaded = real.loaded()
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
