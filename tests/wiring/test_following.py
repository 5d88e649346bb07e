"""What a web process answers from: whatever there is at its start, then only catalogues without errors."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.wiring.following import FollowedCatalogue
from tests.services.certificates.counter import MovingClock

PAPER = Path(__file__).parents[1] / "chaos" / "paper"
DEPARTMENT = Path("revenue/_department.yaml")


@pytest.fixture
def folder(tmp_path: Path, repository: Path) -> Path:
    shutil.copytree(PAPER, tmp_path / "catalog")
    kinds = tmp_path / "catalog" / "_shared" / "certificates"
    kinds.mkdir(parents=True)
    shutil.copy(repository / "catalog/_shared/certificates/income_certificate.yaml", kinds)
    return tmp_path / "catalog"


def followed(folder: Path) -> FollowedCatalogue:
    return FollowedCatalogue(folder, MovingClock(), lambda: lambda: True)


def change(folder: Path, before: str, after: str) -> None:
    path = folder / DEPARTMENT
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def looks(catalogue: FollowedCatalogue) -> bool:
    """Look until changed files have stood still; return whether they were taken."""
    return any(catalogue.refresh() for _ in range(8))


def title(catalogue: FollowedCatalogue) -> str:
    return catalogue.now.catalogue.departments[0].title["en"]


def test_it_takes_a_new_one_and_passes_over_one_with_errors(folder: Path) -> None:
    catalogue = followed(folder)
    first = catalogue.now
    change(folder, "Test department", "Newer department")
    assert looks(catalogue)
    assert (title(catalogue), len(catalogue.now.catalogue.programs)) == ("Newer department", 1)
    assert catalogue.now.digest != first.digest

    second = catalogue.now
    change(folder, "help_desk", "help_deks")
    assert not looks(catalogue)
    assert catalogue.now is second


def test_it_begins_with_what_there_is_and_serves_nothing_of_it_while_it_has_errors(
    folder: Path,
) -> None:
    change(folder, "help_desk", "help_deks")
    catalogue = followed(folder)
    assert not catalogue.now.catalogue.programs

    change(folder, "help_deks", "help_desk")
    assert looks(catalogue)
    assert list(catalogue.now.catalogue.programs) == ["revenue.paper"]
