"""Findings as other programs read them keep to those programs' forms."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from engine.cli.formats import FORMATS, Report
from engine.cli.reading import Folder
from engine.language.findings import Edit, error, warning
from engine.language.source import Span

FILES = {"sample/a.yaml": b'title: {en: "A <b> & c"}\n'}
SLIP = Edit(Span(1, 13, 1, 24), "A", "The")
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
        "why": "A citizen waits",
        "edits": [],
    }


def test_json_says_what_to_write(mendable: Report) -> None:
    (edit,) = json.loads(FORMATS["json"](mendable))["findings"][0]["edits"]

    line = FILES["sample/a.yaml"].decode()
    written = line[: edit["column"] - 1] + edit["new"] + line[edit["end_column"] - 1 :]
    assert (edit["line"], written) == (1, line.replace("A", "The"))


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


@pytest.fixture
def mendable(report: Report) -> Report:
    """The same with a fix that can be carried out, in a folder with a space and with letters that XML cannot hold."""
    files = {"sample/a b.yaml": FILES["sample/a.yaml"]}
    found = replace(FOUND[0], path="sample/a b.yaml", edit=SLIP, message='"\x08x", a: b\n100%')
    return Report(Folder(report.folder.root, files), (found, found), 1, 1)


@pytest.mark.parametrize("name", ["report", "mendable"])
def test_sarif_keeps_to_its_form(name: str, request: pytest.FixtureRequest) -> None:
    told = json.loads(FORMATS["sarif"](request.getfixturevalue(name)))

    schema = json.loads((Path(__file__).parent / "sarif.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(told)


def test_sarif_tells_what_to_write_and_explains_its_rule(mendable: Report) -> None:
    run = json.loads(FORMATS["sarif"](mendable))["runs"][0]

    change = run["results"][0]["fixes"][0]["artifactChanges"][0]
    assert change["artifactLocation"]["uri"] == "catalog/sample/a%20b.yaml"
    (new,) = change["replacements"]
    line = FILES["sample/a.yaml"].decode()
    first, last = new["deletedRegion"]["startColumn"] - 1, new["deletedRegion"]["endColumn"] - 1
    assert line[:first] + new["insertedContent"]["text"] + line[last:] == line.replace("A", "The")
    rule = run["tool"]["driver"]["rules"][0]
    assert {"id", "name", "shortDescription", "fullDescription", "help", "helpUri"} == set(rule)
    assert "Wrong:" in rule["help"]["text"]


def test_a_github_command_reads_back(mendable: Report) -> None:
    """As GitHub's runner reads it: properties end at a comma, names at =, and % begins an escape."""
    first = FORMATS["github"](mendable).splitlines()[0]

    command, properties, data = re.fullmatch(r"::(\w+) ([^\n]*?)::([^\n]*)", first).groups()
    fields = dict(each.split("=", 1) for each in properties.split(","))
    assert command == "error"
    assert fields["file"] == "catalog/sample/a b.yaml"
    back = data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert back.startswith('"\x08x", a: b\n100%. A citizen waits')


def test_junit_holds_letters_that_xml_cannot(mendable: Report) -> None:
    suite = ET.fromstring(FORMATS["junit"](mendable))

    assert suite.get("failures") == "1"
    assert len(suite.findall("testcase/failure")) == 2


def test_text_has_colours_only_where_they_are_wanted(report: Report) -> None:
    shown = FORMATS["text"](report)

    assert "\x1b[" in shown  # click takes them away wherever the output is no terminal
    assert "= see: catalog explain EXPR-410" in shown
