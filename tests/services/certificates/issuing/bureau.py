"""A whole engine that issues: a citizen writes, the turn asks for a certificate, the worker signs, logs, draws and hands it over."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from engine.domain.effect import Issue, Send
from engine.domain.event import MessageArrived, Replied
from engine.domain.message import TextOut
from engine.domain.session import Conversation, Session
from engine.interpreter.dialogue import Turn
from engine.runtime import blobs
from engine.runtime.doors import Clock, Random
from engine.runtime.keys import Keys
from engine.runtime.ports import Done, Job, Result
from engine.runtime.store.postgres.store import PostgresStore
from engine.runtime.store.sqlite.store import SqliteStore
from engine.runtime.times import to_ms
from engine.services.certificates import register
from engine.services.certificates.handlers import Certificates
from engine.services.certificates.issuing.proofs import HEAD, KEY, note_at, proof_of, reading
from engine.services.certificates.issuing.sequencer import Sequencer
from engine.services.certificates.issuing.standings import Standings
from engine.services.certificates.keys import Roots, countersign, draft_key_set
from engine.services.certificates.keys.holding import (
    KeyRing,
    held,
    key_set,
    next_key_set,
    put_in_force,
)
from engine.services.certificates.log.audit import audit
from engine.services.certificates.log.entry import Entry, fingerprint
from engine.services.certificates.log.note import read_key
from engine.services.certificates.log.proof import LogPolicy, check_proof
from engine.services.certificates.render import Press
from engine.services.certificates.verifying.enquiry import Enquiry
from engine.services.certificates.verifying.sheet import read_sheet
from tests.runtime import homes as runtime
from tests.runtime.pretend import START, Town
from tests.services.certificates.counter import ORIGIN, URL, YEAR_S
from tests.services.certificates.counter import role as role_of
from tests.services.homes import parts

FIELDS = {"applicant": "Sample Citizen", "income": 12_000_000}
ROOT = SigningKey(b"r" * 32)
ROOTS = Roots((bytes(ROOT.verify_key),), 1)


class SqliteHome(runtime.SqliteHome):
    """Two files, with the tables of every service."""

    def store(self, keys: Keys, clock: Clock, random: Random) -> SqliteStore:
        return SqliteStore(self._folder / "mitra.db", keys, clock, random, parts("sqlite"))


class PostgresHome(runtime.PostgresHome):
    """A database of the tests' server, with the tables of every service."""

    parts = parts("postgres")

    def store(self, keys: Keys, clock: Clock, random: Random) -> PostgresStore:
        return PostgresStore(self.url, keys, clock, random, self.parts)


HOMES = {"sqlite": SqliteHome, "postgres": PostgresHome}


