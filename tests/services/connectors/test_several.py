"""Choices of several and codes on their way to a department and back."""

from __future__ import annotations

import pytest

from engine.domain import types
from engine.language.findings import Finding
from engine.language.model.value_types import read_type
from engine.language.source import START
from engine.services.connectors.reply import Unfit, stored
from engine.services.connectors.request import build
from tests.services.connectors.stage import connectors


def kind(written: str) -> types.Type:
    findings: list[Finding] = []
    found = read_type(written, START, "x.yaml", findings)
    assert found is not None, findings
    return found


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("several(water | road)", ["water"]),
        ("several(water | road)", []),
        ("several(water | road)", ["water", "road"]),
        ("otp", "482913"),
    ],
)
def test_it_takes(written: str, value: object) -> None:
    assert stored(kind(written), value, "it") == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("several(water | road)", "water"),
        ("several(water | road)", ["bread"]),
        ("several(water | road)", [1]),
        ("several(water | road)", None),
        ("otp", 482913),
    ],
)
def test_it_believes_nothing_else(written: str, value: object) -> None:
    with pytest.raises(Unfit):
        stored(kind(written), value, "it")


def test_it_asks_for_several_with_commas() -> None:
    office = connectors()["office"]
    request = build(
        office,
        office.operations["find"],
        {"number": "1234567890", "wants": ["water", "road"]},
        {"OFFICE_URL": "http://127.0.0.1:9"},
        "s1/1",
    )
    assert request.url.endswith("/people/1234567890?wants=water%2Croad")
