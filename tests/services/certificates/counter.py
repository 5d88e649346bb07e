"""The counter at which certificates are issued, on a store that can be closed and opened again, with the State's keys in place."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from nacl.signing import SigningKey

from engine.domain.effect import Issue
from engine.domain.event import Replied
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.ports import Done, Job, Result, Retry
from engine.runtime.times import to_ms
from engine.services.certificates.handlers import Certificates
from engine.services.certificates.issuing.proofs import proof_of
from engine.services.certificates.issuing.sequencer import Sequencer
from engine.services.certificates.issuing.standings import Standings
from engine.services.certificates.keys import (
    KeySet,
    PublishedKey,
    Roots,
    countersign,
    draft_key_set,
)
from engine.services.certificates.keys.holding import (
    KeyRing,
    held,
    key_set,
    next_key_set,
    put_in_force,
)
from engine.services.certificates.render import Press
from tests.services.homes import Home

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
URL = "https://mitra.example"
ORIGIN = "mitra.example/.well-known/log"
ROOT = SigningKey(b"r" * 32)
ROOTS = Roots((bytes(ROOT.verify_key),), 1)
YEAR_S = 366 * 86_400
APPLICANT = "Sample Citizen"


class MovingClock:
    """Goes on by a second whenever it is asked how long it has been running."""

    def __init__(self) -> None:
        self.at, self.ticks = NOW, 0.0

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        self.ticks += 1.0
        return self.ticks

    def wait(self, **time: float) -> None:
        self.at += timedelta(**time)
        self.ticks += timedelta(**time).total_seconds()


def role(name: str, purpose: str, types: tuple[str, ...] = (), **other: object) -> PublishedKey:
    """Return what a key of the sample state may do, from a day before NOW for a year."""
    start = int(NOW.timestamp()) - 86_400
    common = {"public": b"", "not_before": start, "sign_until": start + YEAR_S}
    return PublishedKey(name=name, purpose=purpose, types=types, **{**common, **other})


class Counter:
    """Issues. With keys for income certificates and darshan tickets, for status lists and for the log."""

    def __init__(
        self,
        home: Home,
        press: Press,
        *,
        keys: bool = True,
        alone: bool = True,
        roots: Roots = ROOTS,
    ) -> None:
        self.home, self.press, self.clock, self.alone = home, press, MovingClock(), alone
        self.roots, self.url = roots, URL
        self.open()
        if keys:
            self.make_keys()

    def open(self) -> None:
        self.keys = Keys(b"c" * 32, SystemRandom())
        self.store = self.home.store(self.keys, self.clock)
        self.ring = KeyRing(self.store, self.keys, self.clock, SystemRandom(), self.roots)
        self.sequencer = Sequencer(self.store, self.ring, self.clock, ORIGIN, alone=self.alone)
        self.standings = Standings(self.store, self.ring, self.clock, self.url)
        self.certificates = Certificates(
            press=self.press,
            store=self.store,
            keys=self.keys,
            ring=self.ring,
            clock=self.clock,
            random=SystemRandom(),
            public_url=self.url,
            sandbox=True,
            approved=lambda _session, _approval: True,
            proof=partial(proof_of, self.store),
        )

    def restart(self) -> None:
        self.store.close()
        self.open()

    def move(self, url: str) -> None:
        """Issue under another address from now on."""
        self.url = url
        self.publish_keys()
        self.restart()

    def make_keys(self) -> None:
        with self.store.transaction():
            self.ring.create(role("Revenue", "certificate", ("REV-INC",)))
            self.ring.create(role("Endowments", "certificate", ("END-DAR",)))
            self.ring.create(role("Lists", "status"))
            self.ring.create(role("Log", "log"))
        self.publish_keys()

    def publish_keys(self) -> None:
        now = self.clock.now()
        with self.store.transaction():
            edition = next_key_set(self.store, self.url, int(now.timestamp()), YEAR_S, ROOTS)
            content = countersign(draft_key_set(edition), ROOT)
            self.store.write((put_in_force(content, self.store, ROOTS, to_ms(now)),))

    def key_set(self) -> KeySet:
        found = key_set(self.store, ROOTS)
        assert found is not None
        return found

    def key(self, name: str) -> PublishedKey:
        return next(each.published for each in held(self.store) if each.published.name == name)

    def job(self, session: str, kind: str = "income_certificate", fields: object = None) -> Job:
        given = fields or {"applicant": APPLICANT, "income": 12_000_000}
        effect = Issue(f"{session}/1", kind, "revenue.income_certificate", given)
        return Job(effect.key, effect, "p1", session, (), "", 1, unsure=False, made=NOW)

    def deliver(
        self, session: str, kind: str = "income_certificate", fields: object = None
    ) -> Result:
        """Let the handler try once, and write down what it wants written."""
        result = asyncio.run(self.certificates.deliver(self.job(session, kind, fields)))
        with self.store.transaction():
            self.store.write(result.writes)
        return result

    def result(
        self, session: str, kind: str = "income_certificate", fields: object = None
    ) -> Result:
        """Let the handler try until it is done with it, the log going on in between."""
        for _ in range(5):
            result = self.deliver(session, kind, fields)
            if not isinstance(result, Retry) or result.after_s is None:
                return result
            self.sequencer.step()
        return result

    def issue(self, session: str, **other: object) -> Replied:
        result = self.result(session, **other)
        assert isinstance(result, Done), result
        reply = result.replies[0]
        assert isinstance(reply, Replied)
        return reply
