"""What dialogues come through is remembered only as long as nothing they depend on has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.language.catalogue import load
from engine.runtime.catalog_files import read_files
from engine.scenarios.coverage import Coverage, coverage
from engine.scenarios.run import play
from engine.wiring.played import PlayedCache
from engine.wiring.prepared import schemas

SERVICE = "sample.card"
CHANGES = {
    "the service": ("sample/card.yaml", b"at_most: 2", b"at_most: 3"),
    "its dialogues": ("sample/card.test.yaml", b'"9999"', b'"9998"'),
    "a system it asks": ("sample/_connectors.yaml", b"timeout: 5 seconds", b"timeout: 6 seconds"),
    "the state": ("catalog.yaml", b"tries: 3", b"tries: 2"),
}


@pytest.fixture
def files(repository: Path) -> dict[str, bytes]:
    return read_files(repository / "tests" / "cli" / "catalog")


def played(files: dict[str, bytes], cache: PlayedCache) -> tuple[str, Coverage]:
    catalogue = load(files, schemas()).catalogue
    program, scenarios = catalogue.programs[SERVICE], catalogue.scenarios[SERVICE].scenarios
    parts = (play(program, catalogue.connectors, each).reached for each in scenarios)
    return cache.key(program, scenarios, files), coverage(program, parts)


def test_it_is_the_same_the_next_time(files, tmp_path: Path) -> None:
    first = PlayedCache(tmp_path)
    key, found = played(files, first)
    first.keep(SERVICE, key, found)
    first.write()

    again = PlayedCache(tmp_path)

    assert played(files, again)[0] == key
    assert again.find(SERVICE, key) == found
    assert again.find("sample.visit", key) is None


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_it_is_played_again_when_this_changes(files, tmp_path: Path, change) -> None:
    cache = PlayedCache(tmp_path)
    key, found = played(files, cache)
    cache.keep(SERVICE, key, found)
    path, old, new = change
    assert old in files[path]

    changed, _ = played({**files, path: files[path].replace(old, new)}, cache)

    assert changed != key
    assert cache.find(SERVICE, changed) is None


def test_it_is_not_played_again_when_another_service_changes(files, tmp_path: Path) -> None:
    cache = PlayedCache(tmp_path)

    key, _ = played(files, cache)

    assert (
        played({**files, "sample/visit.yaml": files["sample/visit.yaml"] + b"# "}, cache)[0] == key
    )


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"[1]", b'{"sample.card": {"key": "x"}}', b'{"sample.card": 1}']
)
def test_it_is_played_where_nothing_can_be_read(files, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "coverage.json").write_bytes(content)

    assert PlayedCache(tmp_path).find(SERVICE, "x") is None


def test_it_is_played_where_nothing_can_be_kept(files, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PlayedCache(tmp_path / "file" / "cache")
    key, found = played(files, cache)

    cache.keep(SERVICE, key, found)
    cache.write()

    assert PlayedCache(tmp_path / "file" / "cache").find(SERVICE, key) is None
