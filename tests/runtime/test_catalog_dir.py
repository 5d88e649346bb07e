"""New files come into force when they stand still; bad ones never do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.runtime.catalog_dir import BadCatalogue, Compiled, LiveCatalog
from engine.runtime.catalog_files import read_files
from tests.runtime.pretend import Town


@dataclass
class Stage:
    """A folder, and the catalogue that reads it. A file `bad` anywhere is an error."""

    root: Path
    town: Town
    live: Any = None
    is_prepared: bool = True
    begun: int = 0

    def compile(self, files: Any) -> Compiled | None:
        if any(content == b"bad" for content in files.values()):
            return None
        return Compiled(dict(files), (), {})  # type: ignore[arg-type]

    def prepare(self) -> Any:
        self.begun += 1
        return lambda: self.is_prepared

    def look(self, times: int = 2) -> list[bool]:
        found = []
        for _ in range(times):
            self.town.clock.forward(3)
            found.append(self.live.refresh())
        return found


@pytest.fixture
def stage(tmp_path: Path, town: Town) -> Stage:
    root = tmp_path / "catalog"
    (root / "power").mkdir(parents=True)
    (root / "power" / "bill.yaml").write_bytes(b"one")
    stage = Stage(root, town)
    stage.live = LiveCatalog(root, stage.compile, town.programs, town.clock, stage.prepare)
    return stage


def test_it_reads_every_file_but_hidden_ones_and_leftovers(stage: Stage) -> None:
    for name in (".git", "bill.yaml~", "x.swp", "bill.yaml.tmp"):
        (stage.root / name).write_bytes(b"x")
    (stage.root / "_shared").mkdir()
    (stage.root / "_shared" / "a.yaml").write_bytes(b"two")
    assert read_files(stage.root) == {"_shared/a.yaml": b"two", "power/bill.yaml": b"one"}


def test_it_takes_over_a_changed_file_once_it_stands_still(stage: Stage) -> None:
    stage.live.start()
    (stage.root / "power" / "bill.yaml").write_bytes(b"half")
    assert stage.look(1) == [False]
    (stage.root / "power" / "bill.yaml").write_bytes(b"whole now")
    assert stage.look(2) == [False, True]
    assert stage.live.directory == {"power/bill.yaml": b"whole now"}
    assert stage.look(3) == [False] * 3


def test_it_goes_on_with_the_old_one_while_the_new_one_is_looked_through(stage: Stage) -> None:
    stage.live.start()
    stage.is_prepared = False
    (stage.root / "power" / "bill.yaml").write_bytes(b"whole now")
    assert stage.look(4) == [False] * 4
    assert (stage.begun, stage.live.directory) == (1, {"power/bill.yaml": b"one"})
    (stage.root / "power" / "bill.yaml").write_bytes(b"changed again")
    assert stage.look(3) == [False] * 3
    stage.is_prepared = True
    assert stage.look(1) == [True]
    assert (stage.begun, stage.live.directory) == (2, {"power/bill.yaml": b"changed again"})


def test_it_looks_only_now_and_then(stage: Stage) -> None:
    stage.live.start()
    (stage.root / "power" / "bill.yaml").write_bytes(b"whole now")
    stage.town.clock.forward(3)
    assert [stage.live.refresh() for _ in range(5)] == [False] * 5


def test_it_keeps_the_old_catalogue_while_the_new_one_has_errors(stage: Stage) -> None:
    stage.live.start()
    (stage.root / "power" / "bill.yaml").write_bytes(b"bad")
    assert stage.look(4) == [False] * 4
    assert stage.live.directory == {"power/bill.yaml": b"one"}
    (stage.root / "power" / "bill.yaml").write_bytes(b"good again")
    assert stage.look(2) == [False, True]


def test_it_keeps_the_old_catalogue_when_the_folder_goes_away(stage: Stage) -> None:
    stage.live.start()
    stage.root.rename(stage.root.with_name("away"))
    assert stage.look(3) == [False] * 3
    assert stage.live.directory == {"power/bill.yaml": b"one"}
    stage.root.with_name("away").rename(stage.root)
    assert stage.look(3) == [False] * 3


def test_it_does_not_start_on_a_bad_catalogue(stage: Stage) -> None:
    (stage.root / "power" / "bill.yaml").write_bytes(b"bad")
    with pytest.raises(BadCatalogue, match="catalog validate"):
        stage.live.start()
    with pytest.raises(BadCatalogue):
        _ = stage.live.directory
