"""Which services are marked while a department's system does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.interpreter.directory import Directory
from engine.runtime.catalog_files import read_files
from engine.wiring.catalogue import Books, as_it_answers


@pytest.fixture(scope="module")
def directory(repository: Path) -> Directory:
    compiled = Books(pytest.fail).compile(read_files(repository / "catalog"))
    assert compiled is not None
    return compiled.directory


@pytest.mark.parametrize(
    ("troubled", "marked", "unmarked"),
    [
        ("challans", ["police.challan_status", "police.challan_payment"], ["police.complaint"]),
        ("police", ["police.complaint", "police.fir_copy"], ["police.challan_status"]),
        ("power/spdcl", ["energy.spdcl_bill"], ["energy.epdcl_bill", "energy.cpdcl_bill"]),
        ("nobody", [], ["police.complaint"]),
    ],
)
def test_it_marks_what_asks_a_silent_system(
    directory: Directory, troubled: str, marked: list[str], unmarked: list[str]
) -> None:
    found = as_it_answers(directory, frozenset({troubled})).unavailable

    assert set(marked) <= found
    assert found.isdisjoint(unmarked)


def test_it_marks_nothing_while_all_answer(directory: Directory) -> None:
    assert as_it_answers(directory, frozenset()) is directory
