"""Plain values written as a file of the catalogue: short things on one line, long ones in blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.exchange.yaml_text import quoted

WIDE = 130
"""Characters of a line before a group is written in lines of its own; texts are never broken."""
_PLAIN = re.compile(r"[A-Za-z_0-9][A-Za-z0-9_ .()/<>=+*'-]*").fullmatch
_LOOKS_OTHERWISE = re.compile(r"-?\d+|true|false|null|").fullmatch
_LANGUAGES = frozenset(["te", "en", "hi", "ur", "ta", "kn", "ml", "mr", "bn", "gu", "pa"])


def scalar(value: Any) -> str:
    """Return a single value, in quotes where it needs them."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = (
        _PLAIN(text)
        and not _LOOKS_OTHERWISE(text)
        and text == text.strip()
        and not text.endswith(" -")
    )
    sentence = text[:1].isupper() and " " in text
    return text if plain and not sentence else quoted(text)


def inline(value: Any) -> str:
    """Return any value on one line; texts in several languages always in quotes."""
    if isinstance(value, Mapping):
        words = bool(value) and all(str(key) in _LANGUAGES for key in value)
        parts = [
            f"{scalar(key)}: {_words(inner) if words else inline(inner)}"
            for key, inner in value.items()
        ]
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return scalar(value)


def _words(value: Any) -> str:
    """Return what stands under a language: always in quotes."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_words, value)) + "]"
    return quoted(value) if isinstance(value, str) else inline(value)


def document(tree: Mapping[str, Any]) -> str:
    """Return a file; blocks of several lines are set off by an empty line."""
    rows: list[str] = []
    for key, value in tree.items():
        block = _entry(str(key), value, 0, steps=key == "steps")
        if len(block) > 1 and rows and rows[-1]:
            rows.append("")
        rows += block
        if len(block) > 1:
            rows.append("")
    while rows and not rows[-1]:
        rows.pop()
    return "\n".join(rows) + "\n"


def _entry(key: str, value: Any, indent: int, *, steps: bool = False) -> list[str]:
    space = " " * indent
    single = f"{space}{scalar(key)}: {_words(value) if key in _LANGUAGES else inline(value)}"
    if not isinstance(value, Mapping | list) or not value:
        return [single]
    if not steps and key != "ends" and (len(single) <= WIDE or _is_words(value)):
        return [single]
    if isinstance(value, Mapping):
        return [
            f"{space}{scalar(key)}:",
            *(row for name, inner in value.items() for row in _entry(str(name), inner, indent + 2)),
        ]
    rows = [f"{space}{key}:"]
    for number, item in enumerate(value):
        rows += ([""] if steps and number else []) + _item(item, indent + 2, wide=steps)
    return rows


def _is_words(value: Any) -> bool:
    return isinstance(value, Mapping) and all(
        str(key) in _LANGUAGES and isinstance(each, str) for key, each in value.items()
    )


def _item(item: Any, indent: int, *, wide: bool) -> list[str]:
    space = " " * indent
    single = f"{space}- {inline(item)}"
    if not isinstance(item, Mapping) or (not wide and len(single) <= WIDE):
        return [single]
    rows = [row for key, value in item.items() for row in _entry(str(key), value, indent + 2)]
    return [f"{space}- {rows[0][indent + 2 :]}", *rows[1:]]
