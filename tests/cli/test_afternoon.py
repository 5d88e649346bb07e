"""The page "Bring your service online in an afternoon" can be followed: its files, put where it says, are checked and played."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from engine.cli.main import run
from engine.language.catalogue import load
from engine.services.connectors.databases import Databases
from tests.language.catalogues import schemas

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "afternoon.md").read_text("utf-8")
SERVICE = "municipal.community_hall"
FILES = re.findall(r"```yaml\n# catalog/(\S+), (.+)\n((?s:.*?))```\n", PAGE)
SQL = re.findall(r'executescript\("""\n((?s:.*?))"""\)', PAGE)


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the real catalogue, with `catalog new` done as the page says."""
    shutil.copytree(ROOT / "catalog", tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    assert run(["new", SERVICE, "--kind", "information"]) == 0
    return tmp_path / "catalog"


def put(path: Path, where: str, words: str) -> None:
    """Put words into a file as the page says."""
    before = path.read_text("utf-8")
    match where:
        case "all of it":
            after = words
        case "at the end":
            after = before + words
        case _:
            line = f"\n{where.removeprefix('below ')}\n"
            assert before.count(line) == 1, f"{path} has no line {where!r}"
            after = before.replace(line, line + words)
    path.write_text(after, "utf-8")


def follow(catalogue: Path) -> None:
    for name, where, words in FILES:
        put(catalogue / name, where, words)


def test_it_leads_to_a_service_without_a_finding(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [name.rpartition("/")[2] for name, _, _ in FILES] == [
        "community_hall.yaml",
        "_connectors.yaml",
        "_fees.yaml",
        "_department.yaml",
        "community_hall.test.yaml",
    ]
    follow(catalogue)
    capsys.readouterr()

    assert run(["validate", "municipal", "--on", "2026-11-22"]) == 0
    assert "community_hall" not in capsys.readouterr().out
    assert run(["test", SERVICE, "--at-least", "95"]) == 0
    assert " 22 of 23 " in capsys.readouterr().out
    assert " 22 of 23 " in PAGE


def test_it_quotes_what_is_really_said(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(catalogue / FILES[0][0], *FILES[0][1:])
    capsys.readouterr()

    assert run(["validate", SERVICE]) == 1
    early = capsys.readouterr().out
    follow(catalogue)
    assert run(["validate", SERVICE]) == 0
    assert run(["test", SERVICE, "--coverage"]) == 0
    said = early + capsys.readouterr().out

    heads = re.findall(r"^catalog/.*: error .*$", PAGE, re.MULTILINE)
    assert [each for each in heads if ".test." not in each and each not in said] == []
    played = re.findall(r"^   ok .*$", PAGE, re.MULTILINE)
    assert len(played) == 7
    assert [each for each in played if each not in said] == []


def test_it_asks_a_database_that_has_the_tables_it_names(catalogue: Path, tmp_path: Path) -> None:
    follow(catalogue)
    systems = "municipal/_connectors.yaml"
    loaded = load({systems: (catalogue / systems).read_bytes()}, schemas())
    halls = loaded.catalogue.connectors["halls"].operations
    made = sqlite3.connect(tmp_path / "halls.db")
    made.executescript(SQL[0])
    made.execute("INSERT INTO bookings VALUES ('nehru', '2026-12-15')")
    made.commit()
    made.close()

    async def ask(operation: str, **needs: object) -> int:
        reply = await databases.ask(
            f"sqlite:///{tmp_path}/halls.db", halls[operation], needs, timeout_s=3
        )
        return reply.status

    databases = Databases()
    try:
        assert asyncio.run(ask("open")) == 200
        assert asyncio.run(ask("day", hall="nehru", day=date(2026, 12, 15))) == 404
        assert asyncio.run(ask("day", hall="nehru", day=date(2026, 12, 16))) == 200
    finally:
        databases.close()
