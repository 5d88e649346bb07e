"""Signs that look like YAML's own and are none: word processors, other keyboards and a forgotten space write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import yaml

from engine.language.findings import Finding, error
from engine.language.nearest import Fix
from engine.language.source import Span

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
"""What stands in straight quotes: there every sign is the writer's own."""
_PLAIN: Final = {"，": ",", "،": ",", "、": ",", "：": ":", "–": "-", "—": "-", "−": "-"}
_CURLS: Final = "“”„‘’"
_STRAIGHT: Final = str.maketrans(_CURLS, '"""\'\'')
_SIGN = re.compile(
    r"""["'}\]]\s*(?P<comma>[，،、])|(?:^\s*(?:-\ )?|[{,]\s*)\w+(?P<colon>：)|^\s*(?P<dash>[–—−])\s""",
    re.VERBOSE,
)
_CURLED = re.compile(r"(?:[:,\[{]\s*|^\s*-\s+)([“”„‘’])")
_GLUED = re.compile(r"^\s*(?:- )*(\w+:)[{\[\"']")


def mistaken(path: str, lines: Sequence[str], first: int, last: Span) -> Finding | None:
    """Return the finding for the first sign between these places that was taken for YAML's own, if one was.

    first: a line, counted from 1; last: where reading stopped. A sign is to blame where reading gets further without it: in a text that
    may hold it, it is none of our business.
    """
    for number in range(first, min(last.line, len(lines)) + 1):
        line = _QUOTED.sub(lambda found: '"' + "." * (len(found[0]) - 2) + '"', lines[number - 1])
        for at, sign, finding in _candidates(path, number, line):
            if _gets_further(lines, number, _mended(lines[number - 1], at, sign), last):
                return finding
    return None


def _candidates(path: str, number: int, line: str) -> Iterator[tuple[int, str, Finding]]:
    """Yield where a sign of this line could have been taken for YAML's own, the sign, and what would then be said."""
    if curled := _CURLED.search(line):
        at = curled.start(1)
        yield at, curled[1], _curled(path, _place(number, at, 1), curled[1])
    if found := _SIGN.search(line):
        kind = str(found.lastgroup)
        at = found.start(kind)
        yield at, found[kind], _other(path, _place(number, at, 1), found[kind], kind)
    if glued := _GLUED.match(line):
        at = glued.start(1)
        yield at, glued[1], _no_space(path, _place(number, at, len(glued[1])), glued[1])


def _mended(line: str, at: int, sign: str) -> str:
    """Return the line as it was meant."""
    if sign in _CURLS:
        return line[:at] + line[at:].translate(_STRAIGHT)
    after = line[at + len(sign) :]
    return f"{line[:at]}{_PLAIN.get(sign, sign)} {after.lstrip()}"


def _gets_further(lines: Sequence[str], number: int, mended: str, stopped: Span) -> bool:
    """Tell whether reading comes further than where it stopped once this line says what was meant."""
    grown = len(mended) - len(lines[number - 1]) if number == stopped.line else 0
    text = "\n".join((*lines[: number - 1], mended, *lines[number:]))
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark
        reached = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return reached > (stopped.line, stopped.column + grown)
    return True


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
