"""The pretend gateway, the adapter and the connector file say the same; a gateway that fails is known to whoever is about to begin."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import unused_port

from engine.language.gateway import ASKED, GATEWAY
from engine.services.connectors.asking import Question
from engine.services.payments.gateway import GatewayDown
from engine.wiring.gateway import DeclaredGateway
from tests.sandbox.payments.stage import EXPIRES, declared, play

NEW = {"reference", "url", "paid_on"}
"""What hangs on the address and the moment."""

EXAMPLES = [
    pytest.param(operation, example, id=f"{operation.id}: {example.it}")
    for operation in declared().operations.values()
    for example in operation.examples
]


@pytest.mark.parametrize(("operation", "example"), EXAMPLES)
def test_it_answers(operation, example):
    async def scene(stage):
        return await stage.asker.ask(Question(declared(), operation, example.needs, "s1/1"))

    answer = play(scene)

    assert answer.outcome == example.outcome
    assert answer.gives.keys() == example.gives.keys()
    for name in example.gives.keys() - NEW:
        assert answer.gives[name] == example.gives[name]


@pytest.mark.parametrize("name", ASKED)
def test_every_outcome_but_those_of_an_order_opened_twice_has_an_example(name):
    operation = declared().operations[name]
    shown = {example.outcome for example in operation.examples}

    assert shown == ({"open"} if name == "open" else set(operation.outcome_names()))


def test_a_failing_gateway_is_a_troubled_system_until_it_answers():
    async def scene(stage):
        order, addresses = await stage.open(), stage.asker.addresses
        seen = [stage.asker.troubled()]
        there = addresses["GATEWAY_URL"]
        addresses["GATEWAY_URL"] = f"http://127.0.0.1:{unused_port()}"
        with pytest.raises(GatewayDown):
            await stage.gateway.look_up(order.reference)
        seen.append(stage.asker.troubled())
        addresses["GATEWAY_URL"] = there
        await stage.gateway.look_up(order.reference)
        return [*seen, stage.asker.troubled()]

    assert play(scene) == [frozenset(), {GATEWAY}, frozenset()]


def test_a_catalogue_without_a_gateway_is_a_gateway_that_is_down():
    def nothing(name):
        raise KeyError(name)

    async def scene(stage):
        with pytest.raises(GatewayDown, match=r"gateway\.open"):
            await DeclaredGateway(nothing, stage.asker).open("s1/4", 100, "", "-", EXPIRES)

    play(scene)


def test_an_order_paid_before_we_knew_of_it_is_told_as_paid():
    async def scene(stage):
        order = await stage.open()
        await stage.act(order, "pay")
        return await stage.gateway.open("s1/4", 30_000, "srisailam", "-", EXPIRES)

    assert play(scene).state == "paid"
