"""What a commit would bring: only files that changed in git are shown, unless services stand on one of them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from engine.cli.main import run

HERE = Path(__file__).parent


def git(*words: str) -> None:
    who = ("-c", "user.name=Officer", "-c", "user.email=officer@example.org")
    subprocess.run(["git", *who, *words], check=True, capture_output=True)


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue in git with a slip in one service from before."""
    shutil.copytree(HERE / "catalog", tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    slip(tmp_path / "catalog/sample/card.yaml")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "begin")
    return tmp_path / "catalog"


def slip(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("kind: ", "kind: x"), encoding="utf-8")


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, set[str]]:
    code = run(["validate", "--format", "github", *words])
    told = capsys.readouterr().out
    lines = [line for line in told.splitlines() if line.startswith("::error")]
    return code, {line.split("file=")[1].split(",")[0] for line in lines}


def test_nothing_changed_so_nothing_is_shown(catalog: Path, capsys) -> None:
    assert shown(capsys, "--changed-since", "HEAD") == (0, set())
    assert shown(capsys) == (1, {"catalog/sample/card.yaml"})


def test_a_changed_file_is_shown_alone(catalog: Path, capsys) -> None:
    slip(catalog / "sample/visit.yaml")

    assert shown(capsys, "--changed-since", "HEAD") == (1, {"catalog/sample/visit.yaml"})


def test_a_new_file_is_shown(catalog: Path, capsys) -> None:
    (catalog / "sample/other.yaml").write_text("kind: x\n", encoding="utf-8")

    assert "catalog/sample/other.yaml" in shown(capsys, "--changed-since", "HEAD")[1]


def test_a_file_that_services_stand_on_shows_everything(catalog: Path, capsys) -> None:
    place = catalog / "sample/_department.yaml"
    place.write_text(place.read_text("utf-8") + "# a remark\n", encoding="utf-8")

    assert shown(capsys, "--changed-since", "HEAD") == (1, {"catalog/sample/card.yaml"})


def test_a_file_that_is_gone_shows_everything(catalog: Path, capsys) -> None:
    (catalog / "sample/visit.yaml").unlink()

    assert "catalog/sample/card.yaml" in shown(capsys, "--changed-since", "HEAD")[1]


def test_it_goes_with_names(catalog: Path, capsys) -> None:
    slip(catalog / "sample/visit.yaml")

    assert shown(capsys, "sample.card", "--changed-since", "HEAD") == (0, set())


def test_a_revision_nobody_knows_is_one_line(catalog: Path, capsys) -> None:
    for unknown in ("nope", "--output=x", "HEAD~99"):
        assert run(["validate", f"--changed-since={unknown}"]) == 2
        assert f'git knows no commit "{unknown}"' in capsys.readouterr().err
    assert not Path("x").exists()
