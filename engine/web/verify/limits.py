"""How often one address may ask: so many times a window, the windows following one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import Final

MOST_ADDRESSES: Final = 50_000
"""Remembered at once; beyond them the window begins anew, so that nobody fills the memory."""


class Windows:
    """Counts by address in this process. most: how often in so many seconds."""

    def __init__(self, most: int, seconds: int, now: Callable[[], datetime]) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._window = 0
        self._counts: Counter[str] = Counter()
        self._lock = Lock()

    def count(self, address: str) -> None:
        """Count one time."""
        with self._lock:
            self._turn()
            self._counts[_neighbours(address)] += 1

    def full(self, address: str) -> bool:
        """Tell whether this address has asked as often as it may."""
        with self._lock:
            self._turn()
            return self._counts[_neighbours(address)] >= self._most

    def _turn(self) -> None:
        window = int(self._now().timestamp()) // self._seconds
        if window != self._window or len(self._counts) >= MOST_ADDRESSES:
            self._window = window
            self._counts.clear()


def _neighbours(address: str) -> str:
    """Return what one household has: the address itself, or the first half of a long one, of which everybody has many."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address
