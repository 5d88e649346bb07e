"""Where the cursor stands in a file that is half written: the keys above it, what was begun, and what has been typed of it.

An editor asks while the file cannot be parsed, so this reads only what stands before the cursor, sign by sign, and never fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.lsp.shapes import Path

_KEY = re.compile(
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s"'{}\[\],#:][^{}\[\],#:]*?))\s*:(?=\s|$)"""
)
_DASH = re.compile(r"-(?:\s+|$)")
_TYPED = re.compile(r"[\w.]*$")
_PLACEHOLDER = re.compile(r"\{\{\s*(?P<name>[\w.]*)$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A cursor. path: to the mapping (for a key) or to the value it stands in; is_key: a key may be typed here; typed: the word
    before the cursor; line: all of this value before the cursor; in_braces: it stands after `{{` in a text."""

    path: Path
    is_key: bool
    typed: str
    line: str
    in_braces: bool = False


@dataclass(slots=True)
class _Level:
    """Something that is open. kind: `block`, `{` or `[`; indent: of a block's keys; key: the key last read; count: of items."""

    kind: str
    indent: int = 0
    key: str | None = None
    count: int = -1


@dataclass(slots=True)
class _Scan:
    """What is open at the place reached. quote: the sign that ends the text now read; value: where the present value begins."""

    levels: list[_Level] = field(default_factory=list)
    quote: str = ""
    value: int = 0
    folded: int = -1

    @property
    def flow(self) -> bool:
        return bool(self.levels) and self.levels[-1].kind in "{["

    def path(self, *, inside: bool) -> Path:
        """Return the way to what is open; inside: with the key last read at the end."""
        found: list[str | int] = []
        for number, level in enumerate(self.levels):
            last = number == len(self.levels) - 1
            if level.kind in ("[", "items"):
                found.append(max(level.count, 0))
            elif level.key is not None and (inside or not last):
                found.append(level.key)
        return tuple(found)


def spot_at(text: str, offset: int) -> Spot:
    """Return where the cursor stands. offset: in characters of the whole text."""
    before = text[:offset]
    scan = _Scan()
    lines = before.split("\n")
    for line in lines[:-1]:
        _read_line(line, scan, last=False)
    line = lines[-1]
    _read_line(line, scan, last=True)
    written = line[scan.value :]
    found = _TYPED.search(written)
    typed = found[0] if found else ""
    braces = _PLACEHOLDER.search(written)
    if braces and (scan.quote or not scan.flow):
        return Spot(scan.path(inside=True), False, braces["name"], written, in_braces=True)
    return Spot(scan.path(inside=not _is_key(scan)), _is_key(scan), typed, written)


def _is_key(scan: _Scan) -> bool:
    """Tell whether a key is being typed: in a block or in braces after which no key was read yet."""
    return not scan.quote and (
        not scan.levels or (scan.levels[-1].kind in ("block", "{") and scan.levels[-1].key is None)
    )


def _read_line(line: str, scan: _Scan, *, last: bool) -> None:
    scan.value = 0
    if scan.quote or scan.flow:
        _read_flow(line, 0, scan)
        return
    body = line.lstrip(" ")
    indent = len(line) - len(body)
    if scan.folded >= 0 and (not body or indent > scan.folded):
        return
    scan.folded = -1
    if not last and (not body or body.startswith("#")):
        return
    _leave(scan, indent, dash=bool(_DASH.match(body)))
    place = indent
    while dash := _DASH.match(line, place):
        _item(scan, place)
        place = dash.end()
        scan.value = place
        if place < len(line) or last:
            _open_block(scan, place)
    _read_entry(line, place, scan)


def _leave(scan: _Scan, indent: int, *, dash: bool) -> None:
    """Close what lies deeper than this line."""
    while scan.levels:
        top = scan.levels[-1]
        deeper = top.indent > indent or (top.kind == "items" and top.indent == indent and not dash)
        if not deeper:
            return
        scan.levels.pop()


def _item(scan: _Scan, indent: int) -> None:
    while scan.levels and scan.levels[-1].kind == "block" and scan.levels[-1].indent > indent:
        scan.levels.pop()
    top = scan.levels[-1] if scan.levels else None
    if top is None or top.kind != "items" or top.indent != indent:
        top = _Level("items", indent)
        scan.levels.append(top)
    top.count += 1


def _open_block(scan: _Scan, indent: int) -> None:
    scan.levels.append(_Level("block", indent))


def _read_entry(line: str, place: int, scan: _Scan) -> None:
    """Read `key: value` of a block from here."""
    top = scan.levels[-1] if scan.levels else None
    key = _KEY.match(line, place)
    if key is None:
        if place < len(line) and line[place] in "{[\"'":
            scan.value = place
            _read_flow(line, place, scan)
            return
        if top is None or top.kind == "items" or (top.indent < place and top.key is not None):
            _open_block(scan, place)
        elif top.kind == "block":
            top.key = None
        scan.value = place
        return
    if top is None or top.kind != "block" or top.indent < place:
        _open_block(scan, place)
        top = scan.levels[-1]
    top = scan.levels[-1]
    top.key = key["double"] or key["single"] or key["plain"]
    scan.value = key.end()
    rest = line[key.end() :].strip()
    if rest[:1] in ("|", ">"):
        scan.folded = place
        return
    _read_flow(line, key.end(), scan)


def _read_flow(line: str, place: int, scan: _Scan) -> None:
    """Read texts, braces and brackets from here to the end of the line."""
    while place < len(line):
        sign = line[place]
        if scan.quote:
            place = _read_quoted(line, place, scan)
        elif sign == "#" and (place == 0 or line[place - 1] in " \t"):
            return
        else:
            place = _read_sign(line, place, sign, scan)


def _read_sign(line: str, place: int, sign: str, scan: _Scan) -> int:
    """Read what opens, closes or parts something, or a key; return the place behind it."""
    begins = not line[scan.value : place].strip()
    if sign in "{[" and begins:
        scan.levels.append(_Level(sign, 1_000_000, count=0))
        scan.value = place + 1
    elif sign in "}]" and scan.flow:
        scan.levels.pop()
    elif sign == "," and scan.flow:
        _next_part(scan)
        scan.value = place + 1
    elif scan.flow and (begins or not _has_key(scan)) and (key := _KEY.match(line, place)):
        return _take_key(key, scan)
    elif sign in "\"'" and begins:
        scan.quote = sign
    return place + 1


def _has_key(scan: _Scan) -> bool:
    """Tell whether the braces have a key whose value is still being written; brackets have none."""
    return scan.levels[-1].kind != "{" or scan.levels[-1].key is not None


def _take_key(key: re.Match[str], scan: _Scan) -> int:
    if scan.levels[-1].kind == "{":
        scan.levels[-1].key = key["double"] or key["single"] or key["plain"]
    scan.value = key.end()
    return key.end()


def _next_part(scan: _Scan) -> None:
    top = scan.levels[-1]
    if top.kind == "{":
        top.key = None
    else:
        top.count += 1


def _read_quoted(line: str, place: int, scan: _Scan) -> int:
    """Read on inside a text; return the place behind what was read."""
    if scan.quote == '"' and line[place] == "\\":
        return place + 2
    if line[place] == scan.quote:
        if scan.quote == "'" and line[place + 1 : place + 2] == "'":
            return place + 2
        scan.quote = ""
    return place + 1
