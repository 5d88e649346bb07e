"""Whole small catalogues: what is found in them, word for word, is written in `expected.out` beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.catalogue import load
from engine.language.findings import render_text
from engine.language.source import source_of
from tests.language.catalogues import PROJECTS, ROOT, project, schemas

OUT = "expected.out"


@pytest.mark.parametrize("folder", sorted(PROJECTS.glob(f"*/{OUT}")), ids=lambda path: path.parent.name)
def test_it_finds_what_is_written_beside_it(folder: Path) -> None:
    files = {path: content for path, content in project(folder.parent.name).items() if path != OUT}

    findings = load(files, schemas()).findings

    said = [render_text(each, source_of(each.path, files.get(each.path, b""))) for each in findings]
    assert "\n".join([*said, ""]) == folder.read_text("utf-8")


def test_it_takes_the_first_service_of_the_language_page() -> None:
    page = (ROOT / "docs" / "language.md").read_text("utf-8")
    first = page.split("```yaml\n")[1].split("```")[0]
    files = {**project("first_service"), "revenue/ration_card_status.yaml": first.encode()}

    loaded = load(files, schemas())

    assert loaded.findings == ()
    assert list(loaded.catalogue.programs) == ["revenue.ration_card_status"]
