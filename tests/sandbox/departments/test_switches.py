"""Each system of the catalogue, over real HTTP, when it is slow, down or mad: the engine takes nothing of it for an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.language import nodes
from engine.language.model.connector import Connector, Operation, read_connectors
from engine.services.connectors.reply import Unfit, read
from engine.services.connectors.request import build
from engine.wiring.addresses import DATABASE, PretendAddresses
from tests.sandbox.departments.stage import DESCRIBED, Stage, play, put

PATIENCE_S = {"slow": 0.2}
NO_ANSWER = (Unfit, ConnectionError)
"""A reply that means nothing, or a database without the table."""


def systems():
    for path in DESCRIBED:
        parsed = nodes.parse(path.read_bytes(), path.name)
        for system in read_connectors(parsed.node, path.name, []).values():
            operation = next(iter(system.operations.values()))
            yield pytest.param(system, operation, id=system.id)


def switch_of(system: Connector, operation: Operation, needs: Any, base: str) -> str:
    """Return the name of the switch of the system that this question leads to."""
    if operation.statement:
        return system.setting.removesuffix(DATABASE).lower()
    url = build(system, operation, needs, PretendAddresses(base, {}, Path()), "s1/1").url
    return url.partition("/departments/")[2].partition("/")[0]


async def asked(stage: Stage, system: Connector, operation: Operation, mode: str):
    """Return what the engine makes of the first example's reply while the system is switched to a mode."""
    needs = operation.examples[0].needs
    switch = switch_of(system, operation, needs, stage.base)
    switched = await stage.post(f"/control/{switch}", {"mode": mode})
    assert switched == (200, {"mode": mode})
    reply = await put(stage, system, operation, needs, PATIENCE_S.get(mode, 20))
    return read(operation, reply.status, reply.body).outcome


@pytest.mark.parametrize(("system", "operation"), list(systems()))
@pytest.mark.parametrize("mode", ["down", "garbage"])
def test_it_is_no_answer_when_it_is_down_or_mad(system, operation, mode):
    with pytest.raises(NO_ANSWER):
        play(lambda stage: asked(stage, system, operation, mode))


@pytest.mark.parametrize(("system", "operation"), list(systems()))
def test_it_is_no_answer_when_it_is_too_slow(system, operation):
    with pytest.raises(TimeoutError):
        play(lambda stage: asked(stage, system, operation, "slow"), slow_s=30)


@pytest.mark.parametrize(("system", "operation"), list(systems()))
def test_it_answers_again_when_it_is_well(system, operation):
    async def scene(stage):
        with pytest.raises(NO_ANSWER):
            await asked(stage, system, operation, "down")
        return await asked(stage, system, operation, "ok")

    assert play(scene) == operation.examples[0].outcome
