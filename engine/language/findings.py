"""Remarks for the person who must act: the place, what is wrong, why a citizen would suffer, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from engine.language.source import SourceFile, Span, snippet


class Severity(StrEnum):
    """An error stops a release; a warning is shown and counted; a note only says what may well be meant."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One slip, one finding.

    code: a key of `engine.language.codes.CODES`; message: one sentence that quotes the value; why: what happens to a citizen;
    fix: starts with a verb, may be empty.
    """

    path: str
    span: Span
    code: str
    severity: Severity
    message: str
    why: str = ""
    fix: str = ""


def error(path: str, span: Span, code: str, message: str, why: str = "", fix: str = "") -> Finding:
    """Return a finding that stops a release."""
    return Finding(path, span, code, Severity.ERROR, message, why, fix)


def warning(
    path: str, span: Span, code: str, message: str, why: str = "", fix: str = ""
) -> Finding:
    """Return a finding that is shown and counted."""
    return Finding(path, span, code, Severity.WARNING, message, why, fix)


def note(path: str, span: Span, code: str, message: str, why: str = "", fix: str = "") -> Finding:
    """Return a finding about something that may well be meant."""
    return Finding(path, span, code, Severity.NOTE, message, why, fix)


def tidy(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file, place and code, each (file, place, code) once with its first message."""
    kept: dict[tuple[str, Span, str], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.path, finding.span, finding.code), finding)
    return tuple(sorted(kept.values(), key=lambda f: (f.path, f.span.line, f.span.column, f.code)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding stops a release."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def render_text(finding: Finding, source: SourceFile | None) -> str:
    """Return the finding for a terminal: a headline, the source line with carets, why and fix."""
    span = finding.span
    rows = [
        f"{finding.path}:{span.line}:{span.column}: {finding.severity} {finding.code} {finding.message}"
    ]
    line, carets = snippet(source, span) if source else ("", "")
    if line:
        number = str(span.line)
        rows.append(f"{number} | {line}")
        rows.append(f"{' ' * len(number)} | {carets}")
    if finding.why:
        rows.append(f"  = why: {finding.why}")
    if finding.fix:
        rows.append(f"  = fix: {finding.fix}")
    return "\n".join(rows)


def to_json(finding: Finding) -> dict[str, str | int]:
    """Return the finding as the plain values that `catalog validate --format json` prints."""
    return {
        "path": finding.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "fix": finding.fix,
        "why": finding.why,
    }
