"""It speaks the gateway's protocol, and reports as the visitor chose: once, twice, late, never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.services.payments.gateway import GatewayDown
from tests.sandbox.payments.stage import EXPIRES, play


def test_it_opens_one_order_for_one_key():
    async def scene(stage):
        first, again, other = await stage.open(), await stage.open(), await stage.open("s2/4")
        with pytest.raises(GatewayDown):
            await stage.open(amount=1)
        return first, again, other

    first, again, other = play(scene)

    assert first == again
    assert (first.state, first.amount) == ("open", 30_000)
    assert other.reference != first.reference


def test_it_reports_a_payment_until_somebody_says_200():
    async def scene(stage):
        order = await stage.open()
        await stage.act(order, "pay")
        await stage.act(order, "pay")
        await stage.business.until(1)
        return order, await stage.gateway.look_up(order.reference), stage.business

    order, seen, business = play(scene, answers=(503, 401))

    assert seen.state == "paid"
    assert seen.paid_on == "2026-11-23T05:00:00Z"
    assert business.posts == 3
    assert business.reports == [
        {
            "reference": order.reference,
            "state": "paid",
            "amount": 30_000,
            "paid_on": seen.paid_on,
            "key": "s1/4",
        }
    ]


@pytest.mark.parametrize(
    ("way", "state", "reports"),
    [("pay", "paid", 1), ("fail", "failed", 1), ("twice", "paid", 2), ("never", "paid", 0)],
)
def test_it_tells_as_often_as_chosen(way, state, reports):
    async def scene(stage):
        order, last = await stage.open(), await stage.open("last")
        await stage.act(order, way)
        await stage.business.until(reports)
        await stage.act(last, "pay")
        await stage.business.until(reports + 1)
        return (await stage.gateway.look_up(order.reference)).state, stage.business.reports

    seen, told = play(scene)

    assert seen == state
    assert [report["state"] for report in told] == [state] * reports + ["paid"]


def test_money_on_its_way_arrives_although_the_order_was_cancelled():
    async def scene(stage):
        order = await stage.open()
        await stage.act(order, "late")
        on_its_way = await stage.gateway.look_up(order.reference)
        stage.clock.moment = EXPIRES
        cancelled = await stage.gateway.cancel(order.reference)
        await stage.act(order, "arrive")
        await stage.business.until(1)
        return on_its_way.state, cancelled.state, stage.business.reports[0]["state"]

    assert play(scene) == ("open", "open", "paid")


def test_late_money_arrives_by_itself():
    async def scene(stage):
        order = await stage.open()
        stage.clock.moment = EXPIRES - timedelta(milliseconds=10)
        await stage.act(order, "late")
        await stage.business.until(1)
        return stage.business.reports[0]["state"]

    assert play(scene) == "paid"


def test_a_closed_order_is_paid_only_by_way_of_the_testers_drawer():
    async def scene(stage):
        order = await stage.open()
        assert (await stage.gateway.cancel(order.reference)).state == "cancelled"
        await stage.act(order, "pay")
        still = (await stage.gateway.look_up(order.reference)).state
        await stage.act(order, "late")
        await stage.business.until(1)
        return still, (await stage.gateway.cancel(order.reference)).state

    assert play(scene) == ("cancelled", "paid")


def test_it_takes_no_money_when_the_time_is_over():
    async def scene(stage):
        order = await stage.open()
        stage.clock.moment = EXPIRES
        await stage.act(order, "pay")
        return (await stage.gateway.look_up(order.reference)).state

    assert play(scene) == "open"


def test_it_gives_back_what_was_paid_and_not_more():
    async def scene(stage):
        order = await stage.open()
        back = stage.gateway.refund
        unpaid = await back("r0", order.reference, 100)
        await stage.act(order, "pay")
        return [
            unpaid,
            await back("r1", order.reference, 20_000),
            await back("r1", order.reference, 20_000),
            await back("r2", order.reference, 20_000),
            await back("r3", order.reference, 10_000),
            await back("r4", "nobody", 1),
        ]

    assert play(scene) == [False, True, True, False, True, False]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"amount": -1, "expires": "2026-11-23T05:00:00Z"}',
        b'{"amount": 1, "expires": "soon"}',
    ],
)
def test_it_refuses_an_order_that_makes_no_sense(body):
    async def scene(stage):
        key = {"Idempotency-Key": "a"}
        async with stage.client.post("/orders", data=body, headers=key) as response:
            return response.status

    assert play(scene) == 400


def test_it_refuses_an_order_without_a_key():
    async def scene(stage):
        body = b'{"amount": 1, "expires": "2026-11-23T05:00:00Z"}'
        async with stage.client.post("/orders", data=body) as response:
            return response.status

    assert play(scene) == 400
