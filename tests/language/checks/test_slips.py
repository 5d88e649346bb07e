"""One slip in the sample project is one finding, at its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from tests.language.catalogues import at_a_glance, changed, schemas

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "slips.yaml").read_bytes(), "slips.yaml").node
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_finds(row: dict[str, Any]) -> None:
    files = changed(row["file"], row["from"], row["to"])

    found = load(files, schemas()).findings

    assert [at_a_glance(each, files) for each in found] == row["finds"]


def test_every_finding_says_what_to_do() -> None:
    for row in ROWS:
        for finding in load(changed(row["file"], row["from"], row["to"]), schemas()).findings:
            assert finding.fix, f"{row['it']}: {finding.code} {finding.message}"
