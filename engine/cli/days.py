"""A day as it is typed behind an option: year, month and day."""

from __future__ import annotations

from datetime import datetime

import click

_FORM = "%Y-%m-%d"


class _Day(click.DateTime):
    """A day, with an example in place of Python's letters where it cannot be read."""

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the day at midnight; leaves with a clear line where it is none."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(str(value), _FORM)  # noqa: DTZ007 (the author's own day)
        except ValueError:
            self.fail(
                f'"{value}" is no day; write year, month and day, as in 2027-04-01', param, ctx
            )


DAY = _Day([_FORM])
