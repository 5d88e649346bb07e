"""Random worlds: crashes, full disks, lost answers, repeated webhooks, from one seed; then the faults stop and promises are checked."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from engine.domain.event import Replied
from engine.runtime import codec
from engine.runtime.doors import set_fault_hook
from engine.runtime.ports import Arrival, Done, Job, Result, Retry, StatusBody, Unknown
from engine.runtime.store.protocol import StoreDown
from tests.runtime.pretend import Town

QUICK = (*range(20), 96, 186, 238, 321, 431)
"""The last five once ended with a message in doubt for ever, though its status had come."""
PROOF = {"sqlite": 1_000, "postgres": 500}
"""Worlds on each store; on PostgreSQL each takes several times as long."""
WORDS = ("open", "a", "call", "b", "call", "timer", "c", "rest")


class Crash(BaseException):
    """The process is gone."""


class World:
    """One seed. `healed`: the faults have stopped."""

    def __init__(self, make_town: Any, seed: int) -> None:
        self.chance = random.Random(seed)
        self.healed = False
        self.received: dict[str, list[str]] = defaultdict(list)
        self.performed: dict[str, int] = defaultdict(int)
        self.doubtful = 0
        self.town: Town = make_town(batch=self.chance.choice([1, 2, 5, 200]))
        self.town.phone.deliver = self.send  # type: ignore[method-assign]
        self.town.department.deliver = self.call  # type: ignore[method-assign]
        self.statuses: list[Arrival] = []
        set_fault_hook(self.fault)

    def maybe(self, share: float) -> bool:
        return not self.healed and self.chance.random() < share

    def fault(self, name: str) -> None:
        if not name.startswith("inbox") and self.maybe(0.02):
            raise Crash
        if name.endswith("before_commit") and self.maybe(0.03):
            raise StoreDown(name)

    def append(self, *arrivals: Arrival) -> None:
        """The platform: what was not answered with 200 comes again."""
        while True:
            try:
                return self.town.inbox.append(arrivals)
            except StoreDown:
                continue

    async def send(self, job: Job) -> Result:
        """The platform: it may refuse, vanish, or take the message and lose the answer."""
        if self.maybe(0.1):
            return Retry(self.chance.choice([None, 1, 5]), "busy")
        if self.maybe(0.03):
            raise RuntimeError("a bug")
        if self.maybe(0.05):
            return Unknown(5)
        self.received[job.aliases[0].value].append(job.effect.message.body)
        if self.chance.random() < 0.8:
            body = codec.encode(StatusBody("wamid.x", "sent", self.town.clock.now(), job.key))
            self.statuses.append(Arrival("status", "", (), body, self.town.clock.now()))
        if self.maybe(0.1):
            self.doubtful += 1
            return Unknown(5)
        return Done(provider_id="wamid.x")

    async def call(self, job: Job) -> Result:
        """A department that remembers keys."""
        if self.maybe(0.1):
            return Retry(2, "down")
        self.performed[job.key] += 1
        if self.maybe(0.1):
            return Unknown(3)
        return Done(replies=(Replied(job.session, job.key, "found"),))

    def live(self) -> tuple[int, int]:
        """Let citizens write while everything goes wrong; return how often it crashed and how much was written."""
        crashes, written = 0, 0
        sent: list[Arrival] = []
        for _ in range(40):
            for citizen in ("911", "922", "933"):
                if self.chance.random() < 0.4:
                    sent.append(self.town.arrival(citizen, self.chance.choice(WORDS)))
                    written += 1
                    self.append(sent[-1])
            if sent and self.chance.random() < 0.2:
                self.append(self.chance.choice(sent))
            crashes += self.work(3)
        self.healed = True
        for _ in range(60):
            crashes += self.work(60)
        return crashes, written

    def restart(self) -> None:
        """Start again until it stays up."""
        while True:
            try:
                return self.town.restart()
            except (Crash, StoreDown):
                continue

    def work(self, rounds: int) -> int:
        statuses, self.statuses = self.statuses, []
        self.chance.shuffle(statuses)
        if statuses:
            self.append(*statuses)
        try:
            self.town.work(rounds)
        except Crash:
            self.restart()
            return 1
        except StoreDown:
            pass
        finally:
            self.town.clock.forward(self.chance.choice([0.1, 1, 4]))
        return 0


def check(world: World, crashes: int, written: int) -> list[str]:
    """Return every promise that was broken."""
    return [*said(world, crashes), *kept(world.town, written), *lost(world)]


def said(world: World, crashes: int) -> Iterator[str]:
    """Order, and repetitions only where a crash or a lost answer allows them."""
    for citizen, heard in world.received.items():
        firsts = list(dict.fromkeys(heard))
        numbers = [int(words.split()[0]) for words in firsts]
        if numbers != sorted(set(numbers)):
            yield f"order of {citizen}: {numbers}"
        if len(heard) - len(firsts) > 3 * crashes + world.doubtful:
            yield f"too many repetitions to {citizen}"


def kept(town: Town, written: int) -> Iterator[str]:
    """Each message taken once; nothing left over; no dead letters."""
    seen = town.rows("select count(*) from seen")[0][0]
    turns = town.rows("select count(*) from trace")[0][0]
    calls = town.rows("select count(*) from outbox where kind = 'Call'")[0][0]
    if seen != written:
        yield f"{written} messages, {seen} taken"
    if turns < written + calls:
        yield f"{turns} turns for {written} messages and {calls} replies"
    for table in ("reply", "dead_letter", "outbox where state < 3"):
        for row in town.rows(f"select * from {table}"):
            yield f"left in {table}: {row}"


def lost(world: World) -> Iterator[str]:
    """Everything to be said was heard; every call was performed."""
    spoken = world.town.rows("select count(*) from outbox where kind = 'Send'")[0][0]
    heard = sum(len(set(words)) for words in world.received.values())
    if spoken != heard:
        yield f"{spoken} messages to send, {heard} received"
    calls = {key for (key,) in world.town.rows("select key from outbox where kind = 'Call'")}
    if calls != set(world.performed):
        yield f"calls {calls}, performed {set(world.performed)}"


def run(make_town: Any, seed: int) -> None:
    world = World(make_town, seed)
    crashes, written = world.live()
    broken = check(world, crashes, written)
    assert not broken, f"seed {seed}: {broken}"


@pytest.mark.parametrize("seed", QUICK)
def test_it_keeps_every_promise_in_a_random_world(make_town: Any, seed: int) -> None:
    run(make_town, seed)


@pytest.mark.prove
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize(
    ("home", "hundred"),
    [(home, hundred) for home, worlds in PROOF.items() for hundred in range(worlds // 100)],
    indirect=["home"],
)
def test_it_keeps_every_promise_in_many_random_worlds(make_town: Any, hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        run(make_town, seed)
