"""What may stand is told to other programs in their own way, and hidden from people unless they ask."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from engine.cli.formats import FORMATS, Report
from engine.cli.reading import Folder
from engine.language.findings import warning
from engine.language.judging import Waived
from engine.language.source import START, Span
from engine.language.waiver import Waiver

PATH = "sample/a.yaml"
FOUND = warning(PATH, Span(1, 1, 1, 3), "TEST-010", 'No conversation tries "sample.a"')
WAIVER = Waiver(
    code="TEST-010",
    path=PATH,
    step="",
    owner="Sample desk",
    reason="tried by hand",
    until=date(2027, 10, 31),
    span=START,
)


@pytest.fixture
def hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    folder = Folder(tmp_path / "catalog", {PATH: b"service: sample.a\n"})
    return Report(folder, (), 1, 1, (Waived(FOUND, WAIVER),))


@pytest.fixture
def shown(hidden: Report) -> Report:
    return Report(hidden.folder, (), 1, 1, hidden.waived, show_waived=True)


@pytest.mark.parametrize("form", ["text", "json", "github", "junit", "sarif"])
def test_it_is_hidden_unless_somebody_asks(hidden: Report, shown: Report, form: str) -> None:
    assert "sample.a" not in FORMATS[form](hidden)
    assert "sample.a" in FORMATS[form](shown)


def test_it_is_counted_for_people(hidden: Report) -> None:
    assert "1 waived" in FORMATS["text"](hidden).splitlines()[-1]


def test_sarif_has_it_as_suppressed(shown: Report) -> None:
    (result,) = json.loads(FORMATS["sarif"](shown))["runs"][0]["results"]

    (suppressed,) = result["suppressions"]
    assert (suppressed["kind"], suppressed["status"]) == ("external", "accepted")
    assert WAIVER.reason in suppressed["justification"]


def test_json_says_who_answers_for_it(shown: Report) -> None:
    (finding,) = json.loads(FORMATS["json"](shown))["findings"]

    assert finding["waived"] == {
        "owner": "Sample desk",
        "reason": "tried by hand",
        "until": "2027-10-31",
    }


def test_junit_does_not_count_it_as_failed(shown: Report) -> None:
    suite = ET.fromstring(FORMATS["junit"](shown))

    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
