"""`catalog translations` finds what is older than its text, and calls it right when somebody says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.cli.main import run

CATALOG = Path(__file__).parent / "catalog"
LOCK = "sample/_translations.lock"


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "catalog"
    shutil.copytree(CATALOG, folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MITRA_CATALOG", str(folder))
    return folder


def test_it_accepts_and_then_finds_what_is_old(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = copied / "sample/card.yaml"
    assert run(["translations", "accept"]) == 0
    assert (copied / LOCK).is_file()
    assert run(["translations", "status"]) == 0

    before = card.read_text("utf-8")
    first = next(line for line in before.splitlines() if "ask: {te: " in line)
    card.write_text(before.replace(first, first.replace('{te: "', '{te: "మీరు ', 1)), "utf-8")

    assert run(["translations", "status"]) == 1
    assert "1 older than their text" in capsys.readouterr().out
    assert run(["translations", "accept", "sample.card"]) == 0
    assert run(["translations", "status"]) == 0


def test_it_knows_no_other_services(copied: Path) -> None:
    assert run(["translations", "accept", "sample.nothing"]) == 2
    assert not (copied / LOCK).exists()
