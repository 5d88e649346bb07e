"""What is known of a catalogue is the same whether it was worked out now or before, and no cache can make it anything else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import pytest

from engine.language.catalogue import load
from engine.language.on_demand import OnDemand
from engine.runtime.catalog_cache import CatalogCache, key_of
from engine.runtime.catalog_files import read_files
from engine.wiring.catalogue import Books, read_catalogue
from engine.wiring.prepared import (
    CACHE,
    COUNTED,
    MAKERS,
    known,
    load_program,
    look_through,
    ours,
    schemas,
)
from tests import real

SERVICE = "sample/enquiry.yaml"
BROKEN = {
    "as it is": lambda text: text,
    "with an error": lambda text: text.replace(b"kind: application", b"kind: aplication"),
    "that is no YAML": lambda text: text + b"\n  - [",
}


@pytest.fixture
def files(repository: Path) -> dict[str, bytes]:
    return read_files(repository / "bench" / "enquiry")


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_it_finds_the_same_again(files, tmp_path: Path, change) -> None:
    files[SERVICE] = change(files[SERVICE])
    cache = CatalogCache(tmp_path)
    first = known(files, cache)
    (kept,) = tmp_path.glob("catalogue-*.json")
    assert known(files, cache) == first
    assert first.findings == load(files, schemas()).findings
    kept.write_bytes(b'{"findings": [{"path": 1}], "cards": []}')
    assert known(files, cache) == first


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 10, 31), date(2027, 11, 1)])
def test_it_judges_every_day_alike_from_the_cache(files, tmp_path: Path, day: date) -> None:
    files[SERVICE] = files[SERVICE].replace(
        b"read_on: 2026-11-01", b"read_on: 2026-11-01, check_again_by: 2027-10-31"
    )
    files["_shared/waivers.yaml"] = (
        b"waivers:\n  - {code: TEST-010, path: sample/enquiry.yaml, owner: Sample desk,"
        b" reason: tried by hand every week, until: 2027-10-31}\n"
    )
    warm = CatalogCache(tmp_path / "warm")
    known(files, warm).on(date(2026, 11, 22))

    again, cold = known(files, warm).on(day), known(files, CatalogCache(tmp_path / "cold")).on(day)

    assert again == cold
    over = day > date(2027, 10, 31)
    codes = {each.code for each in cold.findings}
    assert ("FILE-141" in codes, "FILE-134" in codes, not cold.waived) == (over, over, over)
    assert known(files, warm).cards  # a waiver that is over does not stop a release


def test_it_works_where_nothing_can_be_kept(files, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert len(known(files, CatalogCache(tmp_path / "file" / "cache")).cards) == 1


def test_it_counts_every_kind_of_file_our_own_code_is_made_of(repository: Path) -> None:
    passed_over = (".pyc", ".md")
    made_of = {
        path.suffix
        for folder in MAKERS
        for path in (repository / folder).rglob("*.*")
        if path.is_file() and path.suffix not in passed_over
    }
    assert made_of <= set(COUNTED)


def test_it_looks_again_when_a_file_or_our_own_code_changed(files) -> None:
    key = key_of([b"code"], files)
    assert key_of([b"code"], dict(reversed(files.items()))) == key
    assert key_of([b"other code"], files) != key
    assert key_of([b"code"], {**files, "new.yaml": b""}) != key
    assert key_of([b"code"], {**files, SERVICE: files[SERVICE] + b" "}) != key


def test_it_forgets_old_catalogues(files, tmp_path: Path) -> None:
    cache = CatalogCache(tmp_path)
    found = known(files, cache)
    for number in range(9):
        cache.keep(f"{number}", found)
    assert len(list(tmp_path.glob("catalogue-*.json"))) == 4
    assert cache.find("8") == found
    assert cache.find("0") is None


def test_it_makes_the_programs_the_whole_catalogue_makes() -> None:
    whole = real.loaded().catalogue.programs
    compiled = Books(lambda _: pytest.fail("nothing is pinned")).compile(real.files())
    assert compiled is not None
    made = {service: compiled.programs[service].digest for service in compiled.programs}
    assert made == {service: program.digest for service, program in whole.items()}
    listed = [service for section in compiled.directory.sections for service in section.services]
    assert sorted(listed) == sorted(whole)
    assert compiled.directory.current is compiled.programs


def test_it_never_serves_a_program_that_is_not_the_one_on_its_card(files) -> None:
    (card,) = known(files).cards
    programs = OnDemand(files, [replace(card, digest="another")], load_program)
    for _ in range(2):
        with pytest.raises(ValueError, match="another"):
            _ = programs[card.service]


def test_it_leads_from_a_former_id_to_the_service_it_became(files) -> None:
    files[SERVICE] = files[SERVICE].replace(
        b"kind: application", b"kind: application\nformer_ids: [sample.asking]"
    )
    found = known(files)
    programs = OnDemand(files, found.cards, load_program)
    assert programs.get("sample.asking") is programs["sample.enquiry"]
    assert list(programs) == ["sample.enquiry"]
    assert programs.get("sample.nothing") is None


def test_it_opens_a_catalogue_with_errors_without_programs(files, tmp_path: Path) -> None:
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(text.replace(b"type: digits(10)", b"type: digit(10)"))
    assert not read_catalogue(tmp_path).programs


def test_it_looks_through_a_folder_in_a_process_of_its_own(files, tmp_path: Path) -> None:
    catalog = tmp_path / "catalog"
    for path, text in files.items():
        (catalog / path).parent.mkdir(parents=True, exist_ok=True)
        (catalog / path).write_bytes(text.replace(b"Benchmark", b"Looked through"))
    is_done = look_through(catalog)
    limit = monotonic() + 60
    while not is_done() and monotonic() < limit:
        sleep(0.05)
    key = key_of([ours()], read_files(catalog))
    assert CatalogCache(CACHE).find(key) is not None


def test_it_asks_the_states_policies_anew_when_they_change(tmp_path: Path) -> None:
    cache, path = CatalogCache(tmp_path), "_shared/policies.yaml"
    files = dict(real.files())
    kept = known(files, cache)
    files[path] = files[path].replace(b"keep_at_most: 8 years", b"keep_at_most: 1 day")

    found = known(files, cache)

    assert not any(each.code.startswith("POLICY") for each in kept.findings)
    assert {each.code for each in found.findings if each.severity == "error"} == {"POLICY-1007"}
    assert found.findings == load(files, schemas()).findings
