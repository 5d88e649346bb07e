"""What is said of a catalogue as a whole: each row changes the sample project, and only the codes of its file are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load_whole
from engine.language.codes import CODES
from engine.language.judging import Judged, judge
from tests import real
from tests.language.catalogues import at_a_glance, project, schemas

HERE = Path(__file__).parent
TODAY = "2026-11-22"


def table(path: Path) -> dict[str, Any]:
    found = nodes.to_plain(nodes.parse(path.read_bytes(), path.name).node)
    assert set(found["codes"]) <= set(CODES)
    return found


TABLES = [table(path) for path in sorted(HERE.glob("*.yaml"))]


def rows() -> Iterator[Any]:
    for each in TABLES:
        for row in each["rows"]:
            yield pytest.param(row, frozenset(each["codes"]), id=row["it"])


def files_of(row: dict[str, Any]) -> dict[str, bytes]:
    """Return the sample project with what the row adds, and each stretch it replaces, which must be there exactly once."""
    files = dict(project("base"))
    files |= {path: text.encode() for path, text in row.get("add", {}).items()}
    for path, pairs in row.get("change", {}).items():
        text = files[path].decode()
        for old, new in pairs:
            assert text.count(old) == 1, f"{path}: {old!r} stands there {text.count(old)} times"
            text = text.replace(old, new)
        files[path] = text.encode()
    return files


def judged(row: dict[str, Any], files: dict[str, bytes]) -> Judged:
    loaded, remarks, waivers, _ = load_whole(files, schemas())
    wrong = [f"{each.path}: {each.code}" for each in loaded.findings if each.severity == "error"]
    assert bool(wrong) is row.get("unsound", False), wrong
    return judge(loaded.findings, remarks, waivers, date.fromisoformat(row.get("on", TODAY)))


@pytest.mark.parametrize(("row", "codes"), list(rows()))
def test_it_says(row: dict[str, Any], codes: frozenset[str]) -> None:
    files = files_of(row)

    found = judged(row, files)

    said = [each for each in found.findings if each.code in codes]
    assert [f"{each.path}: {at_a_glance(each, files)}" for each in said] == row["finds"]
    assert [each.finding.code for each in found.waived] == row.get("waived", [])
    assert all(each.fix for each in said)
    assert all(word in said[0].message for word in row.get("names", []))


def test_every_code_of_the_whole_has_a_row_that_finds_it() -> None:
    for each in TABLES:
        found = {words.split(": ")[1].split()[0] for row in each["rows"] for words in row["finds"]}
        assert found == set(each["codes"])


def test_the_catalogue_that_ships_needs_no_looking_after() -> None:
    files = real.files()
    loaded, remarks, waivers, _ = load_whole(files, schemas())

    assert loaded.sound
    found = judge((), remarks, waivers, date.fromisoformat(TODAY)).findings
    assert [f"{each.path}: {at_a_glance(each, files)}" for each in found] == []
