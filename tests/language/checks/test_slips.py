"""One slip in the sample project is one finding, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from tests import real
from tests.language.catalogues import at_a_glance, changed, schemas

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "slips.yaml").read_bytes(), "slips.yaml").node
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_finds(row: dict[str, Any]) -> None:
    files = changed(row["file"], row["from"], row["to"])

    found = load(files, schemas(), real.parse).findings

    assert [at_a_glance(each, files) for each in found] == row["finds"]
    assert all(each.fix for each in found), "what to do is not said"
