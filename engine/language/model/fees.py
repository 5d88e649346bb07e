"""_fees.yaml: amounts of money with the day from which they hold and the order that set them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.domain.money import parse_money
from engine.language import nodes
from engine.language.findings import Finding
from engine.language.model.names import Name, entries_at, items_at, names_at, text_at, words_of
from engine.language.model.state import read_day
from engine.language.source import Span

RUPEES = "rupees"
"""The one column of a table that is not divided."""

_TIMES = {"lakh": 100_000, "crore": 10_000_000}
_FACTS = ("from", "order", "state")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRow:
    """Amounts in paise by column, as they hold from a day on."""

    since: date
    order: str
    state: str
    amounts: Mapping[str, int]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountTable:
    """A fee over time: rows from the oldest to the newest. by: its columns, or none where there is one amount."""

    path: str
    name: str
    span: Span
    title: Mapping[str, str]
    by: tuple[Name, ...]
    rows: tuple[AmountRow, ...]

    def columns(self) -> tuple[str, ...]:
        """Return the names an amount may be asked by."""
        return tuple(name.text for name in self.by) or tuple(
            sorted({c for row in self.rows for c in row.amounts})
        )


def read_fees(node: nodes.Mapping, path: str, findings: list[Finding]) -> dict[str, AmountTable]:
    """Return a department's tables by name."""
    tables = {}
    for name, part in entries_at(node, "fees"):
        if isinstance(part, nodes.Mapping):
            tables[name.text] = AmountTable(
                path=path,
                name=name.text,
                span=name.span,
                title=words_of(part.get("title")),
                by=names_at(part, "by"),
                rows=read_rows(items_at(part, "amounts"), path, findings),
            )
    return tables


def read_rows(
    items: tuple[nodes.Node, ...], path: str, findings: list[Finding]
) -> tuple[AmountRow, ...]:
    """Return dated rows, oldest first."""
    rows = []
    for item in items:
        if isinstance(item, nodes.Mapping):
            day = read_day(item.get("from"), path, findings)
            if day is not None:
                rows.append(
                    AmountRow(
                        since=day,
                        order=text_at(item, "order"),
                        state=text_at(item, "state"),
                        amounts=_amounts(item),
                        span=item.span,
                    )
                )
    return tuple(sorted(rows, key=lambda row: row.since))


def _amounts(node: nodes.Mapping) -> dict[str, int]:
    found = {}
    for key, value in node.by_name.items():
        if key not in _FACTS and isinstance(value, nodes.Scalar):
            paise = read_rupees(value.text)
            if paise is not None:
                found[key] = paise
    return found


def read_rupees(written: str) -> int | None:
    """Return the paise of rupees as an officer writes them: `45`, `1,250.50`, `2 lakh`."""
    amount, _, unit = written.strip().partition(" ")
    paise = parse_money(amount)
    if paise is None or (unit and unit not in _TIMES):
        return None
    return paise * _TIMES.get(unit, 1)
