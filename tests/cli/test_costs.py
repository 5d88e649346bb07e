"""What WhatsApp bills is counted by day, service and category, and shown at the terminal."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner

from engine.cli.main import cli
from engine.runtime.ports import Write
from engine.settings import read
from engine.wiring.parts import open_keys, open_store

ROWS = [
    ("2026-11-20", "", "p1", "service", 1),
    ("2026-11-20", "", "p2", "service", 2),
    ("2026-11-20", "", "p2", "service", -1),
    ("2026-11-21", "", "p1", "utility", 1),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("MITRA_CATALOG", "MITRA_DATABASE", "MITRA_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    settings = read(root=tmp_path)
    store = open_store(settings, open_keys(settings))
    with store.transaction():
        store.write([Write("costs.count", row) for row in ROWS])
    store.close()
    return tmp_path


@pytest.mark.parametrize(
    ("since", "messages"), [("2026-11-01", [2, 1]), ("2026-11-21", [1]), ("2026-11-22", [])]
)
def test_it_shows_what_is_billed_since_a_day(folder: Path, since: str, messages: list[int]) -> None:
    told = CliRunner().invoke(cli, ["costs", "--since", since, "--format", "json"])
    assert told.exit_code == 0, told.output
    assert [row["messages"] for row in orjson.loads(told.output)] == messages


def test_it_sums_up_in_words(folder: Path) -> None:
    told = CliRunner().invoke(cli, ["costs", "--since", "2026-11-01"])
    assert "3 messages are billed." in told.output
    assert "(menu)" in told.output
