"""Without the writing tools' packages each command that needs one says in one line how to get it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from engine.cli.main import run

CATALOG = Path(__file__).parent / "catalog"


@pytest.mark.parametrize(
    ("package", "command"),
    [
        ("pygls", "lsp"),
        ("lsprotocol", "lsp"),
        ("openpyxl", "to-sheet sample.card -o card.xlsx"),
        ("openpyxl", "from-sheet made.xlsx"),
        ("defusedxml", "translations import made.xlf"),
    ],
)
def test_it_says_which_package_is_missing(
    package: str,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    assert run(["to-sheet", "sample.card", "-o", "made.xlsx"]) == 0
    assert run(["translations", "export", "--to", "en", "-o", "made.xlf"]) == 0
    capsys.readouterr()
    for name in [
        each
        for each in sys.modules
        if each.startswith("engine.lsp.") or each.partition(".")[0] == package
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)

    assert run(command.split()) == 2
    assert "pip install 'mana-mitra[authoring]'" in capsys.readouterr().err
    assert not (tmp_path / "card.xlsx").exists()
