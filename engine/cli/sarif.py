"""Findings as SARIF 2.1.0, which code hosts show beside the code: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ (read November 2026)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from engine.cli.explain import explanation, page
from engine.cli.formats import Report, told
from engine.cli.reading import Folder
from engine.language.codes import CODES
from engine.language.findings import Finding
from engine.language.source import Span
from engine.language.waiver import Waiver

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
HOME = "https://manamitra.example/"


def sarif(report: Report) -> str:
    """Return the findings as one SARIF log with one run."""
    waived = [finding for finding, _ in report.shown_waived]
    used = sorted({each.code for each in (*report.findings, *waived)})
    driver = {
        "name": "catalog validate",
        "informationUri": f"{HOME}docs/language.md",
        "rules": [_rule(code) for code in used],
    }
    results = [_result(report.folder, each, used.index(each.code)) for each in report.findings]
    results += [
        {**_result(report.folder, each, used.index(each.code)), "suppressions": [_let_stand(by)]}
        for each, by in report.shown_waived
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps(
        {"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _let_stand(by: Waiver) -> dict[str, str]:
    words = f"{by.reason} ({by.owner}, until {by.until.isoformat()})"
    return {"kind": "external", "status": "accepted", "justification": words}


def _rule(code: str) -> dict[str, Any]:
    known = CODES.get(code)
    if known is None:
        return {"id": code}
    return {
        "id": code,
        "name": known.title,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": f"{known.what} {known.why}"},
        "help": {"text": _help(code)},
        "helpUri": HOME + page(code),
    }


def _help(code: str) -> str:
    """Return why it matters, and the two texts of the example."""
    lines = [CODES[code].why]
    shown = explanation(code)
    if shown is not None:
        lines += ["", "Wrong:", shown.wrong, "Right:", shown.right, f"Source: {shown.source}."]
    return "\n".join(lines)


def _result(folder: Folder, finding: Finding, rule: int) -> dict[str, Any]:
    place = {"artifactLocation": _file(folder, finding), "region": _region(finding.span)}
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": str(finding.severity),
        "message": {"text": told(finding)},
        "locations": [{"physicalLocation": place}],
    }
    fix = _fix(folder, finding)
    return {**result, "fixes": [fix]} if fix else result


def _file(folder: Folder, finding: Finding) -> dict[str, str]:
    return {"uri": quote(folder.shown(finding.path))}


def _region(span: Span) -> dict[str, int]:
    region = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    return region


def _fix(folder: Folder, finding: Finding) -> dict[str, Any] | None:
    """Return the fix as what to write in place of all that is marked."""
    from engine.language.mending import replacement

    if finding.edit is None:
        return None
    new = replacement(folder.files.get(finding.path, b""), finding.edit)
    if new is None:
        return None
    change = {
        "artifactLocation": _file(folder, finding),
        "replacements": [
            {"deletedRegion": _region(finding.edit.span), "insertedContent": {"text": new}}
        ],
    }
    return {"description": {"text": finding.fix}, "artifactChanges": [change]}
