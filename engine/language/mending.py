"""Carries out the fixes that need no thinking, and keeps only those after which nothing else is wrong than before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from engine.language.findings import Edit, Finding, Severity

Files = Mapping[str, bytes]
Check = Callable[[Files], tuple[Finding, ...]]
"""From all files to everything that is wrong with them."""

MOST = 20
"""How many slips in a row are followed that come to light only when the one before is mended."""

_LINE_END = re.compile(r"(\r\n|\n|\r)")
_BOM = "\ufeff"


class Mended(NamedTuple):
    """The files as they are now, what is still wrong with them, and what no longer is."""

    files: Files
    left: tuple[Finding, ...]
    gone: tuple[Finding, ...] = ()


def mend(files: Files, check: Check, may_touch: Callable[[str], bool]) -> Mended:
    """Return the files with each edit carried out after which its finding is gone and no new one has come.

    may_touch: which files may be written. All edits are tried at once first, since that is nearly always right; where it is not, one
    after another.
    """
    now = Mended(files, check(files))
    todo = [each for each in now.left if each.edit and may_touch(each.path)]
    if len(todo) > 1 and (done := _tried(now, todo, check)):
        return done
    failed: set[Finding] = set()
    while todo := [each for each in now.left if each.edit and may_touch(each.path)]:
        each = next((one for one in todo if one not in failed), None)
        if each is None:
            break
        done = _tried(now, [each], check)
        if done is None:
            failed.add(each)
        else:
            now = done
    return now


def _tried(now: Mended, todo: list[Finding], check: Check) -> Mended | None:
    """Return what comes of these edits, or nothing where anything is wrong afterwards that was not before.

    What comes to light in a file that could not be read before is mended too, or none of it is kept.
    """
    files, gone = now.files, list(now.gone)
    allowed = _count(now.left) - _count(todo)
    for _ in range(MOST):
        written = _with(files, todo)
        if written is None:
            return None
        files = written
        gone += todo
        left = check(files)
        more = _count(left) - allowed
        fresh = [each for each in left if _key(each) in more and not _was_hidden(each, gone)]
        if not fresh:
            return Mended(files, left, tuple(gone))
        if any(each.edit is None or each in todo for each in fresh):
            return None
        todo = fresh
    return None


def _was_hidden(finding: Finding, gone: list[Finding]) -> bool:
    """Tell whether a warning only comes to light because no error hides it any more: what has an error is not looked at as a whole."""
    hid = any(each.severity is Severity.ERROR for each in gone)
    return hid and finding.severity is not Severity.ERROR


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.path, finding.code, finding.message


def _count(findings: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    return Counter(map(_key, findings))


def _with(files: Files, findings: Iterable[Finding]) -> Files | None:
    """Return the files with these edits, or nothing where one of them does not fit what stands there."""
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.edit is not None:
            edits.setdefault(finding.path, []).append(finding.edit)
    changed = {path: edited(files.get(path, b""), wanted) for path, wanted in edits.items()}
    kept = {path: content for path, content in changed.items() if content is not None}
    return {**files, **kept} if len(kept) == len(changed) else None


def edited(content: bytes, edits: Iterable[Edit]) -> bytes | None:
    """Return a file's bytes with these edits, everything else as it was; nothing where one does not fit what stands there."""
    parts = _parts(content)
    for edit in sorted(set(edits), reverse=True):
        new = _new(parts, edit)
        if new is None:
            return None
        at, line = 2 * (edit.span.line - 1), parts[2 * (edit.span.line - 1)]
        parts[at] = line[: edit.span.column - 1] + new + line[edit.span.end_column - 1 :]
    start = _BOM if content.startswith(_BOM.encode()) else ""
    return (start + "".join(parts)).encode()


def replacement(content: bytes, edit: Edit) -> str | None:
    """Return what an edit writes in place of all that stands at its span; nothing where it does not fit what stands there."""
    return _new(_parts(content), edit)


def _new(parts: list[str], edit: Edit) -> str | None:
    span = edit.span
    at = 2 * (span.line - 1)
    if span.line != span.end_line or at >= len(parts):
        return None
    words = parts[at][span.column - 1 : span.end_column - 1]
    if not edit.old:
        return edit.new
    return words.replace(edit.old, edit.new) if words.count(edit.old) == 1 else None


def _parts(content: bytes) -> list[str]:
    """Return lines and their ends in turn; nothing of bytes that are no text."""
    try:
        return _LINE_END.split(content.decode().removeprefix(_BOM))
    except UnicodeDecodeError:
        return []
