"""The tree, its files and its proofs agree with the definition of RFC 6962, written out here as it stands there."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.services.certificates.log.merkle import (
    EMPTY_ROOT,
    consistency,
    inclusion,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
)
from engine.services.certificates.log.tiles import (
    BrokenLog,
    Edge,
    Tiles,
    grow,
    read_bundle,
    tile_path,
)


def root_by_definition(entries: list[bytes]) -> bytes:
    if len(entries) <= 1:
        return sha256(b"\0" + entries[0]).digest() if entries else sha256(b"").digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    left, right = root_by_definition(entries[:k]), root_by_definition(entries[k:])
    return sha256(b"\1" + left + right).digest()


def entries_of(size: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(size)]


def grown(size: int, batch: int) -> tuple[dict[str, bytes], Edge]:
    files: dict[str, bytes] = {}
    edge, entries = Edge(), entries_of(size)
    for start in range(0, size, batch):
        step = grow(edge, entries[start : start + batch])
        files.update(step.files)
        edge = step.edge
    return files, edge


SIZES = (1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 700)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("batch", [1, 100, 1000])
def test_it_has_the_defined_root(size: int, batch: int) -> None:
    files, edge = grown(size, batch)
    expected = root_by_definition(entries_of(size))
    tiles = Tiles(files.__getitem__, size)
    assert (edge.root, tiles.root()) == (expected, expected)
    assert tiles.edge() == edge


def test_files_are_named_as_other_programs_expect_them() -> None:
    assert tile_path(0, 1_234_067) == "tile/0/x001/x234/067"
    assert tile_path("entries", 0, 17) == "tile/entries/000.p/17"
    files, _ = grown(70_000, 70_000)
    assert len(files["tile/0/273.p/112"]) == 112 * 32
    assert len(files["tile/1/001.p/17"]) == 17 * 32
    assert len(files["tile/2/000.p/1"]) == 32
    assert len([path for path in files if path.startswith("tile/0/") and ".p/" not in path]) == 273
    assert len(read_bundle(files["tile/entries/273.p/112"])) == 112


def test_an_empty_log_has_the_root_of_nothing() -> None:
    assert Edge().root == Tiles({}.__getitem__, 0).root() == EMPTY_ROOT == root_by_definition([])


@given(some.integers(1, 600).flatmap(lambda size: some.tuples(some.just(size), some.integers(0, size - 1))))  # fmt: skip
def test_every_entry_is_proved(case: tuple[int, int]) -> None:
    size, index = case
    files, edge = grown(size, size)
    tiles = Tiles(files.__getitem__, size)
    proof = inclusion(index, size, tiles.subtree)
    leaf = leaf_hash(entries_of(size)[index])
    assert proves_inclusion(index, size, leaf, proof, edge.root)
    assert not proves_inclusion(index, size, leaf_hash(b"another"), proof, edge.root)
    assert not proves_inclusion(index, size, leaf, [*proof, leaf], edge.root)
    assert not proof or not proves_inclusion(index, size, leaf, proof[:-1], edge.root)
    assert not proves_inclusion(size, size, leaf, proof, edge.root)


@given(some.integers(1, 600).flatmap(lambda newer: some.tuples(some.integers(1, newer), some.just(newer))))  # fmt: skip
def test_every_growth_is_proved(case: tuple[int, int]) -> None:
    older, newer = case
    files, edge = grown(newer, newer)
    tiles = Tiles(files.__getitem__, newer)
    before = root_by_definition(entries_of(older))
    proof = consistency(older, newer, tiles.subtree)
    assert proves_consistency(older, newer, before, edge.root, proof)
    if older < newer:
        assert not proves_consistency(older, newer, edge.root, edge.root, proof)
        assert not proves_consistency(older, newer, before, before, proof)
    assert not proves_consistency(older, newer, before, edge.root, [*proof, before])


def test_a_changed_entry_is_noticed() -> None:
    files, _ = grown(300, 300)
    files["tile/entries/000"] = files["tile/entries/000"].replace(b"entry 7", b"entry 8", 1)
    with pytest.raises(BrokenLog):
        Tiles(files.__getitem__, 300).entries(0)


def test_a_cut_file_is_noticed() -> None:
    files, _ = grown(300, 300)
    with pytest.raises(BrokenLog):
        Tiles({**files, "tile/0/000": files["tile/0/000"][:-1]}.__getitem__, 300).subtree(0, 1)
    with pytest.raises(BrokenLog):
        read_bundle(files["tile/entries/000"][:-1])
