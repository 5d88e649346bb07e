"""Fees and refunds worked out: the row of a dated table that holds on a day, the column, the number, and the bands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.domain.calendar import local_date
from engine.domain.duration import Duration
from engine.domain.money import Rounding, percent_of
from engine.language.compiled import FeeGap, Value
from engine.language.expressions.env import Env, Run, Unset
from engine.language.model.fees import RUPEES, AmountRow


@dataclass(frozen=True, slots=True)
class Band:
    """From here on, this many paise or percent. least: a number, or a length of time."""

    least: int | Duration
    paise: int = 0
    percent: int = 0


def amount(fee: str, rows: Sequence[AmountRow], column: Run | None, day: Run | None) -> Value:
    """Return what gives the paise of a table. column: gives its name, None where there is one; day: gives a date or moment, None for
    today. Raises FeeGap at run time where the table is silent."""
    since = [row.since for row in rows]

    def paise(env: Env) -> int:
        on = _day(day, env) if day else local_date(env.now)
        name = column(env) if column else RUPEES
        place = bisect_right(since, on) - 1
        found = rows[place].amounts.get(name) if place >= 0 else None
        if found is None:
            raise FeeGap(f"{fee} has no amount for {name} on {on}")
        return found

    return paise


def _day(day: Run, env: Env) -> date:
    """Return the day whose amounts hold: today as long as what the officer named has not happened."""
    try:
        value = day(env)
    except Unset:
        return local_date(env.now)
    if isinstance(value, datetime):
        return local_date(value)
    assert isinstance(value, date)  # noqa: S101  (the compiler asked for a date or a moment)
    return value


def times(base: Value, number: Run) -> Value:
    """Return what gives the amount so many times."""
    return lambda env: base(env) * number(env)


def total(parts: Sequence[Value]) -> Value:
    """Return what gives the sum of the parts."""
    if len(parts) == 1:
        return parts[0]
    return lambda env: sum(part(env) for part in parts)


def banded(measure: Run, bands: Sequence[Band]) -> Value:
    """Return what gives the paise of the band that is reached, 0 below all of them."""
    pick = _picker(bands)

    def paise(env: Env) -> int:
        band = pick(measure(env))
        return band.paise if band else 0

    return paise


def share(paid: Value, measure: Run, bands: Sequence[Band]) -> Value:
    """Return what gives the share of an amount paid: nothing below all bands, nothing where nothing was paid."""
    pick = _picker(bands)

    def paise(env: Env) -> int:
        try:
            whole = paid(env)
        except Unset:
            return 0
        band = pick(measure(env))
        return percent_of(whole, band.percent, Rounding.HALF_UP) if band else 0

    return paise


def _picker(bands: Sequence[Band]) -> Callable[[Any], Band | None]:
    ordered = sorted(bands, key=lambda band: comparable(band.least))
    floors = [comparable(band.least) for band in ordered]

    def pick(value: Any) -> Band | None:
        place = bisect_right(floors, comparable(value)) - 1
        return ordered[place] if place >= 0 else None

    return pick


def comparable(value: Any) -> Any:
    """Return a number for what bands measure; lengths of time in seconds, months of 30 days."""
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Duration):
        if value.seconds is not None:
            return value.seconds
        return (
            value.amount
            * {
                "months": 2_592_000,
                "years": 31_536_000,
                "working_days": 86_400,
                "working_hours": 3_600,
            }[value.unit]
        )
    return value
