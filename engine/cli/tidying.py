"""Puts one file in order without touching what it says: keys of the header, quotes, composed letters, spaces at the end. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.language import nodes
from engine.language.source import Span

LANGUAGES = frozenset(("te", "en", "hi", "ur", "ta", "kn", "or", "mr"))
_KEY = re.compile(r"[A-Za-z_][\w-]*[ ]*:(?=[ \n]|$)")
_LINE_END = re.compile(r"\r\n|\r")


class Tidied(NamedTuple):
    """The file's text in order. problem: why it was left as it was, or empty."""

    text: str
    problem: str = ""


def tidy_file(path: str, content: bytes, order: Sequence[str]) -> Tidied:
    """Return a file in order. order: the keys of its top level as they should come; empty: as they are."""
    text = content.decode("utf-8", "replace")
    before = nodes.parse(content, path)
    if before.node is None or before.findings:
        return Tidied(text, "it has errors; run catalog validate first")
    changed = _spaces(
        unicodedata.normalize("NFC", _LINE_END.sub("\n", text.removeprefix("\ufeff")))
    )
    changed = _quoted(changed, path)
    if order:
        changed = _in_order(changed, order)
    return (
        Tidied(changed)
        if _same(text, changed, path)
        else Tidied(text, "its lines cannot be put in order safely")
    )


def _same(before: str, after: str, path: str) -> bool:
    """Tell whether two texts say the same, remarks included."""
    old = nodes.parse(unicodedata.normalize("NFC", before).encode(), path).node
    new = nodes.parse(after.encode(), path).node
    if old is None or new is None or nodes.to_plain(old) != nodes.to_plain(new):
        return False
    return Counter(_remarks(before)) == Counter(_remarks(after))


def _remarks(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if "#" in line:
            yield unicodedata.normalize("NFC", line[line.index("#") :].rstrip().replace('"', ""))


def _spaces(text: str) -> str:
    lines = [line.rstrip(" \t") for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


# -- quotes -----------------------------------------------------------------------------------------------------------


def _quoted(text: str, path: str) -> str:
    """Put quotes around the texts inside { } that have none."""
    root = nodes.parse(text.encode(), path).node
    lines = text.split("\n")
    bare = sorted(_bare(root, lines), reverse=True) if root is not None else []
    for span, words in bare:
        line = lines[span.line - 1]
        written = '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
        lines[span.line - 1] = line[: span.column - 1] + written + line[span.end_column - 1 :]
    return "\n".join(lines)


def _bare(
    node: nodes.Node, lines: list[str], flow: bool = False, words: bool = False
) -> Iterator[tuple[Span, str]]:
    """Yield the place and words of each text in { } that has no quotes and stands on one line."""
    if isinstance(node, nodes.Scalar):
        if (
            flow
            and words
            and node.text
            and not node.quoted
            and node.span.line == node.span.end_line
        ):
            yield node.span, node.text
        return
    flow = flow or _starts_with(node.span, lines, "{[")
    if isinstance(node, nodes.Sequence):
        for item in node.items:
            yield from _bare(item, lines, flow, words)
        return
    for key, value in node.entries:
        yield from _bare(value, lines, flow, words=key.text in LANGUAGES)


def _starts_with(span: Span, lines: list[str], signs: str) -> bool:
    return lines[span.line - 1][span.column - 1 : span.column] in tuple(signs)


# -- the order of keys ------------------------------------------------------------------------------------------------


def _in_order(text: str, order: Sequence[str]) -> str:
    """Put the blocks of the top level in order; remarks directly above a key travel with it, those at the top of the file stay."""
    lines = text.split("\n")[:-1]
    starts = [place for place, line in enumerate(lines) if _KEY.match(line)]
    if not starts:
        return text
    keys = [lines[place].partition(":")[0].strip() for place in starts]
    ranked = [order.index(key) if key in order else len(order) for key in keys]
    if ranked == sorted(ranked):
        return text
    firsts = [_with_remarks(lines, start) for start in starts]
    head, ends = lines[: firsts[0]], [*firsts[1:], len(lines)]
    blocks = [lines[first:end] for first, end in zip(firsts, ends, strict=True)]
    sorted_blocks = [
        block for _, _, block in sorted(zip(ranked, range(len(blocks)), blocks, strict=True))
    ]
    body = [line for block in sorted_blocks for line in _spaced(block)]
    return "\n".join(_trimmed([*head, *body])) + "\n"


def _with_remarks(lines: list[str], start: int) -> int:
    """Return the first line of the remarks that stand directly above a key; those of the file's head are not the key's."""
    first = start
    while first > 0 and lines[first - 1].startswith("#"):
        first -= 1
    return start if first == 0 else first


LONG = 1
"""A block with more lines than this is set off by an empty line."""


def _spaced(block: list[str]) -> list[str]:
    """Return a block; one of several lines keeps an empty line before and behind it."""
    body = _trimmed(block)
    return ["", *body, ""] if len(body) > LONG else body


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines without empty ones at both ends and without two empty ones in a row."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
