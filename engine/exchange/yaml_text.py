"""Puts words into a YAML file at one place; every other byte of the file stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.language import nodes
from engine.language.source import Span

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


class Change(NamedTuple):
    """Words put in the place of others; an empty span only puts in."""

    span: Span
    words: str


class NoPlace(Exception):
    """The words cannot be put there by a program; the reason is for a person."""


def quoted(text: str) -> str:
    """Return a text as the files write it: between double quotes, on one line."""
    return '"' + "".join(_ESCAPES.get(each, each) for each in text) + '"'


def applied(text: str, changes: Sequence[Change]) -> str:
    """Return a file's text after changes that do not overlap; several at one place come in their order."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    placed = [
        (
            starts[c.span.line - 1] + c.span.column - 1,
            starts[c.span.end_line - 1] + c.span.end_column - 1,
            n,
        )
        for n, c in enumerate(changes)
    ]
    for start, end, number in sorted(placed, key=lambda each: (each[0], each[2]), reverse=True):
        text = text[:start] + changes[number].words + text[end:]
    return text


def replaced(text: str, said: nodes.Scalar, words: str) -> Change:
    """Return what puts new words in the place of a single value."""
    line = text.split("\n")[said.span.line - 1]
    folded = line[said.span.column - 1 : said.span.column] in ("|", ">")
    return Change(said.span, quoted(words) + ("\n" if folded and said.span.end_column == 1 else ""))


def added(text: str, node: nodes.Mapping, key: str, words: str, after: str = "") -> Change:
    """Return what adds a key to a mapping. words: its value as YAML; after: the key it follows, the last one otherwise."""
    entries = [each for each in node.entries if each[0].text == after] or list(node.entries[-1:])
    if not entries:
        return Change(
            Span(node.span.line, node.span.column + 1, node.span.line, node.span.column + 1),
            f"{key}: {words}",
        )
    last_key, last = entries[-1]
    if is_inline(text, node):
        end = Span(
            last.span.end_line, last.span.end_column, last.span.end_line, last.span.end_column
        )
        return Change(end, f", {key}: {words}")
    line = _last_line(text, last)
    behind = len(text.split("\n")[line - 1]) + 1
    return Change(
        Span(line, behind, line, behind), f"\n{' ' * (last_key.span.column - 1)}{key}: {words}"
    )


def is_inline(text: str, node: nodes.Mapping | nodes.Sequence) -> bool:
    """Tell whether a mapping or list is written in { } or [ ]."""
    return text.split("\n")[node.span.line - 1][node.span.column - 1 : node.span.column] in (
        "{",
        "[",
    )


def _last_line(text: str, node: nodes.Node) -> int:
    """Return the last line that holds something of a value: the end of a block reaches to where the next thing begins."""
    lines = text.split("\n")
    line = node.span.end_line - (
        1 if node.span.end_column == 1 and node.span.end_line > node.span.line else 0
    )
    if node.span.end_line > node.span.line and not isinstance(node, nodes.Scalar):
        line = node.span.end_line
        if not lines[line - 1][: node.span.end_column - 1].strip():
            line -= 1
    while line > node.span.line and (
        not lines[line - 1].strip() or lines[line - 1].lstrip().startswith("#")
    ):
        line -= 1
    return line
