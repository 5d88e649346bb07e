"""What does not fit into a message, or into a turn, is found where it is written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.findings import Finding
from tests.language.assignment.test_unset import DESK, ENDS, FIRST, HEADER
from tests.language.catalogues import at_a_glance, project, schemas

FILE: dict[str, Any] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "fit.yaml").read_bytes(), "fit.yaml").node
)
OURS = re.compile(r"TEXT-51[345]|TEXT-557|CHAN-8\d\d")
CONNECTORS = json.dumps({"connectors": FILE["connectors"]}).encode()


def long(words: str) -> str:
    """Return words with letters for each `<900>`."""
    return re.sub(r"<(\d+)>", lambda many: "x" * int(many[1]), words)


def short(words: str) -> str:
    """Return words with `<900>` for so many letters."""
    return re.sub(r"x+", lambda many: f"<{len(many[0])}>", words)


def found_in(files: dict[str, bytes]) -> list[tuple[str, Finding]]:
    """Return what this file of rows is about, as it stands in the row."""
    found = [each for each in load(files, schemas()).findings if OURS.match(each.code)]
    return [(short(at_a_glance(each, files)), each) for each in found]


def service(row: dict[str, Any]) -> bytes:
    """Return a row's steps as a whole service."""
    written = {
        **HEADER,
        "steps": [FIRST, *row["steps"]],
        "ends": {**row.get("ends", ENDS), "desk": DESK},
    }
    if "later" in row:
        written["later"] = row["later"]
    written["steps"][-1] = {**written["steps"][-1], "then": "done"}
    return long(json.dumps(written, ensure_ascii=False)).encode()


@pytest.mark.parametrize("row", FILE["rows"], ids=lambda row: row["it"])
def test_it(row: dict[str, Any]) -> None:
    files = {
        **project("base"),
        "revenue/tried.yaml": service(row),
        "_shared/connectors/store.yaml": CONNECTORS,
    }

    found = found_in(files)

    assert sorted(glance for glance, _ in found) == row["finds"]
    for word in row.get("fix", ()):
        assert word in found[0][1].fix


@pytest.mark.parametrize("row", FILE["templates"], ids=lambda row: row["it"])
def test_a_template(row: dict[str, Any]) -> None:
    files = dict(project("base"))
    before, after = files["catalog.yaml"].decode().split("{text: ", 1)
    button = after[after.index(", button:") :]
    other = long(json.dumps(row["text"], ensure_ascii=False))
    files["catalog.yaml"] = f"{before}{{text: {other}{button}".encode()

    assert sorted(glance for glance, _ in found_in(files)) == row["finds"]
