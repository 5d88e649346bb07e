"""The catalogue in force, as each part of the engine wants to see it: conversations, connectors, the register, the desk."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engine.interpreter.directory import Directory, Section, index
from engine.language.catalogue import Catalogue, load
from engine.language.findings import has_errors
from engine.language.model.connector import Connector, Operation
from engine.language.program import Program
from engine.runtime.catalog_dir import Compiled
from engine.runtime.catalog_files import read_files

PROJECT = Path(__file__).resolve().parents[2]
SCHEMAS = PROJECT / "schemas"


@cache
def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return every schema by its path below `schemas/`."""
    return {
        path.relative_to(SCHEMAS).as_posix(): json.loads(path.read_bytes())
        for path in SCHEMAS.rglob("*.json")
    }


def load_program(files: Mapping[str, bytes], service: str) -> Program:
    """Return the program of the files a running case is pinned to. Raises ValueError when they make none any more."""
    program = load(files, schemas()).catalogue.programs.get(service)
    if program is None:
        message = f"the files kept for {service} no longer make a program"
        raise ValueError(message)
    return program


class Books:
    """Compiles catalogues and remembers the one in force. pinned: gives a program of an earlier release."""

    def __init__(self, pinned: Callable[[str], Program]) -> None:
        self._catalogue: Catalogue | None = None
        self._pinned = pinned

    def compile(self, files: Mapping[str, bytes]) -> Compiled | None:
        """Return the catalogue of these files, None where it has errors; a sound one is in force from now on."""
        loaded = load(files, schemas())
        if has_errors(loaded.findings):
            return None
        self._catalogue = loaded.catalogue
        return Compiled(
            self._directory(loaded.catalogue), tuple(loaded.catalogue.programs.values())
        )

    @property
    def catalogue(self) -> Catalogue:
        """Return the catalogue in force."""
        assert self._catalogue is not None  # noqa: S101 (nothing runs before the first one is read)
        return self._catalogue

    def operation(self, name: str) -> tuple[Connector, Operation]:
        """Return a system and its operation by `connector.operation`. Raises KeyError."""
        connector, _, operation = name.partition(".")
        found = self.catalogue.connectors[connector]
        return found, found.operations[operation]

    def roles(self) -> dict[str, Mapping[str, str]]:
        """Return the label of every officers' role of the state."""
        return {
            role.id: role.title
            for department in self.catalogue.departments
            for role in department.roles.values()
        }

    def _directory(self, catalogue: Catalogue) -> Directory:
        sections = tuple(
            Section(
                each.id,
                each.title,
                each.short,
                tuple(program.service for program in catalogue.of_department(each.id)),
            )
            for each in catalogue.departments
        )
        current = dict(catalogue.programs)
        for program in catalogue.programs.values():
            current.update(dict.fromkeys(program.former_ids, program))
        return Directory(
            catalogue.title,
            catalogue.languages,
            sections,
            current,
            self._pinned,
            index(catalogue.programs),
        )


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue of a folder, as far as it is sound."""
    return load(read_files(folder), schemas()).catalogue
