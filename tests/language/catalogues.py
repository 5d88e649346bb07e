"""Small catalogues for tests: the sample project, and copies of it with something changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from engine.language.catalogue import Loaded, load
from engine.language.findings import Finding
from engine.language.source import source_of

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = Path(__file__).resolve().parent / "projects"


@cache
def schemas() -> Mapping[str, Mapping[str, Any]]:
    folder = ROOT / "schemas"
    paths = [path for path in folder.rglob("*.schema.json") if "editor" not in path.parts]
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in paths
    }


@cache
def project(name: str) -> Mapping[str, bytes]:
    folder = PROJECTS / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@cache
def base() -> Loaded:
    return load(project("base"), schemas())


def changed(file: str, old: str, new: str) -> dict[str, bytes]:
    """Return the base project with one stretch of one file replaced; it must be there exactly once."""
    files = dict(project("base"))
    text = files[file].decode()
    assert text.count(old) == 1, f"{file}: {old!r} stands there {text.count(old)} times"
    files[file] = text.replace(old, new).encode()
    return files


def at_a_glance(finding: Finding, files: Mapping[str, bytes]) -> str:
    """Return `CODE words at the place`."""
    source = source_of(finding.path, files.get(finding.path, b""))
    span = finding.span
    line = source.line(span.line)
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return f"{finding.code} {line[span.column - 1 : end]}".rstrip()
