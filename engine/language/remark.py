"""What should be looked after in a catalogue: findings some of which only hold from a day on, or up to one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from engine.language.findings import Finding


class Remark(NamedTuple):
    """A finding and the days on which it holds. since, until: the first and the last (2027-04-01), empty where there is none."""

    finding: Finding
    since: str = ""
    until: str = ""

    def holds(self, today: date) -> bool:
        """Tell whether it holds on this day."""
        day = today.isoformat()
        return self.since <= day and (not self.until or day <= self.until)
