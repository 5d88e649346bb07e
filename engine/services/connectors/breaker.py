"""Leaves a failing system in peace for a moment, so that citizens hear "not available" at once instead of waiting for it. Pure."""

from __future__ import annotations

from collections import deque

FAILURES = 10
WITHIN_S = 30.0
REST_S = 10.0
TROUBLE = 3
TROUBLE_S = 600.0
"""So many failures within so long, and no answer since, are trouble: worth a word to whoever is about to begin."""


class Breaker:
    """One system's state. Times are seconds of a clock that never goes back.

    After `FAILURES` within `WITHIN_S` it is open: nothing is asked for `REST_S`; then one request may try, and its success closes it.
    """

    __slots__ = ("_failures", "_open_until")

    def __init__(self) -> None:
        self._failures: deque[float] = deque(maxlen=FAILURES)
        self._open_until: float | None = None

    @property
    def is_open(self) -> bool:
        """Return whether the system is being left in peace."""
        return self._open_until is not None

    def is_troubled(self, now: float) -> bool:
        """Return whether the system has failed lately, again and again, without an answer in between."""
        return sum(now - each <= TROUBLE_S for each in self._failures) >= TROUBLE

    def allows(self, now: float) -> bool:
        """Return whether a request may be made. The one that tries first after a rest keeps others waiting for another rest."""
        if self._open_until is None:
            return True
        if now < self._open_until:
            return False
        self._open_until = now + REST_S
        return True

    def succeeded(self) -> None:
        """Note an answer."""
        self._failures.clear()
        self._open_until = None

    def failed(self, now: float) -> None:
        """Note that no answer came, or an error of the system's own."""
        self._failures.append(now)
        often = len(self._failures) == FAILURES and now - self._failures[0] <= WITHIN_S
        if often or self._open_until is not None:
            self._open_until = now + REST_S
