"""Small slips as officers make them, and the whole report: one file for every rule of a schema, `.out` beside it.

The first line says in which file of the small catalogue (engine/language/explained/around) the lines stand. What is said of that
catalogue anyhow is left out. The files of ok/ must stay without a remark.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.language.catalogue import load
from engine.language.explanations import placed
from engine.language.findings import render_text
from engine.language.source import source_of
from tests.language.catalogues import ROOT, schemas

HERE = Path(__file__).parent
ERR = sorted(HERE.glob("*.yaml"))
OK = sorted((HERE.parent / "ok").glob("*.yaml"))
AROUND = ROOT / "engine" / "language" / "explained" / "around"
SILENT = frozenset(
    (
        "$schema",
        "$id",
        "$ref",
        "$defs",
        "title",
        "description",
        "examples",
        "default",
        "x-hint",
        "properties",
        "items",
    )
)
"""Words of a schema that refuse nothing by themselves."""
NAMED = ("properties", "$defs", "patternProperties", "dependentSchemas")
ONE_FILE = {"if": "if-then", "then": "if-then", "else": "allOf"}
"""Words that only work together, and the file that shows them."""


@pytest.fixture(scope="module")
def around() -> dict[str, bytes]:
    return {
        path.relative_to(AROUND).as_posix(): path.read_bytes()
        for path in AROUND.rglob("*")
        if path.is_file()
    }


def report(file: Path, around: dict[str, bytes]) -> str:
    first, _, text = file.read_text("utf-8").partition("\n")
    path = first.removeprefix("# ")
    files = {**around, path: placed(text, around[path].decode()).encode()}
    known = {(each.path, each.code, each.message) for each in load(around, schemas()).findings}
    found = [
        render_text(each, source_of(each.path, files[each.path]))
        for each in load(files, schemas()).findings
        if (each.path, each.code, each.message) not in known
    ]
    return "".join(f"{each}\n" for each in found)


@pytest.mark.parametrize("file", ERR, ids=lambda file: file.stem)
def test_it_is_reported_as_written(file: Path, around: dict[str, bytes]) -> None:
    assert report(file, around) == file.with_suffix(".out").read_text("utf-8")


@pytest.mark.parametrize("file", ERR, ids=lambda file: file.stem)
def test_one_slip_is_one_finding_with_something_to_do(file: Path, around: dict[str, bytes]) -> None:
    told = report(file, around)

    assert told.count(": error ") + told.count(": warning ") == 1
    assert told.count("  = fix: ") == 1


@pytest.mark.parametrize("file", OK, ids=lambda file: file.stem)
def test_it_stays_silent(file: Path, around: dict[str, bytes]) -> None:
    assert report(file, around) == ""


def test_every_word_of_the_schemas_has_its_slip() -> None:
    used = {word for schema in schemas().values() for word in words_of(schema)} - SILENT
    shown = {file.stem for file in ERR} | {file.stem.partition("-")[0] for file in ERR}

    assert sorted(word for word in used if ONE_FILE.get(word, word) not in shown) == []


def words_of(schema: Any, named: bool = False) -> Iterator[str]:
    """Yield the keywords of a schema, those of the schemas inside it included. named: the keys here are names of things."""
    if isinstance(schema, list):
        for each in schema:
            yield from words_of(each)
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if not named:
            yield key
        if named or key not in ("examples", "default", "const", "enum", "dependentRequired"):
            yield from words_of(value, not named and key in NAMED)


def test_the_reports_are_still_needed() -> None:
    written = {file.stem for file in HERE.glob("*.out")}

    assert written == {file.stem for file in ERR}
    assert json.dumps(sorted(written))
