"""What files say, once read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.files import FileKind, place_of, service_id
from engine.language.findings import Finding
from engine.language.model.fees import read_rupees
from engine.language.model.lists import read_lists
from engine.language.model.scenario import (
    CitizenPins,
    CitizenSends,
    CitizenTaps,
    CitizenTypes,
    ComesBack,
    OfficerDecides,
    Says,
    StandsAt,
    TimePasses,
    read_scenarios,
)
from engine.language.model.value_types import read_type
from engine.language.source import START

ROWS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((Path(__file__).parent / "value_types.yaml").read_bytes(), "value_types.yaml").node
)


def tree(text: str) -> nodes.Mapping:
    node = nodes.parse(text.encode(), "x.yaml").node
    assert isinstance(node, nodes.Mapping)
    return node


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["written"])
def test_it_reads_types(row: dict[str, Any]) -> None:
    findings: list[Finding] = []

    kind = read_type(row["written"], START, "x.yaml", findings)

    assert [each.code for each in findings] == ([row["finds"]] if "finds" in row else [])
    assert ("" if kind is None else re.sub(r", labels=\{\}", "", repr(kind))) == row.get("is", "")


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("catalog.yaml", FileKind.STATE, ""),
        ("revenue/income.yaml", FileKind.SERVICE, "income"),
        ("revenue/income.test.yaml", FileKind.SCENARIOS, "income"),
        ("revenue/_department.yaml", FileKind.DEPARTMENT, ""),
        ("revenue/_bill.family.yaml", FileKind.FAMILY, "bill"),
        ("revenue/_ends.yaml", FileKind.ENDS, ""),
        ("_shared/ends.yaml", FileKind.ENDS, ""),
        ("_shared/fragments/address.yaml", FileKind.FRAGMENT, "address"),
        ("_shared/lists/lists.yaml", FileKind.LISTS, ""),
        ("_shared/lists/mandals.csv", FileKind.TABLE, "mandals"),
        ("_shared/connectors/aadhaar.yaml", FileKind.CONNECTORS, "aadhaar"),
    ],
)
def test_it_knows_files_by_their_path(path: str, kind: FileKind, name: str) -> None:
    place = place_of(path)

    assert place is not None
    assert (place.kind, place.name) == (kind, name)


@pytest.mark.parametrize(
    "path",
    [
        "income.yaml",
        "revenue/Income.yaml",
        "revenue/deep/income.yaml",
        "x",
    ],
)
def test_it_knows_no_other_files(path: str) -> None:
    assert place_of(path) is None


def test_it_names_a_service_by_its_path() -> None:
    place = place_of("revenue/income.yaml")

    assert place is not None
    assert service_id(place) == "revenue.income"


@pytest.mark.parametrize(
    ("written", "paise"),
    [
        ("45", 4500),
        ("1,250.50", 125_050),
        ("2 lakh", 20_000_000),
        ("1 crore", 10**9),
        ("many", None),
        ("2 dozen", None),
    ],
)
def test_it_reads_rupees(written: str, paise: int | None) -> None:
    assert read_rupees(written) == paise


def test_it_reads_a_table() -> None:
    node = tree(
        'areas: {file: areas.csv, columns: {zone: "word(a | b)", fee: money, open: yes_no}}'
    )
    content = 'code,te,en,zone,fee,open\nx,"ఒకటి, రెండు",One,a,12.50,yes\n'.encode()
    findings: list[Finding] = []

    found = read_lists(node, "l/lists.yaml", {"l/areas.csv": content}, ("te", "en"), findings)[
        "areas"
    ]

    assert findings == []
    assert found.rows == (
        {
            "code": "x",
            "name": {"te": "ఒకటి, రెండు", "en": "One"},
            "zone": "a",
            "fee": 1250,
            "open": True,
        },
    )


def test_it_reads_a_dialogue() -> None:
    node = tree(
        """scenarios:
  - it: talks
    now: 2026-01-05 10:00
    world: {a.b: found, pay: [failed, paid]}
    talk:
      - citizen: 90,000
      - citizen: {tap: rural}
      - citizen: {photo: slip.jpg}
      - citizen: {place: ["16.5", "80.6"]}
      - at: income
      - officer: approve
      - officer: {reject: not_resident}
      - officer: {ask_back: [income], reason: unclear}
      - after: 3 days
      - later: cancel
      - says: "₹45"
    ends: done
    answers: {fee.amount: 4500}
"""
    )

    scenario = read_scenarios(node, "x.test.yaml", "a.x").scenarios[0]

    assert [type(line) for line in scenario.talk] == [
        CitizenTypes, CitizenTaps, CitizenSends, CitizenPins, StandsAt, OfficerDecides, OfficerDecides, OfficerDecides,
        TimePasses, ComesBack, Says,
    ]  # fmt: skip
    assert scenario.world == {"a.b": ("found",), "pay": ("failed", "paid")}
    assert scenario.answers == {"fee.amount": 4500}
    assert scenario.now == "2026-01-05 10:00"
