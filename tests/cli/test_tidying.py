"""What `catalog fmt` does to a file, and what it never does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.cli.tidying import tidy_file
from engine.language import nodes

HERE = Path(__file__).parent
CASES = yaml.safe_load((HERE / "tidying.yaml").read_text(encoding="utf-8"))["cases"]
ORDER = ("service", "title", "find", "kind", "outcomes", "steps", "ends")
OWN = sorted((HERE.parents[1] / "catalog").rglob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=[case["it"] for case in CASES])
def test_it_goes_as_written(case: dict[str, Any]) -> None:
    tidied = tidy_file("a.yaml", case["before"].encode(), ORDER)

    if "problem" in case:
        assert case["problem"] in tidied.problem
        assert tidied.text == case["before"]
        return
    assert not tidied.problem
    assert tidied.text == case["after"]
    assert tidy_file("a.yaml", tidied.text.encode(), ORDER).text == case["after"]


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_it_never_changes_what_a_file_says(path: Path) -> None:
    turned_round = tuple(reversed(ORDER))

    tidied = tidy_file(path.name, path.read_bytes(), turned_round)

    before, after = (
        nodes.parse(each, path.name).node for each in (path.read_bytes(), tidied.text.encode())
    )
    assert before is not None
    assert after is not None
    assert nodes.to_plain(after) == nodes.to_plain(before)
    assert tidied.text.count("#") == path.read_text(encoding="utf-8").count("#")
