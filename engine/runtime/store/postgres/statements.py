"""Makes named statements ready for PostgreSQL: fills in the partitions, and knows which take all rows at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from engine.runtime.store.statements import gather

HERE = Path(__file__).parent
_PARAMETER = re.compile(r"\$(\d+)(::[a-z]+\[\])?")
_COMMENT = re.compile(r"^--.*$", re.MULTILINE)


class Statement(NamedTuple):
    """One statement. setwise: every parameter is an array; parts: `mine` or `gained`, appended as the last parameter, or empty."""

    sql: str
    setwise: bool
    parts: str


def statements(folders: Sequence[Path] = ()) -> Mapping[str, Statement]:
    """Return our own statements and those of services' folders. Raises ValueError when two share a name."""
    return {name: _ready(sql) for name, sql in gather((HERE, *folders)).items()}


def columns(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Return rows as arrays, one for each column."""
    return [list(column) for column in zip(*rows, strict=True)]


def _ready(sql: str) -> Statement:
    sql = _COMMENT.sub("", sql).strip().rstrip(";")
    found = _PARAMETER.findall(sql)
    arrays = {number for number, array in found if array}
    parts = next((name for name in ("mine", "gained") if f"${name}" in sql), "")
    if parts:
        number = max((int(number) for number, _ in found), default=0) + 1
        sql = sql.replace(f"${parts}", f"${number}::bigint[]")
    return Statement(sql, bool(found) and all(number in arrays for number, _ in found), parts)
