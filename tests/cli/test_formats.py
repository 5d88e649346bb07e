"""Findings as other programs read them keep to those programs' forms."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from engine.cli.formats import FORMATS, Report
from engine.cli.reading import Folder
from engine.language.findings import error, warning
from engine.language.source import Span

FILES = {"sample/a.yaml": b'title: {en: "A <b> & c"}\n'}
FOUND = (
    error(
        "sample/a.yaml",
        Span(1, 8, 1, 10),
        "EXPR-410",
        '"x" is <not> known: 100%',
        "A citizen waits",
        "Change it, please",
    ),
    warning("sample/a.yaml", Span(1, 1, 1, 1), "ZZZ-999", "Something of no known code"),
)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.chdir(tmp_path)
    return Report(Folder(tmp_path / "catalog", FILES), FOUND, 1, 1)


def test_json_has_exactly_the_promised_keys(report: Report) -> None:
    told = json.loads(FORMATS["json"](report))

    assert (told["files"], told["services"]) == (1, 1)
    assert set(told) == {"files", "services", "findings"}
    assert told["findings"][0] == {
        "path": "catalog/sample/a.yaml",
        "line": 1,
        "column": 8,
        "code": "EXPR-410",
        "severity": "error",
        "message": '"x" is <not> known: 100%',
        "fix": "Change it, please",
    }


def test_sarif_points_at_its_rules_and_files(report: Report) -> None:
    told = json.loads(FORMATS["sarif"](report))

    run = told["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert told["version"] == "2.1.0"
    assert [rules[result["ruleIndex"]] for result in run["results"]] == ["EXPR-410", "ZZZ-999"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "catalog/sample/a.yaml"
    assert place["region"] == {"startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 10}


def test_github_escapes_what_its_commands_cannot_hold(report: Report) -> None:
    first = FORMATS["github"](report).splitlines()[0]

    assert first.startswith("::error file=catalog/sample/a.yaml,line=1,col=8,title=EXPR-410::")
    assert "100%25" in first


def test_junit_is_xml_that_counts_failures(report: Report) -> None:
    suite = ET.fromstring(FORMATS["junit"](report))

    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    assert suite.find("testcase/failure[@type='EXPR-410']") is not None


def test_junit_has_a_case_when_all_is_well(report: Report) -> None:
    well = Report(report.folder, (), 1, 1)

    suite = ET.fromstring(FORMATS["junit"](well))

    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
