"""Findings as people and as other programs read them: text, JSON, SARIF, GitHub's annotations, JUnit."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import click

from engine.cli.reading import Folder
from engine.language.findings import Finding, Severity, render_text, to_json
from engine.language.judging import Waived
from engine.language.mending import replacement
from engine.language.source import SourceFile, source_of
from engine.language.waiver import Waiver

GITHUB = {Severity.NOTE: "notice"}
"""What GitHub calls a severity otherwise."""
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in so many files and services; findings are sorted by place. waived: what may stand; show_waived: whether it is
    shown beside the rest."""

    folder: Folder
    findings: tuple[Finding, ...]
    files: int
    services: int
    waived: tuple[Waived, ...] = ()
    show_waived: bool = False

    @property
    def shown_waived(self) -> tuple[Waived, ...]:
        """Return what may stand, where it is to be shown."""
        return self.waived if self.show_waived else ()


def text(report: Report) -> str:
    """Return the findings for a terminal, each with its source line, and a last line in words."""
    sources: dict[str, SourceFile] = {}
    parts = [_in_colour(report.folder, finding, sources) for finding in report.findings]
    for finding, by in report.shown_waived:
        mark = f"  = waived: {by.reason} ({by.owner}, until {by.until})"
        parts.append(f"{_in_colour(report.folder, finding, sources)}\n{mark}")
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
    return "\n".join([*lines, f"  = see: catalog explain {finding.code}"])


def _dim(line: str) -> str:
    if line.startswith("  = fix:"):
        return "  = " + click.style("fix:", fg="green") + line.removeprefix("  = fix:")
    return line


def summary(report: Report) -> str:
    """Return one line that says how things are."""
    read = f"{count(report.files, 'file')}, {count(report.services, 'service')}"
    let = f" {len(report.waived):,} waived." if report.waived else ""
    if not report.findings:
        return f"{read}: all is well.{let}"
    by_severity = Counter(each.severity for each in report.findings)
    *first, last = [
        count(by_severity[severity], severity.value)
        for severity in Severity
        if by_severity[severity]
    ]
    found = " and ".join([", ".join(first), last] if first else [last])
    touched = len({each.path for each in report.findings})
    return f"{read}: {found} in {count(touched, 'file')}.{let}"


def count(number: int, word: str) -> str:
    """Return `1 file`, `2 files`."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def as_json(report: Report) -> str:
    """Return the findings as one JSON object."""
    findings = [_plain(report.folder, each) for each in report.findings]
    findings += [
        {**_plain(report.folder, finding), "waived": _waiver(by)}
        for finding, by in report.shown_waived
    ]
    whole = {"files": report.files, "services": report.services, "findings": findings}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _plain(folder: Folder, finding: Finding) -> dict[str, Any]:
    path = {"path": folder.shown(finding.path)}
    return {**to_json(finding), **path, "edits": _edits(folder, finding)}


def _edits(folder: Folder, finding: Finding) -> list[dict[str, int | str]]:
    """Return what `--fix` would write: `new` in place of these columns of a line; nothing where the fix needs thinking."""
    edit = finding.edit
    new = replacement(folder.files.get(finding.path, b""), edit) if edit else None
    if edit is None or new is None:
        return []
    place = {"line": edit.span.line, "column": edit.span.column, "end_column": edit.span.end_column}
    return [{**place, "new": new}]


def _waiver(by: Waiver) -> dict[str, str]:
    return {"owner": by.owner, "reason": by.reason, "until": by.until.isoformat()}


def told(finding: Finding) -> str:
    """Return what is wrong, why it matters and what to do, as one line."""
    parts = (finding.message, finding.why, finding.fix)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def github(report: Report) -> str:
    """Return one workflow command a finding, which GitHub shows in the pull request; what is waived is a notice."""
    lines = [
        _command(report.folder, each, GITHUB.get(each.severity, each.severity), each.code)
        for each in report.findings
    ]
    for finding, _ in report.shown_waived:
        lines.append(_command(report.folder, finding, "notice", f"{finding.code} (waived)"))
    return "\n".join([*lines, summary(report)])


def _command(folder: Folder, finding: Finding, kind: str, title: str) -> str:
    where = {
        "file": folder.shown(finding.path),
        "line": finding.span.line,
        "col": finding.span.column,
        "title": title,
    }
    known = ",".join(f"{name}={_property(str(value))}" for name, value in where.items())
    return f"::{kind} {known}::{_data(told(finding))}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def junit(report: Report) -> str:
    """Return a JUnit suite: one case a file with findings, or one case that is well."""
    by_file: dict[str, list[Finding]] = {}
    for each in report.findings:
        by_file.setdefault(each.path, []).append(each)
    for finding, by in report.shown_waived:
        marked = replace(finding, message=f"{finding.message} (waived by {by.owner})")
        by_file.setdefault(finding.path, []).append(marked)
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
        words = f"{each.span.line}:{each.span.column} {told(each)}"
        if each.severity is Severity.ERROR:
            lines.append(
                f"    <failure type={_attribute(each.code)} message={_attribute(each.message)}>{_xml(words)}</failure>"
            )
        else:
            lines.append(
                f"    <system-out>{_xml(f'{each.severity} {each.code} {words}')}</system-out>"
            )
    return "\n".join([*lines, "  </testcase>"])


def _attribute(words: str) -> str:
    return f'"{_xml(words)}"'


def _xml(words: str) -> str:
    """Return words as XML holds them; control characters, which it cannot hold, are shown as a question mark."""
    return escape(_CONTROLS.sub("\ufffd", words))


def _sarif(report: Report) -> str:
    from engine.cli.sarif import sarif

    return sarif(report)


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "sarif": _sarif,
    "github": github,
    "junit": junit,
}
