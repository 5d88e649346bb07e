"""Why the reading of a condition stopped; travels inside this package and becomes a finding at its edge."""

from __future__ import annotations


class Trouble(Exception):
    """start, end: offsets in the text."""

    def __init__(self, start: int, end: int, code: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.code = code
        self.message = message
        self.fix = fix
