"""Tables of amounts have no gaps: each row gives every column, no two begin on one day, and every row of a list has its column."""

from __future__ import annotations

from collections.abc import Iterator

from engine.domain.types import Word
from engine.language import nodes
from engine.language.compiler.world import World
from engine.language.findings import Finding, error
from engine.language.model.fees import RUPEES, AmountTable
from engine.language.model.flow import Flow
from engine.language.model.lists import Listing
from engine.language.model.names import entries_at, name_at, text_at
from engine.language.own import Own
from engine.language.program import Program
from engine.language.whole import Whole

_WHY = "On such a day nobody could say what to pay"


def check_fee_tables(whole: Whole) -> Iterator[Finding]:
    """Yield rows that lack an amount, have one too many, or begin on the same day."""
    for tables in whole.reading.world.fees.values():
        for table in tables.values():
            yield from _table(table)


def check_listed_fees(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield fees by a row of a list that has no column."""
    world, flow = own.reading.world, own.flow
    for _, fee in entries_at(flow.node, "fees"):
        by = name_at(fee, "by") if isinstance(fee, nodes.Mapping) else None
        if by is None or not isinstance(fee, nodes.Mapping):
            continue
        table = world.fees.get(own.service.department, {}).get(text_at(fee, "table"))
        listing, column = _listed(by.text, flow, world)
        if table is None or listing is None or not isinstance(listing.item.fields[column], Word):
            continue
        missing = [row for row in listing.rows if row[column] not in table.columns()]
        if missing:
            yield error(
                flow.path,
                by.span,
                "FEE-626",
                f'The list "{listing.name}" has "{missing[0][column]}", and there is no amount for it',
                "A citizen who chooses it could not be told what to pay",
                f"Add a column {missing[0][column]}: to the table",
            )


def _listed(by: str, flow: Flow, world: World) -> tuple[Listing | None, str]:
    """Return the shared list whose rows a question of this file offers, and the column that is named, as in `town.code`."""
    question, _, column = by.partition(".")
    for step in flow.steps:
        if step.id.text == question and step.verb == "choose":
            rows = text_at(step.node, "rows") or text_at(step.node, "tree")
            listing = world.lists.get(rows.removeprefix("lists."))
            return (listing, column) if listing and column in listing.item.fields else (None, "")
    return None, ""


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
