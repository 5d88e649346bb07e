"""Tables of amounts have no gaps: each row gives every column, and no two begin on one day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.language.findings import Finding, error
from engine.language.model.fees import RUPEES, AmountTable
from engine.language.program import Program
from engine.language.reading import Reading

_WHY = "On such a day nobody could say what to pay"


def check_fee_tables(reading: Reading, _programs: Mapping[str, Program]) -> Iterator[Finding]:
    """Yield rows that lack an amount, have one too many, or begin on the same day."""
    for tables in reading.world.fees.values():
        for table in tables.values():
            yield from _table(table)


def _table(table: AmountTable) -> Iterator[Finding]:
    columns = tuple(name.text for name in table.by) or (RUPEES,)
    days = set()
    for row in table.rows:
        missing = [column for column in columns if column not in row.amounts]
        extra = [column for column in row.amounts if column not in columns]
        if missing:
            yield error(
                table.path,
                row.span,
                "FEE-601",
                f'From {row.since} on there is no amount for "{missing[0]}"',
                _WHY,
                f"Add {missing[0]}: and the rupees",
            )
        elif extra:
            yield error(
                table.path,
                row.span,
                "FEE-605",
                f'"{extra[0]}" is no column of this table',
                "",
                f"Add it to by: [{', '.join((*columns, extra[0]))}], or delete it",
            )
        if row.since in days:
            yield error(
                table.path,
                row.span,
                "FEE-606",
                f"Two rows begin on {row.since}",
                _WHY,
                "Keep one of the two",
            )
        days.add(row.since)
