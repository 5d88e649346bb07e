"""A backup is worth what its restore is worth: a running case, the database gone, the case goes on to its end."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.postgres import Server, shared
from engine.settings import read
from engine.wiring.parts import open_inbox, open_keys, open_reader, open_store
from tests.deploy.town import NAME, Town, town

SERVICE = "sample.proof"


class SqliteData:
    """Two files."""

    def __init__(self, folder: Path) -> None:
        self.database = str(folder / "data" / "mitra.db")
        self.environment: Mapping[str, str] = {}

    def destroy(self) -> None:
        """Lose every file of the database."""
        for file in Path(self.database).parent.iterdir():
            file.unlink()

    def damage(self, backup: Path) -> None:
        """Change one byte of a copy."""
        spoil(backup / "main.db")


class PostgresData:
    """A database of the tests' server, and PostgreSQL's own programs."""

    def __init__(self, _folder: Path) -> None:
        self._server: Server = shared()
        self.database = self._server.database()
        self.environment = {"PATH": f"{self._server.binaries}:{os.environ['PATH']}"}

    def destroy(self) -> None:
        """Lose the database; an empty one of its name is what an operator makes then."""
        name = self.database.partition("?")[0].rpartition("/")[2]
        self._server.say(f"DROP DATABASE {name} WITH (FORCE)")
        self._server.say(f"CREATE DATABASE {name}")

    def damage(self, backup: Path) -> None:
        """Change one byte of a copy."""
        spoil(backup / "database.dump")


def spoil(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


STORES = {"sqlite": SqliteData, "postgres": PostgresData}
Data = SqliteData | PostgresData


@pytest.fixture(params=STORES)
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Data:
    made: Data = STORES[request.param](tmp_path)
    return made


def run(data: Data, script: str, *words: str) -> subprocess.CompletedProcess[str]:
    place = Path(__file__).parents[2] / "deploy" / script
    environment = {**os.environ, **data.environment, "MITRA_DATABASE": data.database}
    return subprocess.run(
        [place, *words], env=environment, capture_output=True, text=True, check=False, timeout=200
    )


def backup(data: Data, folder: Path, *more: str) -> Path:
    done = run(data, "backup", str(folder), *more)
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def fill(data: Data, folder: Path) -> None:
    """Make the tables, and a master key beside them."""
    settings = read(
        {"MITRA_DATABASE": data.database, "MITRA_MASTER_KEY_FILE": str(folder / "master.key")},
        folder,
    )
    store = open_store(settings, open_keys(settings))
    open_inbox(settings, open_reader(settings)).close()
    store.close()


def before_the_officers(made: Town) -> None:
    made.start("sandbox", "web", "worker")
    made.until_ready()
    made.opens(SERVICE)
    made.says("1234567890")
    made.says(NAME)
    assert "being examined" in made.says("96,000")


@pytest.mark.parametrize(
    "data", [pytest.param("sqlite", marks=pytest.mark.prove), "postgres"], indirect=True
)
def test_a_running_case_goes_on_to_its_end(data: Data, tmp_path: Path) -> None:
    with town(tmp_path, data.database) as made:
        before_the_officers(made)
        copy = backup(data, tmp_path / "backups")
        made.stop("web", "worker")
        data.destroy()

        restored = run(data, "restore", str(copy))
        assert restored.returncode == 0, restored.stderr
        made.start("web", "worker")
        made.until_ready()
        made.approves()

        made.hears_until("The certificate is")
        made.opens(SERVICE)
        assert "The name?" in made.says("1234567890"), "a new case begins as ever"


def test_an_inbox_copied_before_the_rest_loses_nothing_that_comes_later(tmp_path: Path) -> None:
    """The two files of SQLite are copied one after the other: between them the worker may have come further than the inbox knows."""
    data = SqliteData(tmp_path)
    with town(tmp_path, data.database) as made:
        made.start("sandbox", "web", "worker")
        made.until_ready()
        made.says("menu")
        early = backup(data, tmp_path / "early")
        made.opens(SERVICE)
        copy = backup(data, tmp_path / "late")
        made.stop("web", "worker")
        shutil.copy(early / "inbox.db", copy / "inbox.db")
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["sha256"]["inbox.db"] = hashlib.sha256(
            (copy / "inbox.db").read_bytes()
        ).hexdigest()
        (copy / "manifest.json").write_text(json.dumps(manifest))
        data.destroy()

        assert run(data, "restore", str(copy)).returncode == 0
        made.start("web", "worker")
        made.until_ready()

        assert "The name?" in made.says("1234567890")


def test_a_backup_is_checked_and_only_goes_into_an_empty_place(data: Data, tmp_path: Path) -> None:
    fill(data, tmp_path)
    copy = backup(data, tmp_path / "backups")
    manifest = json.loads((copy / "manifest.json").read_text())

    over = run(data, "restore", str(copy))
    data.damage(copy)
    data.destroy()
    damaged = run(data, "restore", str(copy))

    assert len(manifest["sha256"]) in {1, 2}
    assert (tmp_path / "master.key").read_bytes() not in b"".join(
        file.read_bytes() for file in copy.iterdir()
    )
    assert over.returncode == damaged.returncode == 1
    assert len(over.stderr.splitlines()) == len(damaged.stderr.splitlines()) == 1
    assert "is not what was backed up" in damaged.stderr


def test_only_the_newest_backups_are_kept(tmp_path: Path) -> None:
    data = SqliteData(tmp_path)
    fill(data, tmp_path)
    old = tmp_path / "backups" / "mitra-20200101T000000Z"
    old.mkdir(parents=True)

    newest = backup(data, tmp_path / "backups", "--keep", "1")

    assert list((tmp_path / "backups").iterdir()) == [newest]


def test_nothing_half_done_is_left_where_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    done = run(SqliteData(tmp_path), "backup", str(tmp_path / "backups"))

    assert done.returncode == 1
    assert list((tmp_path / "backups").iterdir()) == []
