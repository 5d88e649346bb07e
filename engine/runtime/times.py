"""Moments as the database keeps them: whole milliseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(milliseconds=1)


def to_ms(moment: datetime) -> int:
    """Return an aware moment in milliseconds."""
    return (moment - _START) // _STEP


def from_ms(stored: int) -> datetime:
    """Return the moment, aware, UTC."""
    return _START + timedelta(milliseconds=stored)
