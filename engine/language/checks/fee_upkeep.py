"""Amounts as services use them: no hole under the lowest band, no day before the first row, no column and no row in vain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from engine.domain.types import Choice
from engine.language import nodes
from engine.language.findings import Finding, warning
from engine.language.model.fees import AmountRow, AmountTable
from engine.language.model.flow import Flow, StepNode
from engine.language.model.names import entries_at, items_at, name_at, text_at
from engine.language.outline import FeeColumns
from engine.language.own import Own
from engine.language.program import Program
from engine.language.whole import Whole, rows_of

_FIRST_DAY = re.compile(r"date\(\s*(\d{4}-\d\d-\d\d)\b")


class _Use(NamedTuple):
    """A fee of a service, as it stands in its file, and the table it names."""

    flow: Flow
    node: nodes.Mapping
    table: AmountTable


def check_fee_upkeep(own: Own, _program: Program | None) -> Iterator[Finding]:
    """Yield bands of a service with a hole under them, and days no row covers."""
    for use in _uses(own):
        yield from _too_early(use)
    yield from _holes(own.service.flow)


def check_shared_fees(whole: Whole) -> Iterator[Finding]:
    """Yield bands of a family with a hole under them, columns nobody can come to, and rows that change nothing."""
    for flow in whole.shared_flows():
        yield from _holes(flow)
    named = _named(whole)
    for department, tables in whole.reading.world.fees.items():
        for name, table in tables.items():
            yield from _columns(table, named.get((department, name), []))
            yield from _same_again(table)


def fee_columns(own: Own, program: Program) -> tuple[FeeColumns, ...]:
    """Return what the fees of a service are asked by."""
    kinds = ((use.table.name, program.types.get(text_at(use.node, "by"))) for use in _uses(own))
    return tuple(
        FeeColumns(table, tuple(kind.options) if isinstance(kind, Choice) else None)
        for table, kind in kinds
    )


def _uses(own: Own) -> Iterator[_Use]:
    tables = own.reading.world.fees.get(own.service.department, {})
    for _, node in entries_at(own.flow.node, "fees"):
        table = tables.get(text_at(node, "table")) if isinstance(node, nodes.Mapping) else None
        if isinstance(node, nodes.Mapping) and table is not None:
            yield _Use(own.flow, node, table)


def _named(whole: Whole) -> dict[tuple[str, str], list[FeeColumns]]:
    """Return what services ask each table by, by department and table."""
    found: dict[tuple[str, str], list[FeeColumns]] = {}
    for each in whole.outlines:
        for columns in each.made.columns if each.made else ():
            found.setdefault((each.department, columns.table), []).append(columns)
    return found


# -- bands -------------------------------------------------------------------------------------------------------------


def _holes(flow: Flow) -> Iterator[Finding]:
    banded = [node for _, node in entries_at(flow.node, "refunds")]
    for _, fee in entries_at(flow.node, "fees"):
        if isinstance(fee, nodes.Mapping):
            banded += [node for _, node in entries_at(fee, "plus")]
    for node in banded:
        bands = items_at(node, "bands") if isinstance(node, nodes.Mapping) else ()
        written = [
            band.by_name["at_least"]
            for band in bands
            if isinstance(band, nodes.Mapping) and band.get("at_least") is not None
        ]
        scalars = [each for each in written if isinstance(each, nodes.Scalar)]
        if scalars and all(_number(each.text) > 0 for each in scalars):
            lowest = min(scalars, key=lambda each: _number(each.text))
            unit = lowest.text.partition(" ")[2]
            zero = f"0 {unit}" if unit else "0"
            yield warning(
                flow.path,
                lowest.span,
                "FEE-622",
                f"Nothing is said of less than {lowest.text}",
                "The amount is nothing there, and a citizen may be promised or charged too little",
                f"Add a band with at_least: {zero}",
            )


def _number(written: str) -> int:
    """Return the number a band begins at; its unit does not matter for telling nothing from more."""
    number = written.partition(" ")[0]
    return int(number) if number.lstrip("-").isdecimal() else 0


# -- days --------------------------------------------------------------------------------------------------------------


def _too_early(use: _Use) -> Iterator[Finding]:
    """Yield fees of a day that the citizen names, and that may lie before the first row."""
    day = name_at(use.node, "as_on")
    rows = use.table.rows
    step = _question(use.flow, day.text) if day else None
    if day is None or step is None or not rows:
        return
    first = _first_day(text_at(step.node, "type"))
    if first is None or first < rows[0].since:
        yield warning(
            use.flow.path,
            day.span,
            "FEE-623",
            f'"{day.text}" may be a day before {rows[0].since}, from which on there are amounts',
            "A citizen who names such a day could not be told what to pay",
            f"Write date({rows[0].since} .. today) as its type, or add the older amounts",
        )


def _question(flow: Flow, name: str) -> StepNode | None:
    """Return the question of this name, if it asks for a date."""
    return next(
        (
            step
            for row in rows_of(flow)
            for step in row
            if step.id.text == name and text_at(step.node, "type").startswith("date")
        ),
        None,
    )


def _first_day(written: str) -> date | None:
    found = _FIRST_DAY.match(written)
    return date.fromisoformat(found[1]) if found else None


# -- columns and rows --------------------------------------------------------------------------------------------------


def _columns(table: AmountTable, uses: list[FeeColumns]) -> Iterator[Finding]:
    """Yield columns that no answer of any service names; where one service may name any, nothing is said."""
    named: set[str] = set()
    for use in uses:
        if use.options is None:
            return
        named.update(use.options)
    for column in table.by if uses else ():
        if column.text not in named:
            yield warning(
                table.path,
                column.span,
                "FEE-624",
                f'No service has an answer "{column.text}" for this fee',
                "Nobody would ever pay it, or the option for it was forgotten",
                "Delete the column, or add the option to the question",
            )


def _same_again(table: AmountTable) -> Iterator[Finding]:
    earlier: AmountRow | None = None
    for row in table.rows:
        if earlier is not None and earlier.amounts == row.amounts:
            yield warning(
                table.path,
                row.span,
                "FEE-625",
                f"From {row.since} on nothing changes: the amounts are those of {earlier.since}",
                "The new amounts of the order may have been forgotten",
                f"Write what {row.order or 'the order'} sets, or delete the row",
            )
        earlier = row
