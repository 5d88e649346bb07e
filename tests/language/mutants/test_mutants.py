"""Faults planted in the real services are found, each with its code and at its place; what is not found is listed with the reason."""

from __future__ import annotations

import pytest

from engine.cli.mutate import chosen
from engine.cli.reading import open_catalog
from engine.language.mutants.mutant import mutants_of, nearness
from engine.language.mutants.operators import BY_NAME, OPERATORS
from engine.language.mutants.pages import read_page
from tests.language.catalogues import ROOT
from tests.language.mutants.faults import bench, files, mutants, rows, seeded

FAULTS = list(seeded())
PATHS = sorted({fault.path for fault in FAULTS})
SURVIVORS = rows("survivors.yaml")
LEAST, SHARE, KINDS, GROUPS = 300, 0.99, 40, 5
AGAIN = "make the suite again: python -m tests.language.mutants.make"


@pytest.mark.prove
@pytest.mark.parametrize("path", PATHS)
def test_it_finds_each_fault_at_its_place(path: str) -> None:
    missed = []
    for fault in (each for each in FAULTS if each.path == path):
        mutant = fault.made()
        assert mutant is not None, f"{fault}: no such place any more; {AGAIN}"
        found = {(each.code, nearness(mutant, each)) for each in bench().findings(mutant)}
        if (fault.code, fault.near) not in found:
            missed.append(
                f"{fault.operator} {fault.address}: {fault.code} {fault.near}, not {found}"
            )

    assert not missed, "\n".join(missed)


def test_it_misses_hardly_any() -> None:
    made = len(FAULTS) + len(SURVIVORS)

    assert len(FAULTS) >= LEAST
    assert len(FAULTS) / made >= SHARE
    assert len({fault.operator for fault in FAULTS}) >= KINDS
    assert len({BY_NAME[fault.operator].group for fault in FAULTS}) == GROUPS


@pytest.mark.parametrize("row", SURVIVORS, ids=lambda row: f"{row['do']} {row['at']}")
def test_a_survivor_is_still_missed_for_the_reason_given(row: dict[str, str]) -> None:
    made = [each for each in mutants(row["do"], row["in"]) if each.address == row["at"]]

    assert row["because"]
    assert made, AGAIN
    assert not [each for each in bench().findings(made[0]) if nearness(made[0], each)], AGAIN


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.name)
def test_an_operator_changes_one_part_and_names_it(operator: object) -> None:
    page = read_page("energy/new_connection.yaml", files()["energy/new_connection.yaml"])
    assert page is not None

    made = list(mutants_of(page, (operator,)))  # type: ignore[arg-type]

    assert len({each.name for each in made}) == len(made)
    for each in made:
        assert each.content != page.text.encode()
        assert each.part.first <= each.line <= max(each.part.last, each.line)
        assert each.part.address


def test_the_same_seed_makes_the_same_faults() -> None:
    folder = open_catalog([str(ROOT / "catalog")])
    first, again, other = (
        [each.name for each in chosen(folder, ["energy.new_connection"], (), 60, seed)]
        for seed in (1, 1, 2)
    )

    assert first == again != other
    assert len({name.split()[0] for name in first}) > KINDS
