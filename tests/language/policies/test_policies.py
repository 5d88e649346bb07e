"""Each rule of the state's policies with services that keep it and services that do not, and the way on which they do not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.findings import Finding, Severity
from tests import real
from tests.language.assignment.test_unset import service
from tests.language.catalogues import ROOT, at_a_glance, project, schemas

HERE = Path(__file__).parent
CONSENT = (ROOT / "catalog/_shared/fragments/consent.yaml").read_bytes()
PAPER = (
    (ROOT / "tests/interpreter/catalog/_shared/certificates/income_certificate.yaml")
    .read_bytes()
    .replace(b"applicant:", b"a:")
    .replace(b"signed_by: sample", b"signed_by: state")
)
SOURCE = {"title": "Sample", "read_on": "2026-11-22", "state": "sample"}
REASON = {"en": "The reason."}
PURPOSES = {"benefit": {"en": "A benefit"}, "other": {"en": "Something else"}}
SERVICE, SYSTEMS, OFFICE = (
    "revenue/tried.yaml",
    "_shared/connectors/tried.yaml",
    "revenue/_department.yaml",
)
POLICIES = "_shared/policies.yaml"
COUNTED = (
    "POLICY",
    "SHAPE",
    "FILE",
    "EXPR",
    "TEXT-50",
    "FLOW-30",
    "FLOW-31",
    "FLOW-33",
    "FLOW-341",
)
PERSONAL = {"why": {"en": "To help"}, "purpose": "benefit", "keep": "1 year"}


def rows() -> list[dict[str, Any]]:
    """Return the rows of every file here, each with its file's own part under it."""
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        written: Any = nodes.to_plain(nodes.parse(path.read_bytes(), path.name).node)
        found += [{**written["all"], **row, "file": path.stem} for row in written["rows"]]
    return found


ROWS = rows()


def policies(policy: dict[str, Any]) -> bytes:
    whole = {"version": 3, "on": True, "reason": REASON, "source": SOURCE, **policy}
    types = ["name", "phone", "past_date", "document", "photo"]
    return json.dumps(
        {"personal_types": types, "purposes": PURPOSES, "policies": {"tried": whole}}
    ).encode()


def systems(operations: dict[str, Any]) -> bytes:
    written = {
        name: {
            "effect": "read",
            "request": f"POST /{name}",
            "needs": {"value": "text(80)"},
            "gives": {"ref": "text(40)"},
            "outcomes": {"found": {"status": 200}},
            "timeout": "5 seconds",
            "examples": [
                {"it": "one", "needs": {"value": "a"}, "outcome": "found", "gives": {"ref": "b"}}
            ],
            **own,
        }
        for name, own in operations.items()
    }
    tried = {"title": {"te": "x", "en": "x"}, "setting": "TRIED_URL", "operations": written}
    return json.dumps({"connectors": {"tried": tried}}).encode()


def files_of(row: dict[str, Any]) -> dict[str, bytes]:
    header = dict(row.get("header", {}))
    if "personal" in row:
        header["personal"] = {**PERSONAL, **row["personal"]}
    files = {
        **project("base"),
        "_shared/fragments/consent.yaml": CONSENT,
        "_shared/certificates/income_certificate.yaml": PAPER,
        SERVICE: service({**row, "steps": row.get("steps", []), "header": header}),
        POLICIES: policies(row["policy"]),
    }
    if "systems" in row:
        files[SYSTEMS] = systems(row["systems"])
    if "desk" in row:
        office = json.dumps(row["desk"]).encode()
        before = files[OFFICE].partition(b"help_desk:")
        rest = before[2].partition(b"\noffices:")
        files[OFFICE] = before[0] + b"help_desk: " + office + b"\noffices:" + rest[2]
    return files


def ours(files: dict[str, bytes]) -> list[Finding]:
    """Return what is found in the files of the row: by policies, and what would keep a program from being made."""
    return [
        each
        for each in load(files, schemas(), real.parse).findings
        if each.path in (SERVICE, SYSTEMS, OFFICE, POLICIES)
        and each.severity is Severity.ERROR
        and each.code.startswith(COUNTED)
    ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['file']}: {row['it']}")
def test_it_proves_the_policy(row: dict[str, Any]) -> None:
    files = files_of(row)

    found = ours(files)

    assert [at_a_glance(each, files) for each in found] == row.get("finds", [])
    if "way" in row:
        assert row["way"] in found[0].why, found[0].why
    for each in found:
        assert each.fix, each.message


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.get("finds") and "POLICY-1014" not in row["finds"][0]],
    ids=lambda row: f"{row['file']}: {row['it']}",
)  # fmt: skip
def test_it_asks_for_nothing_when_the_policy_is_off(row: dict[str, Any]) -> None:
    files = {**files_of(row), POLICIES: policies({**row["policy"], "on": False})}

    assert [each.code for each in ours(files) if each.code != "POLICY-1006"] == []


def test_it_names_the_policy_its_version_and_the_states_reason() -> None:
    row = next(each for each in ROWS if each.get("way"))

    (finding,) = ours(files_of(row))

    assert '"tried" (version 3)' in finding.message
    assert finding.why.startswith("The reason.")


def test_it_says_once_what_is_wrong_with_the_file_itself() -> None:
    row = next(each for each in ROWS if each.get("finds"))
    files = {**files_of(row), POLICIES: policies({**row["policy"], "rule": "be_nice"})}

    assert [each.code for each in ours(files)] == ["SHAPE-205"]


# -- faults put into the catalogue that ships --------------------------------------------------------------------------

FAULTS: list[dict[str, Any]] = nodes.to_plain(
    nodes.parse((HERE / "seeded/faults.yaml").read_bytes(), "faults.yaml").node
)


def seeded(row: dict[str, Any]) -> bytes:
    """Return the row's file with its fault."""
    text = real.files()[row["file"]].decode()
    if "drops" in row:
        lines = text.splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(row["drops"])]
        assert len(kept) == len(lines) - 1
        return "".join(kept).encode()
    assert text.count(row["from"]) == row.get("times", 1)
    return text.replace(row["from"], row["to"], 1 if row.get("first") else -1).encode()


@pytest.mark.parametrize("row", FAULTS, ids=lambda row: row["it"])
def test_it_finds_a_fault_in_the_catalogue(row: dict[str, Any]) -> None:
    content = seeded(row)

    found = real.faulty(row["file"], content).findings

    found = [each for each in found if each.code.startswith("POLICY")]
    said = [at_a_glance(each, {**real.files(), row["file"]: content}) for each in found]
    assert len(said) == len(row["finds"]), said
    assert all(map(str.startswith, said, row["finds"])), said
    assert {each.path for each in found} == {row.get("at", row["file"])}
    assert row.get("way", "") in found[0].why


def test_the_catalogue_keeps_every_policy_and_all_of_them_are_on() -> None:
    loaded = real.loaded()

    assert [each for each in loaded.findings if each.code.startswith("POLICY")] == []
    assert {row["finds"][0].partition(" ")[0] for row in FAULTS} >= {
        f"POLICY-{number}" for number in (1001, 1002, 1003, 1004, 1005, 1007, 1008, 1009)
    }
