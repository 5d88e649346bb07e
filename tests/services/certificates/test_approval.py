"""A certificate that needs an approval is made only when the register holds it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.domain.calendar import HolidayCalendar, OfficeTime
from engine.domain.effect import AskOfficers, Issue, OpenCase, Stage
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.ports import Dead, Job, Result, Retry
from engine.runtime.store.sqlite.store import SqliteStore
from engine.services.applications import record
from engine.services.applications.record import Decision
from engine.services.applications.register import Register
from engine.services.certificates import Press
from engine.services.certificates.handlers import Certificates
from engine.services.certificates.keys import countersign, draft_key_set
from engine.services.certificates.keys.holding import KeyRing, next_key_set, put_in_force
from tests.services.certificates.counter import ROOT, ROOTS, role

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
SERVICES = Path(__file__).parents[3] / "engine" / "services"
PARTS = (SERVICES / "applications" / "sqlite", SERVICES / "certificates" / "sqlite")
OFFICES = OfficeTime(HolidayCalendar())
ASKED = "s1/2"


class StandingClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Counter:
    """The register with one case before a tahsildar, and the maker of certificates."""

    store: SqliteStore
    keys: Keys
    maker: Certificates

    def decide(self, did: str) -> None:
        register = Register(self.store, self.keys)
        opening = OpenCase("s1/1", "application", "revenue.income_certificate", {"en": "A"}, ())
        stage = Stage("only", "tahsildar", "tenali", "2 working days", ("approve", "reject"))
        asking = AskOfficers(ASKED, "s1/1", (stage,), {}, (), 0)
        opened = record.opened(opening, "INC-261123-7F3K2P", "s1", NOW)
        case = record.before_officers(opened, asking, NOW, OFFICES)
        if did:
            case, _ = record.decide(case, Decision("an.officer", did), NOW, OFFICES, {})
        with self.store.transaction():
            self.store.write((register.insert(opened), register.update(case)))

    def issue(self, approval: str) -> Result:
        fields: dict[str, Any] = {"applicant": "Sample Citizen", "income": 12_000_000}
        effect = Issue("s1/3", "income_certificate", "revenue.income_certificate", fields, approval)
        job = Job(effect.key, effect, "p1", "s1", (), "", 1, unsure=False, made=NOW)
        return asyncio.run(self.maker.deliver(job))


@pytest.fixture
def counter(tmp_path: Path, press: Press) -> Iterator[Counter]:
    random, clock = SystemRandom(), StandingClock()
    keys = Keys(b"m" * 32, random)
    store = SqliteStore(tmp_path / "mitra.db", keys, clock, random, PARTS)
    register = Register(store, keys)
    url = "https://mitra.example"
    ring = KeyRing(store, keys, clock, random, ROOTS)
    with store.transaction():
        ring.create(role("Revenue", "certificate", ("REV-INC",)))
        ring.create(role("Lists", "status"))
        content = countersign(draft_key_set(next_key_set(store, url, 1, 2, ROOTS)), ROOT)
        store.write((put_in_force(content, store, ROOTS, 0),))
    maker = Certificates(
        press=press,
        store=store,
        keys=keys,
        ring=ring,
        clock=clock,
        random=random,
        public_url=url,
        sandbox=True,
        approved=register.is_approved,
        proof=lambda _: "",
    )
    yield Counter(store, keys, maker)
    store.close()


@pytest.mark.parametrize(("did", "approval"), [("", ASKED), ("reject", ASKED), ("approve", "s1/9")])
def test_it_makes_none_without_the_approval(counter: Counter, did: str, approval: str) -> None:
    counter.decide(did)

    assert isinstance(counter.issue(approval), Dead)


@pytest.mark.parametrize(("did", "approval"), [("approve", ASKED), ("", "")])
def test_it_makes_one_with_it_or_where_none_is_needed(
    counter: Counter, did: str, approval: str
) -> None:
    counter.decide(did)

    assert isinstance(counter.issue(approval), Retry)  # it waits for the public log
