"""The table a fee is read from: which one it is, whether it holds already, and the answer that decides the column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.domain import types
from engine.language import nodes
from engine.language.compiler.writer import Writer
from engine.language.expressions import Run
from engine.language.model.fees import RUPEES, AmountRow, read_rows
from engine.language.model.names import Name, name_at, text_at
from engine.language.nearest import suggest_or


class Table(NamedTuple):
    """The dated rows of amounts and the names of their columns."""

    rows: Sequence[AmountRow]
    columns: tuple[str, ...]


def table_of(node: nodes.Mapping, writer: Writer) -> Table | None:
    """Return the table that a fee names, of its family (`amounts`) or of its department (`table`); None where there is none."""
    amounts, named = name_at(node, "amounts"), name_at(node, "table")
    if amounts is not None:
        return _of_family(amounts, writer)
    return _of_department(named, writer) if named is not None else None


def _of_family(amounts: Name, writer: Writer) -> Table | None:
    constants = writer.draft.top.constants
    rows = constants.get(amounts.text)
    if isinstance(rows, nodes.Sequence):
        read = read_rows(rows.items, writer.draft.service.path, writer.draft.findings)
        return Table(read, tuple(sorted({column for row in read for column in row.amounts})))
    known = [need for need, value in constants.items() if isinstance(value, nodes.Sequence)]
    writer.wrong(
        amounts.span,
        "FEE-602",
        f'"{amounts.text}" is no table of amounts',
        suggest_or(amounts.text, known, f"Add to the family's needs: {amounts.text}: amounts"),
    )
    return None


def _of_department(named: Name, writer: Writer) -> Table | None:
    draft = writer.draft
    tables = draft.world.fees.get(draft.service.department, {})
    table = tables.get(named.text)
    if table is None:
        writer.wrong(
            named.span,
            "FEE-602",
            f'The department has no fee called "{named.text}"',
            suggest_or(named.text, tables, f"Add it to {draft.service.department}/_fees.yaml"),
            "Nobody could say what to pay",
        )
        return None
    draft.uses.add(table.path)
    return Table(table.rows, table.columns())


def check_begun(name: Name, table: Table, writer: Writer) -> None:
    """See that the amounts hold already on the day the service's facts were read."""
    source = writer.draft.service.flow.node.get("source")
    read_on = text_at(source, "read_on") if isinstance(source, nodes.Mapping) else ""
    since = table.rows[0].since if table.rows else None
    if since is not None and since.isoformat() > read_on > "":
        writer.wrong(
            name.span,
            "FEE-601",
            f"Before {since} there is no amount for this fee",
            "Add the amount that holds until then",
            "Nobody could say what to pay",
        )


def column_of(by: nodes.Node | None, table: Table, fee: Name, writer: Writer) -> Run | None:
    """Return what gives the name of the column, having seen that it always names one."""
    divided = table.columns != (RUPEES,)
    if not isinstance(by, nodes.Scalar):
        if divided and table.rows:
            writer.wrong(
                fee.span,
                "FEE-603",
                f"The fee has a column for each of {', '.join(table.columns)}, and nothing says which one holds",
                "Add by: and the name of the answer that decides",
            )
        return None
    if not divided:
        writer.wrong(by.span, "FEE-603", "This fee is one amount for everybody", 'Delete "by"')
        return None
    written = writer.tree(by)
    checked = writer.checked(written, None) if written else None
    if checked is None:
        return None
    _covered(checked.kind, by, table, writer)
    return checked.run


def _covered(kind: types.Type | None, by: nodes.Scalar, table: Table, writer: Writer) -> None:
    if isinstance(kind, types.Choice):
        missing = [option for option in kind.options if option not in table.columns]
        if missing:
            message = f'There is no amount for "{missing[0]}"'
            writer.wrong(
                by.span,
                "FEE-601",
                message,
                "Add a column for it to the table",
                "Nobody could say what to pay",
            )
    elif not isinstance(kind, types.Word):
        writer.wrong(
            by.span,
            "FEE-603",
            f'"{by.text}" does not name a column',
            f"Name an answer that is one of: {', '.join(table.columns)}",
        )
