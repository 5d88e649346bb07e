"""Reads how many messages WhatsApp bills."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from engine.domain.calendar import local_date
from engine.settings import Settings
from engine.wiring.parts import CLOCK, open_keys, open_store

DAYS = 30


class Billed(NamedTuple):
    """Messages of one day in India. service: empty for the menu; category: the platform's, `service` for replies."""

    day: str
    service: str
    category: str
    messages: int


def billed(settings: Settings, since: date | None = None) -> list[Billed]:
    """Return what was counted since a day, by default for 30 days, in order of days. Raises as `open_store`."""
    first = since or local_date(CLOCK.now()) - timedelta(days=DAYS)
    store = open_store(settings, open_keys(settings))
    try:
        return [Billed(*row) for row in store.rows("costs.by_service", (first.isoformat(),))]
    finally:
        store.close()
