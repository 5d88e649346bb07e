"""The page says what was measured, and does not flatter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from bench.plan import PLAN, RUSHES
from bench.report import page
from bench.results import Results, from_json, to_json

HERE = Path(__file__).parent
FIGURES = (HERE / "results.json").read_text("utf-8")
ROWS = yaml.safe_load((HERE / "pages.yaml").read_text("utf-8"))


def changed(row: dict) -> Results:
    """Return the figures with what this row changes."""
    told = json.loads(FIGURES)
    for change in row.get("change", []):
        *way, last = change["at"]
        inner = told
        for name in way:
            inner = inner[name]
        inner[last] = change["is"]
    if "drop" in row:
        part, name = row["drop"]
        del told[part][name]
    return from_json(json.dumps(told))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it(row: dict) -> None:
    lines = page(changed(row)).splitlines()

    missing = [line for line in row.get("has", []) if line not in lines]
    unwanted = [line for line in lines for part in row.get("lacks", []) if part in line]

    assert not missing, "\n".join(lines)
    assert not unwanted


def test_it_is_written_from_the_kept_figures_alone() -> None:
    results = from_json(FIGURES)

    assert from_json(to_json(results)) == results
    assert set(results.runs) == set(PLAN), "results.json and the plan name different measurements"
    assert set(results.rushes) == set(RUSHES), "results.json and the plan name different rushes"
