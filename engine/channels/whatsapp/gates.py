"""Lets messages out no faster than the platform takes them, and stops knocking where it would be in vain.

80 messages a second for a number, both directions together, 1,000 after an upgrade; one message every 6 seconds to one person, with a
burst of 45 on credit. https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput and
…/whatsapp/about-the-platform (copies of 10 March 2026).
"""

from __future__ import annotations

import zlib

from engine.channels.whatsapp.errors import PLATFORM, Rule

RATE = 80.0
BURST_S = 0.25
"""How many seconds' worth of messages may go at once after a pause."""
PAIR_RATE = 1 / 6
PAIR_BURST = 45
RECOVERY_S = 60.0
"""How long a number that was too fast takes to come back to its full rate."""
LEAST_SHARE = 0.05
UNPACED = 1e6
FAILURES = 5
"""Troubles in a row, to whomever, after which the platform counts as down."""
PROBE_S = 30.0
"""How long one probe may take before another message may try; it says how it fared long before."""
SPREAD_S = 2.0
"""Over how long waiting messages come back, so that they do not all knock in the same moment."""
PERSONS = 20_000
PLACES = 20_000
NAP_S = 2.0
"""How long a message waits in hand; for longer it gives its place in hand to another and comes back."""


class Bucket:
    """A rate with a burst, kept as one number: the moment at which the next message would be due without the burst."""

    __slots__ = ("_credit", "_due", "_gap")

    def __init__(self, rate: float, burst: float) -> None:
        self._gap = 1.0 / rate
        self._credit = max(burst - 1.0, 0.0) * self._gap
        self._due = 0.0

    def wait_s(self, now: float) -> float:
        """Return seconds until the next message may go, 0 for at once."""
        return max(0.0, self._due - now - self._credit)

    def take(self, now: float) -> None:
        """Count one message."""
        self._due = max(self._due, now) + self._gap

    def is_full(self, now: float) -> bool:
        """Whether nothing is remembered that matters."""
        return self._due <= now

    def change(self, rate: float) -> None:
        """Go at another rate from now on."""
        self._credit *= 1.0 / (rate * self._gap)
        self._gap = 1.0 / rate


class Gate:
    """One number of ours: its rate, and whether the platform lets it send just now. All times are seconds of the process's clock.

    rate: messages a second; 0 for as many as come, and then nobody's own rate is kept either (a pretend platform without limits).
    """

    def __init__(self, rate: float = RATE) -> None:
        self.is_paced = rate > 0
        self._rate = rate = rate or UNPACED
        self._bucket = Bucket(rate, max(1.0, rate * BURST_S))
        self._slow_from = 0.0
        self._share = 1.0
        self._shut_until = 0.0
        self._strikes = 0
        self._failures = 0
        self._probe_until = 0.0
        self._places: dict[str, float] = {}
        self.why = ""

    def queue(self, key: str, now: float) -> float:
        """Return in how many seconds this message's turn comes, 0 for now.

        Turns are given in the order they are asked for; a message that comes back at its time need not queue again.
        """
        due = self._places.pop(key, None)
        if due is None:
            self._recover(now)
            due = now + self._bucket.wait_s(now)
            self._bucket.take(now)
        if due - now > NAP_S:
            self._remember(key, due, now)
        return max(0.0, due - now)

    def heard(self, now: float) -> None:
        """Count a message that came in: both directions share one rate."""
        self._bucket.take(now)

    def shut_for(self, now: float, key: str) -> float:
        """Return seconds until this message may be tried, 0 for now. Each gets a place of its own after the wait."""
        left = max(self._shut_until, self._probe_until) - now
        if not self._strikes or left <= 0:
            return 0.0
        return left + SPREAD_S * (zlib.crc32(key.encode()) % 1000) / 1000

    def enter(self, now: float, key: str) -> float:
        """Do as `shut_for` does; whoever gets through after a stop is the probe, and the others wait for how it fares."""
        wait = self.shut_for(now, key)
        if not wait and self._strikes:
            self._probe_until = now + PROBE_S
        return wait

    def let_go(self) -> None:
        """Let another be the probe: this message never reached the platform."""
        self._probe_until = 0.0

    def shut(self, rule: Rule, now: float, wish_s: float) -> None:
        """Stop sending as the rule says, longer with every strike. wish_s: the platform's own wish."""
        if now >= self._shut_until:
            self._strikes += 1
        wait = max(rule.wait_s(self._strikes) or 1.0, wish_s)
        self._shut_until = max(self._shut_until, now + wait)
        self._probe_until = 0.0
        self.why = rule.why

    def slow_down(self, now: float) -> None:
        """Halve the rate; it comes back by itself within a minute."""
        self._recover(now)
        self._share = max(LEAST_SHARE, self._share / 2)
        self._slow_from = now
        self._bucket.change(self._rate * self._share)

    def fails(self, now: float) -> None:
        """Note that the platform could not be reached or did not answer; after some in a row it counts as down."""
        self._failures += 1
        if self._failures >= FAILURES or self._strikes:
            self.shut(PLATFORM, now, 0.0)

    def works(self) -> None:
        """Note that something went through: whatever was wrong is over."""
        self._strikes = self._failures = 0
        self._probe_until = 0.0

    def _remember(self, key: str, due: float, now: float) -> None:
        if len(self._places) >= PLACES:
            self._places = {key: due for key, due in self._places.items() if due > now - PROBE_S}
        self._places[key] = due

    def _recover(self, now: float) -> None:
        if self._share == 1.0:
            return
        share = min(1.0, self._share + (now - self._slow_from) / RECOVERY_S)
        if share - self._share >= LEAST_SHARE:
            self._share, self._slow_from = share, now
            self._bucket.change(self._rate * share)


class Persons:
    """How soon each person may get another message: a bucket a person, and the waits the platform asked for."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}
        self._held: dict[str, tuple[float, int]] = {}

    def wait_s(self, person: str, now: float) -> float:
        """Return seconds until this person may get a message, 0 for now."""
        held = self._held.get(person)
        if held is not None and held[0] > now:
            return held[0] - now
        bucket = self._buckets.get(person)
        return bucket.wait_s(now) if bucket is not None else 0.0

    def take(self, person: str, now: float) -> None:
        """Count a message to this person."""
        bucket = self._buckets.get(person)
        if bucket is None:
            if len(self._buckets) >= PERSONS:
                self._tidy(now)
            bucket = self._buckets[person] = Bucket(PAIR_RATE, PAIR_BURST)
        bucket.take(now)

    def hold(self, person: str, rule: Rule, now: float, wish_s: float) -> float:
        """Let this person wait as the rule says, longer each time, and return for how long."""
        strikes = self._held.get(person, (0.0, 0))[1] + 1
        wait = max(rule.wait_s(strikes) or 1.0, wish_s)
        self._held[person] = (now + wait, strikes)
        return wait

    def works(self, person: str) -> None:
        """Forget that this person had to wait."""
        if self._held:
            self._held.pop(person, None)

    def _tidy(self, now: float) -> None:
        """Drop who has their whole burst again; of a full house the older half."""
        kept = {person: each for person, each in self._buckets.items() if not each.is_full(now)}
        while len(kept) >= PERSONS:
            for person in list(kept)[: PERSONS // 2]:
                del kept[person]
        self._buckets = kept
