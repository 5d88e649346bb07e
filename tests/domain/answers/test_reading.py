"""Every row of the YAML files beside this one, read by the kind of answer the file is named after."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.domain.answers import ANSWER_KINDS, BY_NAME
from engine.domain.answers.kind import Bounds, Given
from engine.domain.message import LocationIn, MediaIn

HERE = Path(__file__).parent
TODAY = date(2026, 8, 15)


def rows():
    for path in sorted(HERE.glob("*.yaml")):
        if path.stem not in BY_NAME:
            continue
        for number, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1):
            yield pytest.param(path.stem, row, id=f"{path.stem}-{number}")


def given(sent: str | Mapping[str, Any] | None) -> Given:
    if sent is None or isinstance(sent, str):
        return Given(text=sent)
    if "media" in sent:
        return Given(media=MediaIn(**sent))
    return Given(location=LocationIn(**sent))


def bounds(written: Mapping[str, Any]) -> Bounds:
    least, most = written.get("least"), written.get("most")
    return Bounds(least, most, tuple(written.get("options", ())), written.get("pattern", ""))


@pytest.mark.parametrize(("name", "row"), list(rows()))
def test_it_reads(name: str, row: Mapping[str, Any]) -> None:
    within = bounds(row.get("bounds", {}))
    reading = BY_NAME[name].read(given(row["given"]), within, TODAY)
    assert (reading.value, reading.problem) == (row.get("value"), row.get("problem", ""))
    assert type(reading.value) is type(row.get("value"))
    assert bool(reading.asks_back) == row.get("asks_back", False)
    assert reading.echo == (not reading.problem and name in ("date", "time", "money", "pincode"))
    if reading.problem:
        assert reading.problem in BY_NAME[name].problems


@pytest.mark.parametrize("kind", ANSWER_KINDS, ids=lambda kind: kind.name)
def test_it_has_rows_for_every_problem(kind) -> None:
    path = HERE / f"{kind.name}.yaml"
    told = {row.get("problem") for row in yaml.safe_load(path.read_text(encoding="utf-8"))}
    assert set(kind.problems) <= told


def test_there_are_many_rows() -> None:
    assert len(list(rows())) >= 150
