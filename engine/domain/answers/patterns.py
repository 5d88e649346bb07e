"""Patterns that officers write, run by RE2: its time grows only with the length of what is read, whatever the pattern.

Syntax: https://github.com/google/re2/wiki/Syntax
"""

from __future__ import annotations

from functools import cache
from typing import Any

LONGEST_PATTERN = 200
LARGEST_PROGRAM = 1_000
"""Instructions of a compiled pattern; one for a number with letters and digits has fewer than a hundred."""


class BadPattern(Exception):
    """A pattern cannot be used; the message says why."""


@cache
def compiled(pattern: str) -> Any:
    """Return the pattern ready to use. Raises BadPattern."""
    if len(pattern) > LONGEST_PATTERN:
        raise BadPattern(f"it has {len(pattern)} characters; at most {LONGEST_PATTERN} can be read")
    import re2  # only a service with a pattern pays for it

    options = re2.Options()
    options.log_errors = False
    try:
        found = re2.compile(pattern, options)
    except re2.error as problem:
        raise BadPattern(_words(problem)) from problem
    if found.programsize > LARGEST_PROGRAM:
        raise BadPattern("it counts too far; a repetition such as {100} in another one multiplies")
    return found


def fits(pattern: str, text: str) -> bool:
    """Tell whether the whole text has the pattern's shape. Raises BadPattern."""
    return compiled(pattern).fullmatch(text) is not None


_MEANT = {
    "missing ]": 'a "[" is never closed',
    "missing )": 'a "(" is never closed',
    "unexpected )": 'a ")" closes nothing',
    "no argument for repetition operator": "a *, + or ? repeats nothing",
    "bad repetition operator": "a *, + or ? follows another one",
    "invalid repetition size": "it counts too far",
    "invalid character class range": "a range such as [Z-A] is the wrong way round",
    "invalid perl operator": "only plain brackets are read, nothing that begins with (?",
    "invalid escape sequence": "a backslash stands before something that needs none",
}


def _words(problem: Exception) -> str:
    """Return what RE2 says, in an officer's words where we have them; it names the kind of trouble before a colon."""
    told = problem.args[0] if problem.args else ""
    said = told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
    return _MEANT.get(said.partition(": ")[0], said)
