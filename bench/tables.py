"""Writes figures as cells and rows as tables, the way the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NONE = "–"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; where it has more than two columns, all but the first are figures."""
    lines = ["---"] + ["---:"] * (len(heads) - 1) if len(heads) > 2 else ["---"] * len(heads)
    return "\n".join("| " + " | ".join(line) + " |" for line in (heads, lines, *rows))


def number(value: float) -> str:
    """Return a whole number."""
    return f"{value:,.0f}"


def ms(value: float) -> str:
    """Return milliseconds."""
    return f"{value:,.0f} ms"


def us(value: float | None) -> str:
    """Return microseconds, or a dash where that part does not exist."""
    return NONE if value is None else f"{value:,.0f} µs"


def mb(value: float | None) -> str:
    """Return megabytes, or a dash where that part does not exist."""
    return NONE if value is None else f"{value:,.0f} MB"


def seconds(value: float | None) -> str:
    """Return seconds, or a dash where it was not measured."""
    return NONE if value is None else f"{value:,.2f} s"


def times(value: float) -> str:
    """Return how many times as much."""
    return f"{value:,.1f} ×"
