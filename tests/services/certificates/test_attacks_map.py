"""Each attack we know of is tried somewhere: what attacks_map.yaml names exists."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
TESTS = HERE.parents[1]
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "attacks_map.yaml").read_text("utf-8"))


def names_in(path: Path) -> set[str]:
    """Return the tests of a file, or what the rows of a table of tests say of themselves."""
    written = path.read_text("utf-8")
    if path.suffix == ".py":
        return {each.name for each in ast.parse(written).body if isinstance(each, ast.FunctionDef)}
    told = yaml.safe_load(written)
    rows = told if isinstance(told, list) else [row for each in told.values() for row in each]
    return {str(row["it"]) for row in rows if isinstance(row, dict)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["attack"]))
def test_it_is_tried(row: dict[str, Any]) -> None:
    assert row["tried"]
    for place in row["tried"]:
        file, _, name = place.partition("#" if "#" in place else "::")
        folder = TESTS if file.split("/")[0] in ("web", "cli") else HERE
        assert name in names_in(folder / file), place


def test_every_attack_has_a_row() -> None:
    assert len({row["attack"] for row in ROWS}) == len(ROWS) == 28
