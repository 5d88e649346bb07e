"""The `fees` and `refunds` of a service: the amount of a table, how many, and what is added, as values worked out when read."""

from __future__ import annotations

from engine.domain import types
from engine.language import nodes
from engine.language.compiled import Value
from engine.language.compiler.draft import Draft
from engine.language.compiler.fee_bands import bands_of, measure_of
from engine.language.compiler.fee_tables import Table, check_begun, column_of, table_of
from engine.language.compiler.scope import FEE_PARTS
from engine.language.compiler.writer import Writer
from engine.language.expressions import Env, Run
from engine.language.model.names import Name, entries_at, name_at
from engine.language.money_tables import amount, banded, share, times, total
from engine.language.nearest import suggest
from engine.language.program import Price


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
            value = banded(measure_of(plus, inner), bands_of(plus, draft))
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
    table = table_of(node, writer)
    by, day = node.get("by"), node.get("as_on")
    column = column_of(by, table, name, writer) if table else None
    on = _run(writer.unsaid(), day, None) if day is not None else None
    if table is not None:
        check_begun(name, table, writer)
        _price(name, node, table, writer.draft)
    base = amount(name.text, table.rows if table else (), column, on)
    number = node.get("times")
    return times(base, _run(writer, number, types.Number())) if number is not None else base


def _price(name: Name, node: nodes.Mapping, table: Table, draft: Draft) -> None:
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


def _run(writer: Writer, node: nodes.Node, wanted: types.Type | None) -> Run:
    written = writer.tree(node) if isinstance(node, nodes.Scalar) else None
    checked = writer.checked(written, wanted) if written else None
    return checked.run if checked else lambda env: None


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
        share(whole, measure_of(node, writer), bands_of(node, draft)),
        writer,
        draft,
    )
