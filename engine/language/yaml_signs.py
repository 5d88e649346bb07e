"""Signs that look like YAML's own and are none: word processors, other keyboards and a forgotten space write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.language.findings import Finding, error
from engine.language.nearest import Fix
from engine.language.source import Span

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
"""What stands in straight quotes: there every sign is the writer's own."""
_PLAIN: Final = {"，": ",", "،": ",", "、": ",", "：": ":", "–": "-", "—": "-", "−": "-"}
_SIGN = re.compile(
    r"""["'}\]]\s*(?P<comma>[，،、])|(?:^\s*(?:-\ )?|[{,]\s*)\w+(?P<colon>：)|^\s*(?P<dash>[–—−])\s""",
    re.VERBOSE,
)
_CURLED = re.compile(r"(?:[:,\[{]\s*|^\s*-\s+)([“”„‘’])")
_GLUED = re.compile(r"^\s*(?:- )*(\w+:)[{\[\"']")


def mistaken(path: str, lines: Sequence[str], first: int, last: int) -> Finding | None:
    """Return the finding for the first sign of these lines (counted from 1) that was taken for YAML's own, if one was."""
    for number in range(first, min(last, len(lines)) + 1):
        line = _QUOTED.sub(lambda found: '"' + "." * (len(found[0]) - 2) + '"', lines[number - 1])
        if curled := _CURLED.search(line):
            return _curled(path, _place(number, curled.start(1), 1), curled[1])
        if sign := _SIGN.search(line):
            kind = str(sign.lastgroup)
            return _other(path, _place(number, sign.start(kind), 1), sign[kind], kind)
        if glued := _GLUED.match(line):
            return _no_space(path, _place(number, glued.start(1), len(glued[1])), glued[1])
    return None


def _curled(path: str, place: Span, sign: str) -> Finding:
    message = f"The curled quote {sign} does not begin a text in quotes"
    fix = 'Write straight quotes in place of the curled ones, at both ends: "…"'
    return error(path, place, "YAML-025", message, "", fix)


def _other(path: str, place: Span, sign: str, kind: str) -> Finding:
    plain = _PLAIN[sign]
    message = f'This {kind} is "{sign}"; YAML knows the plain {kind} "{plain}" only'
    fix = Fix(f'Write "{plain}" in place of "{sign}"', sign, plain)
    return error(path, place, "YAML-006", message, "", fix)


def _no_space(path: str, place: Span, key: str) -> Finding:
    fix = Fix("Write a space after the colon", key, f"{key} ")
    return error(path, place, "YAML-027", f'After "{key}" a space is missing', "", fix)


def hard_space(path: str, line: str, number: int) -> Finding:
    """Return the finding for a line with a space that is none to YAML."""
    return error(
        path,
        _place(number, line.index("\xa0"), 1),
        "YAML-005",
        "Here is an invisible character, U+00A0 (no-break space)",
        "Words that look the same would not be the same",
        Fix("Write an ordinary space in its place", "\xa0", " "),
    )


def _place(number: int, start: int, length: int) -> Span:
    return Span(number, start + 1, number, start + 1 + length)
