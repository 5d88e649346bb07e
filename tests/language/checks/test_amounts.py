"""Money to pay or to give back comes from a table, a department or a donor, and from nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from tests.language.assignment.test_unset import service
from tests.language.catalogues import project, schemas

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "amounts.yaml").read_bytes(), "amounts.yaml").node
)
CALL = {
    "id": "person",
    "call": "register.person",
    "with": {"number": "'1234567890'", "area": "rural"},
    "outcomes": {"not_found": "done", "wrong": "done", "unavailable": "done"},
}
MANY = {"id": "many", "ask": {"en": "?"}, "type": "number(1..5)"}
TOLD = {"id": "told", "say": {"en": "{{ first }}, {{ many }}"}}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_looks_where_an_amount_comes_from(row: dict[str, Any]) -> None:
    ways = {"failed": "done", "expired": "done"}
    fee = {
        "id": "fee",
        "pay": row["pay"],
        "title": {"en": "Fee"},
        "within": "15 minutes",
        "outcomes": ways,
    }
    back = {
        "id": "back",
        "refund": "fee",
        "amount": row.get("back"),
        "outcomes": {"failed": "done"},
    }
    steps = [CALL, MANY, TOLD, *row.get("steps", ()), fee, *([back] if "back" in row else ())]
    header = {"kind": row.get("kind", "payment"), "fees": {"copy": {"table": "copy"}}}
    files = {**project("base"), "revenue/tried.yaml": service({"steps": steps, "header": header})}

    found = [each.code for each in load(files, schemas()).findings]

    assert found == ([row.get("finds", "FEE-611")] if row["refused"] else [])
