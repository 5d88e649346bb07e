"""Counts wrong passwords, so that nobody can try many for one name."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

AT_MOST = 5
WITHIN = timedelta(minutes=15)
NAMES = 10_000
"""Names remembered at most; the one untouched for longest is forgotten first."""


class Tries:
    """Wrong passwords by name, in this process's memory. Any thread may call."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[datetime, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def start(self, name: str, now: datetime) -> bool:
        """Count one try before it is known to be wrong, so that many at once cannot slip through; False when there were too many."""
        with self._lock:
            recent = tuple(at for at in self._wrong.get(name, ()) if now - at < WITHIN)
            if len(recent) >= AT_MOST:
                return False
            self._wrong[name] = (*recent, now)
            self._wrong.move_to_end(name)
            if len(self._wrong) > NAMES:
                self._wrong.popitem(last=False)
            return True

    def right(self, name: str) -> None:
        """Forget the wrong tries of a name that has signed in."""
        with self._lock:
            self._wrong.pop(name, None)
