"""Stored answers become the words that are printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.services.certificates import Press, written_fields

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("written.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["it"]))
def test_it_prints(case: dict[str, Any], press: Press) -> None:
    written = written_fields(press.kinds[case["kind"]], {case["field"]: case["stored"]})

    assert written == {case["field"]: case["printed"]}


def test_it_leaves_out_what_was_not_answered(press: Press) -> None:
    kind = press.kinds["income_certificate"]

    assert written_fields(kind, {"born": None, "applicant": "Sample"}) == {"applicant": "Sample"}


def test_it_keeps_a_name_the_kind_does_not_have_for_the_check(press: Press) -> None:
    assert written_fields(press.kinds["income_certificate"], {"adress": "x"}) == {"adress": "x"}
