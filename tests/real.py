"""The catalogue that ships, read once in each process of a test run."""

from __future__ import annotations

import gc
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import Loaded, load
from engine.language.files import is_shared, path_of
from engine.runtime.catalog_files import read_files
from engine.wiring.prepared import schemas

CATALOG = Path(__file__).resolve().parent.parent / "catalog"
parse = lru_cache(maxsize=2_000)(nodes.parse)
"""Reads a file's bytes once, however many catalogues they stand in."""
_FAMILY = re.compile(rb"^family: *(\w+)", re.MULTILINE)


@cache
def files() -> Mapping[str, bytes]:
    """Return every file by its path inside the catalogue."""
    return read_files(CATALOG)


@cache
def loaded() -> Loaded:
    """Return the catalogue and what is found in it. It stays: no search for unused memory need look through it again."""
    found = load(files(), schemas(), parse)
    gc.freeze()
    return found


def faulty(path: str, content: bytes) -> Loaded:
    """Return what the catalogue is with a fault in one file: the services made from the file, without their conversations, and what their
    departments and the state share.
    """
    made = {
        path_of(service)
        for service, program in loaded().catalogue.programs.items()
        if path in program.sources
    }
    near = {"_shared", *(each.partition("/")[0] for each in (path, *made))}
    around = {
        each: files()[each]
        for each in files()
        if each in made or (is_shared(each) and ("/" not in each or each.partition("/")[0] in near))
    }
    return load({**around, path: content}, schemas(), parse)


@cache
def services() -> tuple[str, ...]:
    """Return every service."""
    return tuple(
        f"{path.parent.name}.{path.stem}"
        for path in sorted(CATALOG.glob("[a-z]*/[a-z]*.yaml"))
        if not path.stem.endswith(".test")
    )


def family_of(service: str) -> str:
    """Return the family a service is a member of, or nothing."""
    found = _FAMILY.search(files()[f"{service.replace('.', '/')}.yaml"])
    return found[1].decode() if found else ""


@cache
def one_of_each() -> tuple[str, ...]:
    """Return every service that stands alone, and of each family the first member: the others have the same steps."""
    first: dict[str, str] = {}
    for service in services():
        family, department = family_of(service), service.partition(".")[0]
        first.setdefault(f"{department}/{family}" if family else service, service)
    return tuple(first.values())


@cache
def each() -> tuple[Any, ...]:
    """Return every service as a parameter of a test; further members of a family are left to `make prove`."""
    quick = one_of_each()
    return tuple(
        pytest.param(service, marks=() if service in quick else pytest.mark.prove)
        for service in services()
    )