class ToTheEnd:
    """Work runs to its end where it is started, drawing in another thread included; what it starts itself follows."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        self._begun: list[Coroutine[Any, Any, None]] = []
        self._running = False

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self._begun.append(work)
        if not self._running:
            self._running = True
            try:
                self._runner.run(self._all())
            finally:
                self._running = False
                for left in self._begun:
                    left.close()
                self._begun.clear()

    async def _all(self) -> None:
        while self._begun:
            await self._begun.pop(0)

    def close(self) -> None:
        self._runner.close()


def reduce(
    directory: Any,
    conversation: Conversation,
    sessions: Mapping[str, Session],
    event: Any,
    now: datetime,
    new_id: str,
) -> Turn:
    """Every message opens a case and asks for its certificate; the number is told when it is there."""
    after = replace(conversation, language="en", heard="2026-11-22T06:00:00Z")
    match event:
        case MessageArrived():
            case_ = Session(new_id, "s", "digest-1", "en", answers={"name": "Sample"}, seq=1)
            issue = Issue(f"{new_id}/1", "income_certificate", "revenue.income_certificate", FIELDS)
            return Turn(after, {new_id: case_}, (issue,), ())
        case Replied(outcome=outcome, gives=gives):
            return Turn(after, {}, (Send(TextOut(f"{outcome} {gives.get('number', '')}")),), ())
    raise AssertionError(event)


class Hall:
    """Where citizens hear of their certificates; what they are told of must be in the log by then."""

    def __init__(self, bureau: Bureau) -> None:
        self._bureau = bureau
        self.told: Counter[str] = Counter()
        self.too_early: list[str] = []
        self.unlisted: list[str] = []

    async def deliver(self, job: Job) -> Result:
        number = job.effect.message.body
        self.told[number] += 1
        if self._bureau.unlogged(number.removeprefix("issued ")):
            self.too_early.append(number)
        if self._bureau.unlisted(number.removeprefix("issued ")):
            self.unlisted.append(number)
        return Done(provider_id=f"wamid.{self.told.total()}")


class Bureau(Town):
    """One installation that issues and can be killed and started again. Every checkpoint it ever published is remembered outside."""

    def __init__(self, folder: Path, home: Callable[[Path], Any], press: Press) -> None:
        self.press = press
        self.scheduler = ToTheEnd()
        self.hall = Hall(self)
        self.seen: dict[str, None] = {}
        super().__init__(folder, home, take_turn=reduce)
        self._make_keys()

    def open(self) -> None:
        self.handlers[Send] = self.hall
        super().open()
        self.worker.outbox._scheduler = self.scheduler
        self.ring = KeyRing(self.store, self.keys, self.clock, self.random, ROOTS)
        self.sequencer = Sequencer(self.store, self.ring, self.clock, ORIGIN)
        self.standings = Standings(self.store, self.ring, self.clock, URL)
        self.handlers[Issue] = Certificates(
            press=self.press,
            store=self.store,
            keys=self.keys,
            ring=self.ring,
            clock=self.clock,
            random=self.random,
            public_url=URL,
            sandbox=True,
            approved=lambda _session, _approval: True,
            proof=partial(proof_of, self.store),
        )

    def _make_keys(self) -> None:
        with self.store.transaction():
            if held(self.store):
                return
            self.ring.create(role("Revenue", "certificate", ("REV-INC",)))
            self.ring.create(role("Lists", "status"))
            self.ring.create(role("Log", "log"))
            now = self.clock.now()
            edition = next_key_set(self.store, URL, int(now.timestamp()), YEAR_S, ROOTS)
            content = countersign(draft_key_set(edition), ROOT)
            self.store.write((put_in_force(content, self.store, ROOTS, to_ms(now)),))

    def rounds(self, count: int) -> None:
        """Let the worker go round so often, as it does in its process: the log first, then everything else."""
        for _ in range(count):
            try:
                self.sequencer.step()
            finally:
                self.look_at_checkpoint()
            self.standings.step()
            self.worker.cycle()
            self.clock.forward(0.3)

    def look_at_checkpoint(self) -> None:
        """Remember the checkpoint everybody can see now, as an auditor outside would."""
        note = self._published(HEAD)
        if note:
            self.seen[note] = None

    def unlogged(self, number: str) -> bool:
        found = self.rows("select logged from certificate where number = ?", number)
        return not found or found[0][0] is None

    def unlisted(self, number: str) -> bool:
        found = self.rows("select list from certificate where number = ?", number)
        path = f"status/{found[0][0]}" if found else ""
        return not self.rows("select path from published where path = ?", path)

    def _published(self, path: str) -> str:
        found = self.rows("select content from published where path = ?", path)
        return bytes(found[0][0]).decode() if found else ""

    def close(self) -> None:
        super().close()

    # -- what must hold ----------------------------------------------------------------------------------------------

    def broken(self, asked: int) -> list[str]:
        """Return every promise that was broken, once all is quiet. asked: how many certificates citizens asked for."""
        return [*self._register(asked), *self._told(asked), *self._log(), *self._papers()]

    def _register(self, asked: int) -> Iterator[str]:
        """One certificate for each effect, each with a number, an id, a place and an entry of its own."""
        wanted = {key for (key,) in self.rows("select key from outbox where kind = 'Issue'")}
        rows = self.rows("select key, number, id, place, logged from certificate")
        if len(wanted) != asked or {row[0] for row in rows} != wanted:
            yield f"{asked} asked for, {len(wanted)} effects, {len(rows)} certificates"
        for place, what in enumerate(("effects", "numbers", "ids", "places", "entries")):
            if len({row[place] for row in rows}) != len(rows):
                yield f"two certificates share {what}"
        if sorted(row[4] for row in rows if row[4] is not None) != list(range(len(rows))):
            yield "entries are missing from the register, or there are more"
        for table in ("log_pending", "dead_letter", "reply", "outbox where state < 3"):
            for row in self.rows(f"select * from {table}"):
                yield f"left in {table}: {row}"

    def _told(self, asked: int) -> Iterator[str]:
        """Each citizen was told of the one certificate there is, and not before the log and a status list had it."""
        numbers = {f"issued {number}" for (number,) in self.rows("select number from certificate")}
        if set(self.hall.told) != numbers or len(numbers) != asked:
            yield f"told {dict(self.hall.told)}, there are {sorted(numbers)}"
        yield from (f"handed over unlogged: {number}" for number in self.hall.too_early)
        yield from (f"handed over without a status list: {number}" for number in self.hall.unlisted)

    def _log(self) -> Iterator[str]:
        """The log is whole, continues every checkpoint ever seen, and holds one entry a certificate."""
        key = read_key(note_at(self.store, KEY))
        found = audit(reading(self.store), LogPolicy((key,)), self.seen)
        yield from found.troubles
        count = self.rows("select count(*) from certificate")[0][0]
        if found.checkpoint.size != count:
            yield f"the log has {found.checkpoint.size} entries for {count} certificates"

    def _papers(self) -> Iterator[str]:
        """Each paper can be found, is genuine, and carries a proof of its entry."""
        published = key_set(self.store, ROOTS)
        assert published is not None
        enquiry = Enquiry(URL, self.store, self.keys, published)
        policy = LogPolicy((read_key(note_at(self.store, KEY)),))
        for (number,) in self.rows("select number from certificate"):
            kept = register.of_number(number, self.keys, self.store)
            assert kept is not None
            blob = blobs.find(f"certificate-{kept.id}", self.keys, self.store)
            if blob is None:
                yield f"{number} has no paper"
                continue
            sheet = read_sheet(blob.content)
            verdict = enquiry.of_sheet(sheet, int(START.timestamp()) + 60).verdict
            if verdict.reason != "good":
                yield f"{number}: {verdict.reason}"
            line = Entry(
                "issued",
                "REV-INC",
                kept.issued_on.isoformat(),
                "",
                bytes.fromhex(kept.kid),
                fingerprint(kept.token),
            )
            if check_proof(sheet.proof, line.to_bytes(), policy).index != kept.logged:
                yield f"{number}: its proof is of another entry"


def role(name: str, purpose: str, types: tuple[str, ...] = ()) -> Any:
    """Return what a key may do, from a day before the world begins for a year."""
    start = int(START.timestamp()) - 86_400
    return role_of(name, purpose, types, not_before=start, sign_until=start + YEAR_S)
