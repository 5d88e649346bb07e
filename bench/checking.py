"""Measures checking a catalogue beside tools that check the form of YAML files: the same services, one run, whole processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from bench.catalogue import grow
from bench.dialogue import read_schemas
from bench.processes import ROOT
from engine.language.files import FileKind, place_of
from engine.language.nodes import parse, to_plain

CACHE = ROOT / "var" / "cache"
PYTHON_PEERS = ROOT / ".venv-bench" / "bin"
AJV = ROOT / "var" / "ajv" / "node_modules" / ".bin" / "ajv"
YAMLLINT = "{extends: relaxed, rules: {line-length: disable}}"
OURS, OURS_ALONE, OURS_AGAIN, OURS_CHANGED = "ours", "ours alone", "ours again", "ours changed"


@dataclass(frozen=True, slots=True)
class Checked:
    """How long a tool took. files: how many it read; seconds: of the whole process; cpu_s: processor time of it and its children."""

    tool: str
    files: int
    seconds: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class _Files:
    """What is checked. catalog: a whole catalogue; services: its services alone; plain: these as JSON; schema: of a service."""

    catalog: Path
    services: Path
    plain: Path
    schema: Path


def measure(services: int, folder: Path) -> Iterator[Checked]:
    """Yield how long each tool takes for a catalogue of this size, ours first. What is not installed is left out."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        files = _Files(
            *(Path(made) / name for name in ("catalog", "services", "plain", "whole.json"))
        )
        every = _write(files, services)
        ours = [sys.executable, "-m", "engine", "validate", str(files.catalog)]
        for cores, tool in ((nullcontext(), OURS), (_one_core(), OURS_ALONE)):
            shutil.rmtree(CACHE, ignore_errors=True)
            with cores:
                yield _timed(tool, every, ours)
        yield _timed(OURS_AGAIN, every, ours)
        changed = min(files.catalog.glob("[a-z]*/[a-z]*.yaml"))
        changed.write_bytes(changed.read_bytes() + b"# changed\n")
        yield _timed(OURS_CHANGED, every, ours)
        for tool, command in _peers(files):
            if Path(command[0]).exists():
                yield _timed(tool, services, command)


@contextmanager
def _one_core() -> Iterator[None]:
    """Let us and what we start have one processor, as long as this is open."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _peers(files: _Files) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the peers with what they are given: ajv reads JSON, since it takes a day in YAML for something else than text."""
    written = [str(path) for path in sorted(files.services.iterdir())]
    schema = str(files.schema)
    yield (
        "check-jsonschema",
        [str(PYTHON_PEERS / "check-jsonschema"), "--schemafile", schema, *written],
    )
    yield "yamllint", [str(PYTHON_PEERS / "yamllint"), "-d", YAMLLINT, *written]
    forms = ["--spec=draft2020", "--strict=false"]
    yield "ajv", [str(AJV), "validate", *forms, "-s", schema, "-d", f"{files.plain}/*.json"]


def missing() -> list[str]:
    """Return the peers that are not installed here."""
    tools = {name: PYTHON_PEERS / name for name in ("check-jsonschema", "yamllint")}
    return [name for name, path in {**tools, "ajv": AJV}.items() if not path.exists()]


def _timed(tool: str, files: int, command: Sequence[str]) -> Checked:
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    took, after = time.perf_counter() - began, os.times()
    if done.returncode:
        message = f"{tool} did not find the made catalogue sound:\n{done.stdout[-1500:]}{done.stderr[-500:]}"
        raise RuntimeError(message)
    user = after.children_user - before.children_user
    return Checked(tool, files, took, user + after.children_system - before.children_system)


def _write(files: _Files, services: int) -> int:
    """Write everything down; return how many files the whole catalogue has."""
    grown = grow(ROOT / "catalog", services)
    for folder in (files.services, files.plain):
        folder.mkdir()
    for path, content in grown.items():
        target = files.catalog / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        place = place_of(path)
        node = parse(content, path).node
        if place is not None and place.kind == FileKind.SERVICE and node is not None:
            name = path.replace("/", ".")
            (files.services / name).write_bytes(content)
            plain = json.dumps(to_plain(node), ensure_ascii=False)
            (files.plain / f"{name}.json").write_text(plain, "utf-8")
    files.schema.write_text(json.dumps(_whole_schema()), "utf-8")
    return len(grown)


def _whole_schema() -> dict[str, object]:
    """Return the schema of a service with all it stands on: each step by any of the verbs, as editors use it."""
    schemas = read_schemas(ROOT / "schemas")
    editors = schemas["editor/service.schema.json"]
    return {
        "$schema": editors["$schema"],
        "$id": f"{editors['$id']}.whole",
        "$ref": editors["$id"],
        "$defs": schemas,
    }
