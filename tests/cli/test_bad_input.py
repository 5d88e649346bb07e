"""Whatever is typed, and whatever lies on the disk, the answer is one clear line and the right exit code; never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.cli.main import COMMANDS, FINDINGS, USAGE, run
from engine.language import nodes

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((HERE / "bad_input.yaml").read_bytes(), "bad_input.yaml").node
)
UNREADABLE = "/proc/self/mem"
"""A file that nobody can read from its beginning, not even root."""


def lay(path: Path, content: str | None) -> None:
    if path.exists():
        path.unlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    if content == "folder":
        path.mkdir()
    elif content == "link":
        path.symlink_to(UNREADABLE)
    elif content == "not utf-8":
        path.write_bytes("title: కార్డు".encode("utf-16"))
    elif content is not None:
        path.write_text(content, encoding="utf-8")


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(HERE / "catalog", tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    return tmp_path


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_is_answered_when_somebody(
    row: dict[str, Any],
    beside: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in row.get("set", {}).items():
        monkeypatch.setenv(name, value)
    for path, content in row.get("files", {}).items():
        lay(beside / path, content)

    code = run(row["command"].split())

    told = capsys.readouterr()
    assert code == row["code"], told.out + told.err
    assert row["says"] in told.out + told.err
    assert "Traceback" not in told.out + told.err
    if code == USAGE:
        said = [line for line in told.err.splitlines() if "--help shows" not in line]
        assert len(said) == 1 or "means 2 services" in said[0]
        assert said[0].startswith("catalog: ")
        assert told.out == ""


def test_every_command_is_tried() -> None:
    tried = {row["command"].split()[0] for row in ROWS}

    assert sorted(set(COMMANDS) - tried) == [], "commands without bad input"


def test_whoever_stops_reading_is_not_told_of_a_bug(beside: Path) -> None:
    (beside / "catalog/sample/card.yaml").write_text("kind: nothing\n", encoding="utf-8")
    ends, begins = os.pipe()
    os.close(ends)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "engine", "validate"],
            stdout=begins,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
            check=False,
        )
    finally:
        os.close(begins)

    assert done.stderr == b""
    assert done.returncode in (0, FINDINGS)


def test_what_was_mended_does_not_mix_with_a_report_for_programs(
    beside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = beside / "catalog/sample/card.yaml"
    place.write_text(place.read_text("utf-8").replace("kind: status", "kind: statuss"), "utf-8")

    assert run(["validate", "--fix", "--format", "json"]) == 0

    told = capsys.readouterr()
    assert json.loads(told.out)["services"] == 2
    assert "mended SHAPE-205" in told.err
    assert "kind: status\n" in place.read_text("utf-8")
    assert run(["validate", "--fix", "--format", "json"]) == 0
    assert "Nothing was mended" in capsys.readouterr().err
