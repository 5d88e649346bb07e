"""SQL statements that name what they need as `:need`: which needs those are, and how a driver wants them written. Pure."""

from __future__ import annotations

import re

_PART = re.compile(
    r"""'(?:[^']|'')*'      # words
    | "(?:[^"]|"")*"         # a quoted name
    | --[^\n]*               # a remark
    | ::                     # a cast of PostgreSQL
    | :([a-z][a-z0-9_]*)     # a need
    | %""",
    re.VERBOSE,
)


def needs_in(statement: str) -> tuple[str, ...]:
    """Return the needs a statement names, each once, in order."""
    named = (found.group(1) for found in _PART.finditer(statement))
    return tuple(dict.fromkeys(name for name in named if name))


def with_percent(statement: str) -> str:
    """Return the statement as drivers with `%(need)s` want it; everything else in it stays what it was."""

    def written(found: re.Match[str]) -> str:
        name = found.group(1)
        return f"%({name})s" if name else found.group(0).replace("%", "%%")

    return _PART.sub(written, statement)
