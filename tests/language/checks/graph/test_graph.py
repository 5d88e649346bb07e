"""What is proved on the ways of a service: each rule with services that keep it and services that do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.findings import Finding
from tests.language.catalogues import at_a_glance, project, schemas

FOLDER = Path(__file__).parent
PATH = "revenue/tried.yaml"
ROWS: list[dict[str, Any]] = [
    {**row, "file": path.stem}
    for path in sorted(FOLDER.glob("*.yaml"))
    for row in nodes.to_plain(nodes.parse(path.read_bytes(), path.name).node)
]
HEADER = {
    "service": "revenue.tried",
    "title": {"en": "Tried"},
    "short": {"en": "Tried"},
    "kind": "application",
    "source": {"title": "Sample", "read_on": "2026-11-01", "state": "sample"},
    "languages": ["en"],
    "defaults": {"give_up": "desk"},
}
ENDS = {
    "done": {"result": "success", "say": {"en": "Done."}},
    "sorry": {"result": "rejected", "say": {"en": "No."}},
    "desk": {"result": "handoff", "to": "revenue_helpdesk", "say": {"en": "An officer."}},
}
OURS = ("FLOW-334", "FLOW-335", *(f"FLOW-{number}" for number in range(351, 380)), "EXPR-451", "EXPR-452")  # fmt: skip


def written(row: dict[str, Any]) -> dict[str, bytes]:
    """Return the sample project with a row's steps as a whole service; JSON is YAML too."""
    service = {**HEADER, **row.get("header", {}), "steps": row["steps"]}
    service |= {"later": row["later"]} if "later" in row else {}
    service["ends"] = {**ENDS, **row.get("ends", {})}
    return {**project("base"), PATH: json.dumps(service, ensure_ascii=False).encode()}


def found_in(files: dict[str, bytes]) -> list[Finding]:
    return [each for each in load(files, schemas()).findings if each.path == PATH]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file']}: {row['it']}")
def test_it_proves(row: dict[str, Any]) -> None:
    files = written(row)

    found = found_in(files)

    others = [each for each in found if each.code not in OURS and each.severity == "error"]
    assert [f"{each.code} {each.message}" for each in others] == []
    ours = [each for each in found if each.code in OURS and each.code not in row.get("beside", [])]
    assert [at_a_glance(each, files).replace('"', "") for each in ours] == row["finds"]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if "says" in row], ids=lambda row: f"{row['file']}: {row['it']}"
)
def test_it_shows_the_way(row: dict[str, Any]) -> None:
    found = [each for each in found_in(written(row)) if each.code in OURS]

    assert row["says"] in found[0].message
    assert found[0].why
    assert found[0].fix
