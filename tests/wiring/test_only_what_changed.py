"""What is said of a catalogue is the same whether all of it was looked at, only what changed, or parts of it in other processes."""

from __future__ import annotations

import random
import resource
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.language.catalogue import load_whole
from engine.language.checks.stale import translations_of
from engine.language.files import place_of
from engine.language.reading import read_files
from engine.language.schema import Schemas
from engine.language.translations import write_lock
from engine.runtime.catalog_cache import CatalogCache, Known, key_of
from engine.runtime.service_cache import from_json, to_json
from engine.wiring.prepared import known, schemas
from engine.wiring.sharing_out import examine_shared_out, side_by_side
from tests import real
from tests.language.catalogues import project
from tests.language.checks.test_family_scenarios import PATH as FAMILY
from tests.language.checks.test_family_scenarios import TOLD

Files = dict[str, bytes]
WAIVERS = (
    b"waivers:\n  - {code: TEST-010, path: temples/hill.yaml, owner: Sample desk,"
    b" reason: tried by hand every week, until: 2027-10-31}\n"
)
LOCK = "revenue/_translations.lock"


@cache
def small() -> Mapping[str, bytes]:
    """Return the sample project with conversations of a family, and with translations made from older texts."""
    files = {**project("base"), FAMILY: TOLD.encode()}
    now = translations_of(read_files(files, Schemas(schemas())), "revenue")
    lock = {each.key: each.made._replace(source="00000000") for _, each in now}
    return {**files, LOCK: write_lock(lock).encode()}


def remark(files: Files, path: str, _: random.Random) -> None:
    files[path] += b"\n# looked at again\n"


def shorter(files: Files, path: str, chance: random.Random) -> None:
    """Take the last letter from a word."""
    words = files[path].split(b" ")
    place = chance.randrange(len(words))
    words[place] = words[place][:-1]
    files[path] = b" ".join(words)


def fewer(files: Files, path: str, chance: random.Random) -> None:
    lines = files[path].splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    files[path] = b"".join(lines)


def twice(files: Files, path: str, chance: random.Random) -> None:
    lines = files[path].splitlines(keepends=True)
    place = chance.randrange(len(lines))
    files[path] = b"".join((*lines[:place], lines[place], *lines[place:]))


def gone(files: Files, path: str, _: random.Random) -> None:
    del files[path]


def moved(files: Files, path: str, chance: random.Random) -> None:
    files[path.replace(".", f"_{chance.randrange(3)}.", 1)] = files.pop(path)


def copied(files: Files, path: str, chance: random.Random) -> None:
    """Put a further service, family or fragment beside another, under a name of its own."""
    new = path.replace(".", f"_{chance.randrange(3)}.", 1)
    before, after = place_of(path), place_of(new)
    if before is not None and after is not None:
        files[new] = files[path].replace(before.name.encode(), after.name.encode())


def waived(files: Files, _path: str, _: random.Random) -> None:
    files["_shared/waivers.yaml"] = WAIVERS


EDITS = (remark, shorter, fewer, twice, gone, moved, copied, waived)


def versions(start: Mapping[str, bytes], seed: int, number: int) -> Iterator[Files]:
    """Yield a catalogue after each of some edits; now and then one file, or all of them, are put back as they were."""
    chance, files = random.Random(seed), dict(start)
    for _ in range(number):
        if chance.random() < 0.2:
            files = dict(start)
        else:
            shared = sorted(path for path in files if path.startswith(("_shared/", "catalog")))
            path = chance.choice(shared if chance.random() < 0.4 and shared else sorted(files))
            chance.choice(EDITS)(files, path, chance)
            back = chance.choice(sorted(start))
            files[back] = start[back] if chance.random() < 0.3 else files.get(back, start[back])
        yield files


def afresh(files: Files, folder: Path) -> Known:
    """Return what is known of a catalogue by which nothing was kept."""
    return known(files, CatalogCache(folder / key_of([], files)))


def in_two(files: Mapping[str, bytes], services) -> list:
    ordered = sorted(services)
    return side_by_side(files, (ordered[::2], ordered[1::2]))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
def test_it_says_the_same_after_any_edits(tmp_path_factory, seed: int) -> None:
    folder = tmp_path_factory.mktemp("caches")
    for files in versions(small(), seed, 6):
        assert known(files, CatalogCache(folder / "kept")) == afresh(files, folder)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, suppress_health_check=list(HealthCheck))
def test_it_says_the_same_with_others(tmp_path_factory, seed: int) -> None:
    folder = tmp_path_factory.mktemp("caches")
    for files in versions(small(), seed, 2):
        shared_out = known(files, CatalogCache(folder / "kept"), in_two)
        assert shared_out == afresh(files, folder)


@pytest.mark.prove
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("seed", range(4))
def test_it_says_the_same_of_the_real_catalogue(tmp_path: Path, seed: int) -> None:
    whole = known(real.files(), CatalogCache(tmp_path / "kept"), examine_shared_out)
    assert whole == afresh(dict(real.files()), tmp_path)
    for files in versions(real.files(), seed, 8):
        assert known(files, CatalogCache(tmp_path / "kept")) == afresh(files, tmp_path)


def test_it_compiles_only_what_changed(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def count(_files: Mapping[str, bytes], services) -> tuple:
        asked.append(sorted(services))
        return ()

    files = dict(project("base"))
    every = sorted(card.service for card in known(files, CatalogCache(tmp_path), count).cards)
    for path in ("revenue/complaint.yaml", "revenue/certificate.test.yaml", "temples/_fees.yaml"):
        files[path] = files.get(path, b"fees: {}") + b"\n# looked at again\n"
        known(files, CatalogCache(tmp_path), count)
    files["_shared/waivers.yaml"] = WAIVERS
    known(files, CatalogCache(tmp_path), count)
    assert asked == [every, ["revenue.complaint"], ["revenue.certificate"], every, []]


def test_it_trusts_nothing_it_cannot_read(tmp_path: Path) -> None:
    files = dict(project("base"))
    first = known(files, CatalogCache(tmp_path))
    (kept,) = tmp_path.glob("services-*.json")
    written = orjson.loads(kept.read_bytes())
    written["revenue.complaint"]["examined"]["outline"]["rows"] = 1
    for content in (b"{", b"[1]", b'{"revenue.complaint": 1}', orjson.dumps(written)):
        kept.write_bytes(content)
        for catalogue in tmp_path.glob("catalogue-*.json"):
            catalogue.unlink()
        assert known(files, CatalogCache(tmp_path)) == first


def test_it_keeps_no_more_than_a_few_grounds(tmp_path: Path) -> None:
    files = dict(project("base"))
    for _ in range(6):
        files["catalog.yaml"] += b"# once more\n"
        known(files, CatalogCache(tmp_path))
    assert len(list(tmp_path.glob("services-*.json"))) == 4


def test_it_starts_no_process_beside_a_thread() -> None:
    """A process split off while a thread holds a lock would wait for it for ever."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert examine_shared_out(real.files(), real.services()) == []
    finally:
        done.set()
        thread.join()


def test_it_works_alone_where_no_process_can_be_started() -> None:
    services = ("revenue.complaint", "temples.hill")
    assert len(in_two(project("base"), services)) == 2
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    # what is open stays open; nothing more can be opened
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        assert in_two(project("base"), services) == []
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_what_is_kept_reads_as_it_was() -> None:
    examined = load_whole(small(), schemas()).examined
    assert any(each.remarks for each in examined)
    assert any(each.findings for each in examined)
    assert from_json(to_json(examined)) == examined
