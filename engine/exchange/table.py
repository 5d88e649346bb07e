"""Translations as CSV, so that a spreadsheet opens them: UTF-8 with a byte order mark, one row a text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping

from engine.exchange.returned import LARGEST, MOST, NotReadable, Parcel, Returned, state_of
from engine.exchange.units import Unit

BOM = "\ufeff"
HEAD = ("id", "what it is", "characters", "state")
_CALCULATED = re.compile(r"'*[=+\-@\t\r]")
"""A cell that a spreadsheet would calculate instead of showing."""


def write(units: Iterable[Unit], source: str, target: str) -> bytes:
    """Return the file. Cells that a spreadsheet would take for a formula begin with an apostrophe."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow((*HEAD, source, target))
    for each in units:
        state = "older than its text" if each.stale else str(each.state)
        rows.writerow(
            (each.id, each.note, each.room, state, _shown(each.source), _shown(each.target))
        )
    return (BOM + out.getvalue()).encode()


def read(content: bytes) -> Parcel:
    """Return what came back; commas, semicolons and tabs between cells are understood. Raises NotReadable."""
    if len(content) > LARGEST:
        raise NotReadable("it is larger than 20 MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable('it is not UTF-8; save it as "CSV UTF-8"') from None
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except csv.Error as trouble:
        raise NotReadable(f"a row cannot be read: {trouble}") from None
    head = [cell.strip() for cell in rows[0]] if rows else []
    if len(head) < len(HEAD) + 2 or head[0] != "id" or len(rows) > MOST:
        raise NotReadable(f"its first row must be: {', '.join(HEAD)}, and two languages")
    source, target = head[len(HEAD)], head[len(HEAD) + 1]
    found = (
        _row(number, dict(zip(head, row, strict=False)), source, target)
        for number, row in enumerate(rows[1:], 2)
    )
    return Parcel(source, target, tuple(each for each in found if each.id))


def _row(number: int, row: Mapping[str, str], source: str, target: str) -> Returned:
    state = state_of(row.get("state", ""))
    before, after = (_plain(row.get(name, "")) for name in (source, target))
    return Returned(f"row {number}", row.get("id", "").strip(), before, after, state)


def _shown(text: str) -> str:
    return f"'{text}" if _CALCULATED.match(text) else text


def _plain(cell: str) -> str:
    text = cell.replace("\r\n", "\n")
    return text[1:] if text.startswith("'") and _CALCULATED.match(text) else text
