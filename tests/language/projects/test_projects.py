"""Whole small catalogues: what is found in them, and where, is written in `expected.out` beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.catalogue import load
from tests.language.catalogues import PROJECTS, ROOT, at_a_glance, project, schemas

OUT = "expected.out"


@pytest.mark.parametrize(
    "folder", sorted(PROJECTS.glob(f"*/{OUT}")), ids=lambda path: path.parent.name
)
def test_it_finds_what_is_written_beside_it(folder: Path) -> None:
    files = {path: content for path, content in project(folder.parent.name).items() if path != OUT}

    findings = load(files, schemas()).findings

    said = [f"{each.path}:{each.span.line}: {at_a_glance(each, files)}" for each in findings]
    assert "\n".join([*said, ""]) == folder.read_text("utf-8")


def test_it_takes_the_first_service_of_the_language_page() -> None:
    page = (ROOT / "docs" / "language.md").read_text("utf-8")
    first = page.split("```yaml\n")[1].split("```")[0]
    files = {**project("first_service"), "revenue/ration_card_status.yaml": first.encode()}

    loaded = load(files, schemas())

    assert loaded.findings == ()
    assert list(loaded.catalogue.programs) == ["revenue.ration_card_status"]
