"""The `fees` and `refunds` of a service: which table, which column, how many, and what is added, as values worked out when read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from engine.domain import types
from engine.domain.duration import parse_duration
from engine.language import nodes
from engine.language.compiled import Value
from engine.language.compiler.draft import Draft
from engine.language.compiler.scope import FEE_PARTS, names_of
from engine.language.compiler.writer import Writer
from engine.language.expressions import Env, Run, Tree
from engine.language.expressions.kinds import Elapsed, Kind
from engine.language.expressions.walk import Checker
from engine.language.model.fees import RUPEES, AmountRow, read_rows, read_rupees
from engine.language.model.names import Name, entries_at, items_at, name_at, text_at, whole_at
from engine.language.money_tables import Band, amount, banded, share, times, total
from engine.language.nearest import suggest, suggest_or
from engine.language.program import Price
from engine.language.source import Span


class _Table(NamedTuple):
    rows: Sequence[AmountRow]
    columns: tuple[str, ...]


def declare_fees(draft: Draft) -> None:
    """Make the names of fees and refunds known."""
    scope = draft.top.scope
    for name, node in entries_at(draft.flow.node, "fees"):
        scope[f"fees.{name.text}"] = types.Money()
        if isinstance(node, nodes.Mapping):
            for part, _ in entries_at(node, "plus"):
                scope[f"{FEE_PARTS}.{name.text}.{part.text}"] = types.Money()
    for name, _ in entries_at(draft.flow.node, "refunds"):
        scope[f"refunds.{name.text}"] = types.Money()


def compile_fees(draft: Draft) -> None:
    """Work out how each fee and refund is worked out."""
    for name, node in entries_at(draft.flow.node, "fees"):
        if isinstance(node, nodes.Mapping):
            _fee(name, node, draft)
    for name, node in entries_at(draft.flow.node, "refunds"):
        if isinstance(node, nodes.Mapping):
            _refund(name, node, draft)


def _fee(name: Name, node: nodes.Mapping, draft: Draft) -> None:
    writer = _writer(f"fees.{name.text}", draft)
    parts = [_base(name, node, writer)]
    for part, plus in entries_at(node, "plus"):
        if isinstance(plus, nodes.Mapping):
            inner = _writer(f"{FEE_PARTS}.{name.text}.{part.text}", draft)
            value = banded(_measure(plus, inner), _bands(plus, draft))
            parts.append(value)
            _keep(f"{FEE_PARTS}.{name.text}.{part.text}", value, inner, draft)
            writer.reads |= inner.reads
            draft.uses_in.setdefault(writer.step, []).extend(draft.uses_in.get(inner.step, ()))
    _keep(f"fees.{name.text}", total(parts), writer, draft)


def _writer(name: str, draft: Draft) -> Writer:
    """Return the writer of a computed value, whose reads count wherever it is read itself."""
    writer = Writer(draft, draft.top)
    writer.step = name
    return writer


def _keep(name: str, value: Value, writer: Writer, draft: Draft) -> None:
    draft.computed[name] = value
    draft.computed_reads[name] = frozenset(writer.reads)


def _base(name: Name, node: nodes.Mapping, writer: Writer) -> Value:
    if node.get("table") is None and node.get("amounts") is None:
        return lambda env: 0
    table = _table(node, writer)
    by, day = node.get("by"), node.get("as_on")
    column = _column(by, table, name, writer) if table else None
    on = _run(writer.unsaid(), day, None) if day is not None else None
    if table is not None:
        _begun(name, table, writer)
        _price(name, node, table, writer.draft)
    base = amount(name.text, table.rows if table else (), column, on)
    number = node.get("times")
    return times(base, _run(writer, number, types.Number())) if number is not None else base


def _price(name: Name, node: nodes.Mapping, table: _Table, draft: Draft) -> None:
    """Keep what the fee will be at least and at most, where a step asks for just this fee."""
    asked = (each.step.said for each in draft.laid if each.step.verb == "pay")
    if not any(
        isinstance(said, nodes.Scalar) and said.text == f"fees.{name.text}" for said in asked
    ):
        return
    amounts = [(row.since.isoformat(), row.amounts.values()) for row in table.rows if row.amounts]
    draft.price = Price(
        amounts=tuple((since, min(paise), max(paise)) for since, paise in amounts),
        each=node.get("times") is not None,
        more=node.get("plus") is not None,
    )


def _begun(name: Name, table: _Table, writer: Writer) -> None:
    """The amounts hold already on the day the service's facts were read."""
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


def _run(writer: Writer, node: nodes.Node, wanted: types.Type | None) -> Run:
    written = writer.tree(node) if isinstance(node, nodes.Scalar) else None
    checked = writer.checked(written, wanted) if written else None
    return checked.run if checked else lambda env: None


