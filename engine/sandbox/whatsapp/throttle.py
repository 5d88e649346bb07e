"""The platform's two rate limits, each a bucket of tokens that fills with time."""

from __future__ import annotations

PAIR_BURST = 45.0
PAIR_SECONDS = 6.0
"""One message to one person every 6 seconds, with a burst of 45 on credit.

https://developers.facebook.com/documentation/business-messaging/whatsapp/about-the-platform (2026).
"""


class Bucket:
    """Tokens up to `most`, filled at `rate` a second; `now` is passed in."""

    __slots__ = ("_at", "_left", "most", "rate")

    def __init__(self, most: float, rate: float, now: float) -> None:
        self.most = most
        self.rate = rate
        self._left = most
        self._at = now

    def take(self, now: float) -> bool:
        """Take one token if there is one."""
        self.count(now, 0.0)
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True

    def count(self, now: float, tokens: float = 1.0) -> None:
        """Charge tokens for something that is not refused, such as a message that comes in."""
        self._left = min(self.most, self._left + (now - self._at) * self.rate)
        self._left = max(0.0, self._left - tokens)
        self._at = now
