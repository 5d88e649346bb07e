"""What a condition may look at when it runs: the answers so far, the moment, and the holidays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from engine.domain.calendar import HolidayCalendar

NO_HOLIDAYS = HolidayCalendar()


class Unset(Exception):
    """A value was read that nobody has given; only `answered(x)` and `default(x, y)` may look at such a name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Env:
    """Values by name in their stored form, nested for records; now: aware; items: the rows being looked at, outermost first."""

    __slots__ = ("holidays", "items", "now", "values")

    def __init__(
        self,
        values: Mapping[str, Any],
        now: datetime,
        holidays: HolidayCalendar = NO_HOLIDAYS,
        items: tuple[Mapping[str, Any], ...] = (),
    ) -> None:
        self.values = values
        self.now = now
        self.holidays = holidays
        self.items = items

    def looking_at(self, item: Mapping[str, Any]) -> Env:
        """Return the same surroundings with one more row in view."""
        return Env(self.values, self.now, self.holidays, (*self.items, item))


Run = Callable[[Env], Any]
"""A compiled expression: gives the evaluated form; raises Unset where a value it needs is missing."""