def _table(node: nodes.Mapping, writer: Writer) -> _Table | None:
    draft = writer.draft
    amounts, named = name_at(node, "amounts"), name_at(node, "table")
    if amounts is not None:
        rows = draft.top.constants.get(amounts.text)
        if isinstance(rows, nodes.Sequence):
            read = read_rows(rows.items, draft.service.path, draft.findings)
            return _Table(read, tuple(sorted({column for row in read for column in row.amounts})))
        known = [
            need for need, value in draft.top.constants.items() if isinstance(value, nodes.Sequence)
        ]
        writer.wrong(
            amounts.span,
            "FEE-602",
            f'"{amounts.text}" is no table of amounts',
            suggest_or(amounts.text, known, f"Add to the family's needs: {amounts.text}: amounts"),
        )
        return None
    if named is None:
        return None
    tables = draft.world.fees.get(draft.service.department, {})
    table = tables.get(named.text)
    if table is None:
        message = f'The department has no fee called "{named.text}"'
        writer.wrong(
            named.span,
            "FEE-602",
            message,
            suggest_or(named.text, tables, f"Add it to {draft.service.department}/_fees.yaml"),
            "Nobody could say what to pay",
        )
        return None
    draft.uses.add(table.path)
    return _Table(table.rows, table.columns())


def _column(by: nodes.Node | None, table: _Table, fee: Name, writer: Writer) -> Run | None:
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


def _covered(kind: types.Type | None, by: nodes.Scalar, table: _Table, writer: Writer) -> None:
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


def _measure(node: nodes.Mapping, writer: Writer) -> Run:
    """Return what gives the number or the length of time that bands are compared with."""
    by = node.get("by")
    written = writer.tree(by) if isinstance(by, nodes.Scalar) else None
    if written is None or by is None:
        return lambda env: 0
    found = _walk(written, writer)
    if found is None:
        return lambda env: 0
    kind, run = found
    timed = any(" " in _least_text(band) for band in items_at(node, "bands"))
    if timed is not isinstance(kind, Elapsed | types.Duration):
        fix = (
            "Compare two moments, as in: slot.starts_at - now"
            if timed
            else "Write at_least as plain numbers, or compare two moments"
        )
        writer.wrong(
            by.span, "FEE-604", "What is measured here and the bands do not go together", fix
        )
    return run


def _walk(written: Tree, writer: Writer) -> tuple[Kind, Run] | None:
    if any(map(writer.draft.is_broken, names_of(written.root))):
        return None
    checker = Checker(written, writer.scope)
    meaning = checker.walk(written.root)
    writer.draft.findings += checker.findings
    for read in checker.reads:
        writer.note(read.name)
    writer.use_all(written, checker.reads)
    return None if meaning.kind is None else (meaning.kind, meaning.run)


def _least_text(band: nodes.Node) -> str:
    least = band.get("at_least") if isinstance(band, nodes.Mapping) else None
    return least.text if isinstance(least, nodes.Scalar) else ""


def _bands(node: nodes.Mapping, draft: Draft) -> list[Band]:
    found = []
    for item in items_at(node, "bands"):
        if isinstance(item, nodes.Mapping):
            written = _least_text(item)
            least = parse_duration(written) or (
                int(written) if written.lstrip("-").isdecimal() else 0
            )
            rupees = item.get("rupees")
            paise = read_rupees(rupees.text) if isinstance(rupees, nodes.Scalar) else 0
            found.append(Band(least, paise or 0, whole_at(item, "percent")))
    _ordered_once(found, node, draft)
    return found


def _ordered_once(bands: list[Band], node: nodes.Mapping, draft: Draft) -> None:
    seen = [band.least for band in bands]
    if len(set(seen)) < len(seen):
        place: Span = node.span
        draft.wrong(
            draft.flow.path,
            place,
            "FEE-604",
            "Two bands begin at the same place",
            "Keep one of the two",
        )


def _free(_env: Env) -> int:
    return 0


def _refund(name: Name, node: nodes.Mapping, draft: Draft) -> None:
    writer = _writer(f"refunds.{name.text}", draft)
    of = name_at(node, "of")
    paid = next(
        (each for each in draft.laid if of and each.id == of.text and each.step.verb == "pay"), None
    )
    if of is not None and paid is None:
        known = [each.id for each in draft.laid if each.step.verb == "pay"]
        writer.wrong(
            of.span,
            "FLOW-306",
            f'"{of.text}" is not a pay step',
            suggest(of.text, known) or "Name a pay step of this file",
        )
    whole: Value = _free
    if of is not None and paid is not None:
        amount_of = nodes.Scalar(f"{of.text}.amount", f"{of.text}.amount", False, of.span)
        whole = writer.unsaid().value(amount_of, types.Money())
    _keep(
        f"refunds.{name.text}",
        share(whole, _measure(node, writer), _bands(node, draft)),
        writer,
        draft,
    )
