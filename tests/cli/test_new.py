"""`catalog new` leaves nothing half written, and knows a type by an example."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from engine.cli import reading
from engine.cli.main import run
from engine.cli.new_plan import name_from
from engine.cli.new_types import guess
from engine.wiring.prepared import known

CATALOG = Path(__file__).parent / "catalog"
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("example", "question", "kind"),
    [
        ("15-08-1990", "What is the date of birth?", "date(1900-01-01 .. today)"),
        ("01-12-2026", "Which day?", "date(today .. today + 1 year)"),
        ("31-02-1990", "Which day?", "text(3..300)"),
        ("9876543210", "Which number?", "phone"),
        ("2812345678", "Ration card?", "digits(10)"),
        ("0522", "Which code?", "digits(4)"),
        ("522001", "PIN code?", "pincode"),
        ("5", "How many?", "number(0..100)"),
        ("1,20,000", "Income?", "money(1 .. 1 crore)"),
        ("₹45", "How much?", "money(1 .. 1 crore)"),
        ("2 lakh", "How much?", "money(1 .. 1 crore)"),
        ("AP 39 AB 1234", "Vehicle?", "vehicle"),
        ("ABCDE1234F", "PAN?", "pan"),
        ("ravi@example.in", "Mail?", "email"),
        ("10:30", "When?", "time"),
        ("yes / no", "Do you?", "yes_no"),
        ("a photo", "Show it", "text(3..300)"),
        ("photo", "Show it", "photo"),
        ("Ravi Kumar", "What is your full name?", "name"),
        ("Near the temple", "Where?", "text(3..300)"),
    ],
)
def test_it_knows_a_type_by_an_example(example: str, question: str, kind: str) -> None:
    assert guess(example, question, TODAY) == kind


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("What is the date of birth?", "date_birth"),
        ("Ration card number", "ration_card_number"),
        ("2nd wife's name", "wives_name"),
        ("ఎక్కడ?", ""),
    ],
)
def test_it_makes_a_name_of_a_question(words: str, name: str) -> None:
    assert name_from(words.replace("2nd wife's", "2 wives")) == name


@pytest.mark.parametrize("name", ["report", "one", "visits", "yes", "menu"])
def test_what_it_leaves_is_without_findings_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)

    assert run(["new", f"sample.{name}"]) == 0

    written = {f"sample/{name}.yaml", f"sample/{name}.test.yaml"}
    found = known(reading.open_catalog().files).on(TODAY).findings
    assert [(each.path, each.code) for each in found if each.path in written] == []


def test_it_leaves_everything_as_it_was_when_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    before = sorted(tmp_path.rglob("*"))

    def interrupt(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)
    assert run(["new", "--ask"]) == 130
    assert sorted(tmp_path.rglob("*")) == before


def test_it_writes_no_file_when_one_of_them_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)
    (tmp_path / "catalog/sample/.other.test.yaml.part").mkdir()

    assert run(["new", "sample.other"]) == 2
    assert not (tmp_path / "catalog/sample/other.yaml").exists()


def test_it_begins_two_services_in_one_department_that_are_both_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CATALOG, tmp_path / "catalog")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MITRA_CATALOG", raising=False)

    assert run(["new", "sample.ration_card"]) == 0
    assert run(["new", "sample.land_record"]) == 0
    assert run(["validate"]) == 0
    assert run(["test", "sample.ration_card", "sample.land_record"]) == 0
