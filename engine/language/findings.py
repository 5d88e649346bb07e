"""Remarks for the person who must act: the place, what is wrong, why a citizen would suffer, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from engine.language.nearest import TO_HEADER, Fix
from engine.language.source import SourceFile, Span, snippet


class Severity(StrEnum):
    """An error stops a release; a warning is shown and counted; a note only says what may well be meant."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Edit(NamedTuple):
    """What to write so that a finding is gone: `new` in place of the only `old` at this place, or of all of it where `old` is empty."""

    span: Span
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One slip, one finding.

    code: a key of `engine.language.codes.CODES`; message: one sentence that quotes the value; why: what happens to a citizen;
    fix: starts with a verb, may be empty; edit: the fix as a program can carry it out, where there is only one.
    """

    path: str
    span: Span
    code: str
    severity: Severity
    message: str
    why: str = ""
    fix: str = ""
    edit: Edit | None = None


def error(path: str, span: Span, code: str, message: str, why: str = "", fix: str = "") -> Finding:
    """Return a finding that stops a release."""
    return Finding(path, span, code, Severity.ERROR, message, why, str(fix), _edit(span, fix))


def warning(
    path: str, span: Span, code: str, message: str, why: str = "", fix: str = ""
) -> Finding:
    """Return a finding that is shown and counted."""
    return Finding(path, span, code, Severity.WARNING, message, why, str(fix), _edit(span, fix))


def note(path: str, span: Span, code: str, message: str, why: str = "", fix: str = "") -> Finding:
    """Return a finding about something that may well be meant."""
    return Finding(path, span, code, Severity.NOTE, message, why, str(fix), _edit(span, fix))


def _edit(span: Span, fix: str) -> Edit | None:
    if not isinstance(fix, Fix):
        return None
    first, last = fix.columns or (span.column, span.end_column)
    return Edit(span._replace(column=first, end_column=last), fix.old, fix.new)


_MISSHAPEN = frozenset(("SHAPE-203", "SHAPE-204", "SHAPE-205"))
"""A value of another type or form: what else is said of the same words only follows from that."""


def tidy(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file, place and code, each (file, place, code) once with its first message.

    What only follows from a wrong form is left out.
    """
    kept: dict[tuple[str, Span, str], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.path, finding.span, finding.code), finding)
    misshapen = {(path, span) for path, span, code in kept if code in _MISSHAPEN}
    mistyped = {
        (each.path, each.span, each.edit.new)
        for each in kept.values()
        if each.code == "SHAPE-201" and each.edit
    }
    for (path, span, code), each in tuple(kept.items()):
        follows = (path, span) in misshapen and code not in _MISSHAPEN
        follows |= code == "TEXT-561" and (path, span, "TEXT-531") in kept
        needed = each.message.partition('" ')[0].removeprefix('"')
        if follows or (code == "SHAPE-202" and (path, span, needed) in mistyped):
            del kept[path, span, code]
    return tuple(
        _once(sorted(kept.values(), key=lambda f: (f.path, f.span.line, f.span.column, f.code)))
    )


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings; of those that all miss the same line of the header only the first."""
    told: set[tuple[str, str]] = set()
    for each in findings:
        missed = (each.path, each.fix)
        if each.fix.startswith(TO_HEADER) and missed in told:
            continue
        told.add(missed)
        yield each


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
