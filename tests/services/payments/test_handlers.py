"""Orders at the gateway: every rupee that comes in is heard of, whatever is late, refused or repeated."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from engine.domain.effect import CancelPayment, Refund, RequestPayment
from engine.domain.event import Replied
from engine.runtime import codec
from engine.runtime.doors import SystemRandom
from engine.runtime.keys import Keys
from engine.runtime.ports import Arrival, Dead, Done, Job, NotYet, PaymentBody, Received, Result
from engine.services.payments.gateway import Order
from engine.services.payments.handlers import LookUpPayment, Payments
from tests.services.homes import Home

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
KEY = "s1/1"


class StandingClock:
    moment = NOW

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return 0.0


@dataclass
class Gateway:
    """One order, as the test says it stands."""

    state: str = "open"
    gives_back: bool = True
    cancels: bool = True
    amount: int = 4500
    refunds: list[int] = field(default_factory=list)

    async def open(self, *_: Any) -> Order:
        return await self.look_up()

    async def look_up(self, *_: Any) -> Order:
        return Order("R1", "https://pay.example/R1", self.state, self.amount)

    async def cancel(self, *_: Any) -> Order:
        if self.state == "open" and self.cancels:
            self.state = "cancelled"
        return await self.look_up()

    async def refund(self, _key: str, _reference: str, amount: int) -> bool:
        self.refunds.append(amount)
        return self.gives_back


class World:
    """A store, the handler, and what was written."""

    def __init__(self, home: Home) -> None:
        clock = StandingClock()
        self.store = home.store(Keys(b"m" * 32, SystemRandom()), clock)
        self.gateway = Gateway()
        self.payments = Payments(self.gateway, self.store, clock)

    def deliver(self, effect: Any) -> Result:
        key = getattr(effect, "key", "look")
        job = Job(key, effect, "p1", "s1", (), "", 1, unsure=False, made=NOW)
        result = asyncio.run(self.payments.deliver(job))
        with self.store.transaction():
            self.store.write(result.writes)
        return result

    def open(self) -> Result:
        return self.deliver(RequestPayment(KEY, 4500, "", "Fee", NOW + timedelta(minutes=15)))

    def report(self) -> Received:
        body = codec.encode(PaymentBody("sandbox", orjson.dumps({"reference": "R1"}).decode()))
        return self.payments.receive(
            Arrival("payment", "payment:1", (), body, NOW), self.store, NOW
        )


@pytest.fixture
def world(home: Home) -> Iterator[World]:
    made = World(home)
    yield made
    made.store.close()


def outcomes(result: Result) -> list[str]:
    replies = result.replies if isinstance(result, Done | Dead) else ()
    return [reply.outcome for reply in replies if isinstance(reply, Replied)]


@pytest.mark.parametrize("before", ["open", "failed", "cancelled"])
def test_money_is_heard_of_however_the_order_stood_before(world, before):
    world.open()
    world.gateway.state = before
    world.deliver(LookUpPayment(KEY))
    world.gateway.state = "paid"

    looks = world.report().later

    assert [later.effect for later in looks] == [LookUpPayment(KEY)]
    assert outcomes(world.deliver(LookUpPayment(KEY))) == ["paid"]
    assert outcomes(world.deliver(LookUpPayment(KEY))) == []
    assert not world.report().later


def test_another_amount_than_the_one_asked_is_shown_to_a_person_and_delivers_nothing(world):
    world.open()
    world.gateway.state, world.gateway.amount = "paid", 100

    result = world.deliver(LookUpPayment(KEY))

    assert isinstance(result, Dead)
    assert outcomes(result) == []


def test_an_order_that_cannot_be_cancelled_is_looked_up_again_later(world):
    world.open()
    world.gateway.cancels = False

    result = world.deliver(CancelPayment("s1/2", KEY))

    assert isinstance(result, Done)
    assert result.later
    assert all(later.effect == LookUpPayment(KEY) for later in result.later)


def test_a_cancelled_order_is_left_alone(world):
    world.open()
    result = world.deliver(CancelPayment("s1/2", KEY))
    assert isinstance(result, Done)
    assert not result.later
    assert outcomes(result) == []


def test_money_the_gateway_does_not_give_back_is_shown_to_a_person(world):
    world.open()
    world.gateway.gives_back = False

    result = world.deliver(Refund("s1/2", KEY, 4500))

    assert isinstance(result, Dead)
    assert outcomes(result) == ["failed"]


def test_a_report_that_is_quicker_than_our_own_note_comes_again(world: World) -> None:
    with pytest.raises(NotYet):
        world.report()
    world.open()
    assert world.report().later
