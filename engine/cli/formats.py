"""Findings as people and as other programs read them: text, JSON, SARIF, GitHub's annotations, JUnit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import click

from engine.cli.reading import Folder
from engine.language.codes import CODES
from engine.language.findings import Finding, Severity, render_text
from engine.language.source import SourceFile, source_of

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
GITHUB = {Severity.NOTE: "notice"}
"""What GitHub calls a severity otherwise."""
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in so many files and services; findings are sorted by place."""

    folder: Folder
    findings: tuple[Finding, ...]
    files: int
    services: int


def text(report: Report) -> str:
    """Return the findings for a terminal, each with its source line, and a last line in words."""
    sources: dict[str, SourceFile] = {}
    parts = [_in_colour(report.folder, finding, sources) for finding in report.findings]
    return "\n\n".join([*parts, summary(report)])


def _in_colour(folder: Folder, finding: Finding, sources: dict[str, SourceFile]) -> str:
    if finding.path not in sources and finding.path in folder.files:
        sources[finding.path] = source_of(finding.path, folder.files[finding.path])
    head, _, rest = render_text(finding, sources.get(finding.path)).partition("\n")
    mark = f"{finding.severity} {finding.code}"
    place, _, words = head.removeprefix(finding.path).partition(mark)
    shown = click.style(folder.shown(finding.path) + place.rstrip(), bold=True)
    styled = click.style(mark, fg=COLOURS[finding.severity], bold=True)
    lines = [f"{shown} {styled}{words}", *(_dim(line) for line in rest.splitlines())]
    return "\n".join(lines)


def _dim(line: str) -> str:
    if line.startswith("  = fix:"):
        return "  = " + click.style("fix:", fg="green") + line.removeprefix("  = fix:")
    return line


def summary(report: Report) -> str:
    """Return one line that says how things are."""
    read = f"{count(report.files, 'file')}, {count(report.services, 'service')}"
    if not report.findings:
        return f"{read}: all is well."
    by_severity = Counter(each.severity for each in report.findings)
    found = " and ".join(
        count(by_severity[severity], severity.value)
        for severity in Severity
        if by_severity[severity]
    )
    touched = len({each.path for each in report.findings})
    return f"{read}: {found} in {count(touched, 'file')}."


def count(number: int, word: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def as_json(report: Report) -> str:
    """Return the findings as one JSON object."""
    findings = [
        {
            "path": report.folder.shown(each.path),
            "line": each.span.line,
            "column": each.span.column,
            "code": each.code,
            "severity": str(each.severity),
            "message": each.message,
            "fix": each.fix,
        }
        for each in report.findings
    ]
    whole = {"files": report.files, "services": report.services, "findings": findings}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def sarif(report: Report) -> str:
    """Return the findings as SARIF 2.1.0, which code hosts show beside the code."""
    used = sorted({each.code for each in report.findings})
    driver = {
        "name": "catalog validate",
        "informationUri": "https://manamitra.example/docs/language",
        "rules": [_rule(code) for code in used],
    }
    results = [_result(report.folder, each, used.index(each.code)) for each in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps(
        {"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _rule(code: str) -> dict[str, Any]:
    known = CODES.get(code)
    if known is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": known.title},
        "fullDescription": {"text": known.what},
        "help": {"text": known.why},
    }


def _result(folder: Folder, finding: Finding, rule: int) -> dict[str, Any]:
    span = finding.span
    region: dict[str, int] = {"startLine": span.line, "startColumn": span.column}
    if (span.end_line, span.end_column) > (span.line, span.column):
        region |= {"endLine": span.end_line, "endColumn": span.end_column}
    place = {"artifactLocation": {"uri": folder.shown(finding.path)}, "region": region}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": str(finding.severity),
        "message": {"text": _told(finding)},
        "locations": [{"physicalLocation": place}],
    }


def _told(finding: Finding) -> str:
    parts = (finding.message, finding.why, finding.fix)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def github(report: Report) -> str:
    """Return one workflow command a finding, which GitHub shows in the pull request."""
    lines = []
    for each in report.findings:
        where = {
            "file": report.folder.shown(each.path),
            "line": each.span.line,
            "col": each.span.column,
            "title": each.code,
        }
        known = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
        lines.append(f"::{GITHUB.get(each.severity, each.severity)} {known}::{_data(_told(each))}")
    return "\n".join([*lines, summary(report)])


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def junit(report: Report) -> str:
    """Return a JUnit suite: one case a file with findings, or one case that is well."""
    by_file: dict[str, list[Finding]] = {}
    for each in report.findings:
        by_file.setdefault(each.path, []).append(each)
    cases = [_case(report.folder, path, found) for path, found in by_file.items()]
    failed = sum(
        1 for found in by_file.values() if any(each.severity is Severity.ERROR for each in found)
    )
    cases = cases or ['  <testcase classname="catalog" name="the whole catalogue"/>']
    head = f'<testsuite name="catalog validate" tests="{len(cases)}" failures="{failed}">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>"])


def _case(folder: Folder, path: str, findings: list[Finding]) -> str:
    lines = [f'  <testcase classname="catalog" name={_attribute(folder.shown(path))}>']
    for each in findings:
        words = f"{each.span.line}:{each.span.column} {_told(each)}"
        if each.severity is Severity.ERROR:
            lines.append(
                f"    <failure type={_attribute(each.code)} message={_attribute(each.message)}>{escape(words)}</failure>"
            )
        else:
            lines.append(
                f"    <system-out>{escape(f'{each.severity} {each.code} {words}')}</system-out>"
            )
    return "\n".join([*lines, "  </testcase>"])


def _attribute(words: str) -> str:
    return f'"{escape(words)}"'


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "github": github,
    "junit": junit,
}
