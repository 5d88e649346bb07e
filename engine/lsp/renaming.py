"""A step or an end under a new name, everywhere at once: targets, conditions, texts, tests, translations; the old name is remembered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from engine.language import nodes
from engine.language.catalogue import load
from engine.language.files import FileKind, place_of
from engine.language.findings import Finding, Severity
from engine.language.source import Span
from engine.lsp.book import Book, StepPlace
from engine.lsp.mentions import Role
from engine.lsp.naming import Meant, references
from engine.lsp.view import View

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
TAKEN = frozenset(
    (
        "next",
        "today",
        "now",
        "yes",
        "no",
        "and",
        "or",
        "not",
        "is",
        "row",
        "nth",
        "fees",
        "refunds",
        "lists",
    )
)


class Change(NamedTuple):
    """Words put in the place of others. span: empty where something is only put in."""

    span: Span
    words: str


class Refused(Exception):
    """A name that cannot be changed so; the reason is for the writer."""


def may_rename(view: View, book: Book, meant: Meant | None) -> bool:
    """Tell whether what stands at the cursor can be renamed from here."""
    return (
        meant is not None
        and meant.role is Role.TARGET
        and bool(references(view, book, meant)[:1])
        and meant.name != "next"
    )


def rename(view: View, book: Book, meant: Meant, name: str) -> dict[str, list[Change]]:
    """Return what to change, by file. Raises Refused, also where the catalogue would have more findings afterwards than before."""
    home = view.book(meant.home)
    if home is None or meant.role is not Role.TARGET:
        raise Refused(f'"{meant.name}" is no step or end of this service.')
    _check_name(home, meant, name)
    places = references(view, book, meant)
    if not places or places[0].path != meant.home:
        raise Refused(f'"{meant.name}" is no step or end of this service.')
    changes: dict[str, list[Change]] = defaultdict(list)
    for place in dict.fromkeys(places):
        if _written(view.text(place.path), place.span) != meant.name:
            raise Refused(
                f'"{meant.name}" in {place.path}, line {place.span.line}, cannot be changed by itself. Change it there first.'
            )
        changes[place.path].append(Change(place.span, name))
    changes[meant.home] = _spelled_out(home, meant.name, name, changes[meant.home])
    step = home.step(meant.name)
    if step is not None:
        changes[meant.home] += _remember(home, step, name)
    _prove(view, changes)
    return dict(changes)


def _check_name(home: Book, meant: Meant, name: str) -> None:
    if not NAME.fullmatch(name):
        raise Refused(
            f'"{name}" is no name: write small letters, digits and underscores, a letter first.'
        )
    there = {*(each.id.text for each in home.steps), *(each.text for each in home.ends), *TAKEN}
    if name in there:
        raise Refused(f'"{name}" is taken already. Choose another name.')
    place = place_of(meant.home)
    if (
        place is not None
        and place.kind is FileKind.FRAGMENT
        and isinstance(home.tree, nodes.Mapping)
    ):
        shared = [home.tree.get(key) for key in ("gives", "outcomes")]
        items = [item for each in shared if isinstance(each, nodes.Sequence) for item in each.items]
        if any(isinstance(item, nodes.Scalar) and item.text == meant.name for item in items):
            raise Refused(
                f'Services that use this fragment know "{meant.name}". Add a step of the new name instead.'
            )


def _remember(home: Book, step: StepPlace, name: str) -> list[Change]:
    """Return what writes the old name into `former_ids`, so that the lock of translations and cases under way know the step again."""
    former = step.node.get("former_ids")
    if isinstance(former, nodes.Sequence) and former.items:
        kept = [
            item.text
            for item in former.items
            if isinstance(item, nodes.Scalar) and item.text != name
        ]
        return (
            [Change(former.span, f"[{', '.join([*kept, step.id.text])}]")]
            if _one_line(former.span)
            else []
        )
    key = step.node.key("id")
    assert key is not None  # noqa: S101 (a step has its id under this key)
    end = Span(
        step.id.span.end_line,
        step.id.span.end_column,
        step.id.span.end_line,
        step.id.span.end_column,
    )
    line = home.text.split("\n")[key.span.line - 1]
    if line[: key.span.column - 1].rstrip().endswith("{"):
        return [Change(end, f", former_ids: [{step.id.text}]")]
    behind = len(line) + 1
    at = Span(key.span.line, behind, key.span.line, behind)
    return [Change(at, f"\n{' ' * (key.span.column - 1)}former_ids: [{step.id.text}]")]


SHORT_FORM = ("call", "book", "use", "issue")
"""Verbs whose `with: [card]` means `with: {card: card}`: what is needed keeps its name when the answer gets another."""


def _spelled_out(home: Book, old: str, new: str, changes: list[Change]) -> list[Change]:
    """Return the changes of a file; a `with` in its short form is written out. Raises Refused where it has many lines."""
    for step in home.steps:
        given = step.node.get("with")
        if step.verb not in SHORT_FORM or not isinstance(given, nodes.Sequence):
            continue
        names = [item.text for item in given.items if isinstance(item, nodes.Scalar)]
        if old not in names:
            continue
        if not _one_line(given.span):
            raise Refused(f'Write what "{step.id.text}" is given as with: {{{old}: {old}}} first.')
        inside = [each for each in changes if given.span[:2] <= each.span[:2] <= given.span[2:]]
        words = ", ".join(f"{name}: {new if name == old else name}" for name in names)
        changes = [each for each in changes if each not in inside]
        changes.append(Change(given.span, f"{{{words}}}"))
    return changes


def _one_line(span: Span) -> bool:
    return span.line == span.end_line


def _written(text: str, span: Span) -> str:
    lines = text.split("\n")
    return (
        lines[span.line - 1][span.column - 1 : span.end_column - 1]
        if _one_line(span) and span.line <= len(lines)
        else ""
    )


def changed(text: str, changes: Iterable[Change]) -> str:
    """Return a text with words put in the places of others; no two may overlap."""
    lines = text.split("\n")
    for change in sorted(changes, key=lambda each: each.span[:2], reverse=True):
        span = change.span
        before = lines[span.line - 1][: span.column - 1]
        after = lines[span.end_line - 1][span.end_column - 1 :]
        lines[span.line - 1 : span.end_line] = [before + change.words + after]
    return "\n".join(lines)


def _prove(view: View, changes: Mapping[str, list[Change]]) -> None:
    """Make sure that nothing is found afterwards that was not found before. Raises Refused."""
    files = view.files
    after = {
        **files,
        **{path: changed(view.text(path), each).encode() for path, each in changes.items()},
    }
    before = Counter(map(_kind, load(files, view.schemas).findings))
    for finding in load(after, view.schemas).findings:
        before[_kind(finding)] -= 1
        if before[_kind(finding)] < 0 and finding.severity is Severity.ERROR:
            raise Refused(
                f"This would break {finding.path}, line {finding.span.line}: {finding.message}. Nothing was changed."
            )


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.path, finding.code
