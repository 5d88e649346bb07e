"""Days, office hours and ages as they are counted in Andhra Pradesh; every hour here is Indian Standard Time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from engine.domain.duration import EXACT_SECONDS, Duration

INDIA = timezone(timedelta(hours=5, minutes=30), "IST")
"""Asia/Kolkata: a fixed +05:30, without summer time since 1945 (tz database, file `asia`)."""

MONDAY_TO_FRIDAY = frozenset({0, 1, 2, 3, 4})
"""The five-day week of the state secretariat and heads of departments; `date.weekday()` numbers."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayCalendar:
    """Which days and hours an office works.

    holidays: days it is closed although the weekday is a working one; closed on all other days than `week`.
    """

    holidays: frozenset[date] = frozenset()
    week: frozenset[int] = MONDAY_TO_FRIDAY
    opens: time = time(10, 0)
    closes: time = time(17, 30)

    def __post_init__(self) -> None:
        """Refuse a calendar in which counting would never end."""
        if not self.week or self.opens >= self.closes:
            message = "an office works on some weekday and closes after it opens"
            raise ValueError(message)

    def is_working(self, day: date) -> bool:
        """Say whether the office is open on this day."""
        return day.weekday() in self.week and day not in self.holidays

    def next_working(self, day: date) -> date:
        """Return this day, or the first working day after it."""
        while not self.is_working(day):
            day += _DAY
        return day


@dataclass(frozen=True, slots=True)
class OfficeTime:
    """When the offices of a state work.

    usual: where nothing else is said; kinds: by kind of place (`rural`); roles: by officers' role, where the office has times of its own.
    """

    usual: HolidayCalendar
    kinds: Mapping[str, HolidayCalendar] = field(default_factory=dict)
    roles: Mapping[str, HolidayCalendar] = field(default_factory=dict)

    def of(self, role: str, kind: str = "") -> HolidayCalendar:
        """Return the calendar of the office this officer sits in: its own, else that of its kind of place, else the usual one."""
        return self.roles.get(role) or self.kinds.get(kind) or self.usual


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nobody is written to without having asked; start and end may lie on either side of midnight."""

    start: time
    end: time

    def __post_init__(self) -> None:
        """Refuse hours that never begin or never end."""
        if self.start == self.end:
            message = "quiet hours end at another time than they begin"
            raise ValueError(message)

    def ends(self, moment: datetime) -> datetime | None:
        """Return when the quiet that holds at this moment is over (UTC), or None where none holds."""
        local = moment.astimezone(INDIA)
        clock, day = local.time(), local.date()
        if self.start < self.end:
            return at(day, self.end) if self.start <= clock < self.end else None
        if clock < self.end:
            return at(day, self.end)
        return at(day + _DAY, self.end) if clock >= self.start else None


def add(moment: datetime, duration: Duration, holidays: HolidayCalendar) -> datetime:
    """Return the moment so much later, in UTC.

    Working days do not count the first day (as the General Clauses Act, 1897, section 9, counts) and keep the
    clock time; working hours run only while the office is open; a month that lacks the day gives its last one.
    """
    exact = EXACT_SECONDS.get(duration.unit)
    if exact is not None:
        return moment + timedelta(seconds=exact * duration.amount)
    local = moment.astimezone(INDIA)
    if duration.unit == "working_hours":
        return _add_working_hours(local, duration.amount, holidays).astimezone(UTC)
    day = add_to_date(local.date(), duration, holidays)
    return datetime.combine(day, local.time(), INDIA).astimezone(UTC)


def add_to_date(day: date, duration: Duration, holidays: HolidayCalendar) -> date:
    """Return the day so much later; an amount below 0 goes back.

    Raises ValueError for hours and minutes, which do not move a day.
    """
    match duration.unit:
        case "days" | "weeks":
            return day + timedelta(days=duration.amount * (7 if duration.unit == "weeks" else 1))
        case "months":
            return _add_months(day, duration.amount)
        case "years":
            return _add_months(day, 12 * duration.amount)
        case "working_days":
            return _add_working_days(day, duration.amount, holidays)
        case "minutes" | "hours" | "working_hours":
            message = f"{duration} cannot be added to a day"
            raise ValueError(message)


@lru_cache(maxsize=64)
def local_date(moment: datetime) -> date:
    """Return the day it is in India at this moment; remembered, since a batch of turns happens at one moment."""
    return moment.astimezone(INDIA).date()


def at(day: date, hour: time) -> datetime:
    """Return the moment of this day and time of day in India, in UTC."""
    return datetime.combine(day, hour, INDIA).astimezone(UTC)


def days_between(first: date, last: date) -> int:
    """Return how many days later `last` is; negative when it is earlier."""
    return (last - first).days


def months_between(first: date, last: date) -> int:
    """Return the full months from the first day to the last; negative when it is earlier."""
    if last < first:
        return -months_between(last, first)
    months = 12 * (last.year - first.year) + last.month - first.month
    return months - (last.day < first.day)


def years_between(first: date, last: date) -> int:
    """Return the full years from the first day to the last; negative when it is earlier.

    Someone born on 29 February completes a year on 1 March.
    """
    if last < first:
        return -years_between(last, first)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def parse_moment(stored: str) -> datetime:
    """Return the moment of the stored form `2026-08-15T04:30:00Z`; raises ValueError for anything else."""
    if len(stored) != 20 or stored[-1] != "Z":
        message = f"not a stored moment: {stored!r}"
        raise ValueError(message)
    return datetime.fromisoformat(stored)


@lru_cache(maxsize=64)
def format_moment(moment: datetime) -> str:
    """Return the stored form of an aware moment, in UTC and whole seconds."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds")[:19] + "Z"


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    message = f"{months} months from {day} leave the calendar"
    raise ValueError(message)


def _add_working_days(day: date, amount: int, holidays: HolidayCalendar) -> date:
    step = _DAY if amount > 0 else -_DAY
    for _ in range(abs(amount)):
        day += step
        while not holidays.is_working(day):
            day += step
    return day


def _add_working_hours(local: datetime, hours: int, holidays: HolidayCalendar) -> datetime:
    left = timedelta(hours=hours)
    while True:
        day = holidays.next_working(local.date())
        opens = datetime.combine(day, holidays.opens, INDIA)
        closes = datetime.combine(day, holidays.closes, INDIA)
        start = max(local, opens)
        if start < closes:
            if start + left <= closes:
                return start + left
            left -= closes - start
        local = datetime.combine(day + _DAY, time(0), INDIA)
