"""The catalogue that ships holds to every proof, and each fault put into it is found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.findings import Finding
from tests import real
from tests.language.checks.graph.test_graph import OURS

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "shipped" / "rows.yaml").read_bytes(), "rows.yaml").node
)


def codes(found: tuple[Finding, ...]) -> list[str]:
    return sorted({each.code for each in found if each.code in OURS})


def test_it_holds_to_every_proof() -> None:
    assert codes(real.loaded().findings) == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_finds_a_fault_put_in(row: dict[str, Any]) -> None:
    text = real.files()[row["file"]].decode()
    assert row["from"] in text

    found = real.faulty(row["file"], text.replace(row["from"], row["to"], 1).encode()).findings

    assert codes(found) == row["finds"]
