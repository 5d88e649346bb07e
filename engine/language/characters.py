"""From bytes to text: refuses what cannot be read, or what the eye cannot see."""

from __future__ import annotations

import re
import unicodedata

from engine.language.findings import Finding, error
from engine.language.nearest import Fix
from engine.language.source import START, Span

LARGEST = 512 * 1024
"""Bytes of a file. The longest service so far is under 40 kB."""

_UNSEEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
"""Control characters, direction controls, invisible spaces and tags. The joiners U+200C and U+200D stay: Telugu needs them."""

_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read_text(source: bytes, path: str) -> tuple[str, Finding | None]:
    """Return the text of the bytes, or the finding that says why it cannot be used. A byte order mark at the start is passed over."""
    if len(source) > LARGEST:
        return "", error(
            path,
            START,
            "YAML-001",
            f"The file has {len(source) // 1024} kB; at most {LARGEST // 1024} kB are read",
            "",
            "Divide the file, or move a long list into a list file",
        )
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as problem:
        return "", _not_utf8(source, problem.start, path)
    text = text.removeprefix("\ufeff")
    found = None if text.isascii() and text.isprintable() else _UNSEEN.search(text)
    return ("", _unseen(text, found.start(), path)) if found else (text, None)


def place_of(text: str, offset: int) -> Span:
    """Return the place of one character."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Span(line, column, line, column + 1)


def _not_utf8(source: bytes, offset: int, path: str) -> Finding:
    place = place_of(source[:offset].decode("utf-8", "replace"), len(source))
    return error(
        path,
        place,
        "YAML-002",
        "From here on the file is not UTF-8 text",
        "Telugu letters would reach the citizen as question marks",
        'Save the file again with the encoding "UTF-8"',
    )


def _unseen(text: str, offset: int, path: str) -> Finding:
    character = text[offset]
    place = place_of(text, offset)
    if character == "\t":
        return error(
            path,
            place,
            "YAML-003",
            "Here is a tab; YAML and people count it differently",
            "",
            Fix("Use spaces in place of the tab", "\t", " " if _has_words(text, offset) else "  "),
        )
    name = unicodedata.name(character, "a control character")
    label = f"U+{ord(character):04X} ({name.lower()})"
    if character in _DIRECTION:
        return error(
            path,
            place,
            "YAML-004",
            f"Here is an invisible character that turns the direction of writing, {label}",
            "What a reviewer reads would differ from what a citizen gets",
            Fix("Delete it", character, ""),
        )
    return error(
        path,
        place,
        "YAML-005",
        f"Here is an invisible character, {label}",
        "Words that look the same would not be the same",
        Fix("Delete it", character, ""),
    )


def _has_words(text: str, offset: int) -> bool:
    """Tell whether something stands before this place on its line."""
    return bool(text[text.rfind("\n", 0, offset) + 1 : offset].strip())
