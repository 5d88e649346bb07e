"""A service is checked when each source it is made from is, and a sample otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from tests.language.catalogues import project, schemas

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "standing.yaml").read_bytes(), "standing.yaml").node
)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it(row: dict[str, Any]) -> None:
    files = dict(project("base"))
    for path in row["checked"]:
        files[path] = _checked(files[path].decode()).encode()
    for path, more in row.get("add", {}).items():
        files[path] += more.encode()

    loaded = load(files, schemas())

    assert loaded.sound, loaded.findings
    cards = loaded.catalogue.programs
    assert [name for name, made in cards.items() if made.state == "checked"] == row["are"]


def _checked(text: str) -> str:
    """Return a file whose sources and rows have all been compared with an order."""
    for wrong, right in (
        ('title: "Sample"', 'title: "Charter", order: "G.O.Ms.No. 12"'),
        ('order: "SAMPLE-', 'order: "G.O.Ms.No. '),
        ("state: sample", "state: checked"),
    ):
        text = text.replace(wrong, right)
    return text
