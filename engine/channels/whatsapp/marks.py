"""Turns the ticks blue and shows "typing…" while we think: a courtesy, sent beside everything else and never repeated."""

from __future__ import annotations

from engine.channels.whatsapp.lines import Lines
from engine.runtime.doors import Scheduler

MOST_AT_ONCE = 64
"""Under load replies come first: further marks are left out, since the reply itself says more."""


class ReadMarks:
    """Sends read and typing marks in the background. dropped: how many were left out."""

    def __init__(self, lines: Lines, scheduler: Scheduler) -> None:
        self._lines = lines
        self._scheduler = scheduler
        self._under_way = 0
        self.dropped = 0

    def claimed(self, line: str, message_id: str) -> None:
        """Mark a message of a citizen as read, as soon as its turn begins. Returns at once and raises nothing."""
        if not message_id or self._under_way >= MOST_AT_ONCE:
            self.dropped += 1
            return
        self._under_way += 1
        self._scheduler.spawn(self._mark(line, message_id))

    async def _mark(self, line: str, message_id: str) -> None:
        try:
            await self._lines.of(line).client.mark_read(message_id, typing=True)
        finally:
            self._under_way -= 1
