"""A reply that says `cache:` holds for a while: for whoever asks the same, and for nobody who asks something else."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from engine.domain import types
from engine.services.connectors.asking import Asker, Question, Unanswered
from engine.services.connectors.client import Client
from engine.services.connectors.databases import Databases
from engine.services.connectors.egress import Reach
from engine.services.connectors.handler import UNAVAILABLE
from engine.services.connectors.remembering import Memory
from engine.services.connectors.reply import Answer, File
from tests.services.connectors.stage import (
    Clock,
    Department,
    Scheduler,
    connectors,
    rows,
    serving,
)

OFFICE = connectors()["office"]
MENU = OFFICE.operations["menu"]


@pytest.mark.parametrize("row", rows("remembered.yaml"), ids=lambda row: row["it"])
def test_it(row: dict[str, Any]) -> None:
    department, told = Department(list(row["serves"])), []

    async def run() -> list[list[Any]]:
        clock = Clock()
        http = Client(Reach(sandbox=True))
        async with serving(department) as address:
            asker = Asker(
                http,
                Databases(),
                {"OFFICE_URL": address},
                clock,
                Scheduler(clock),
                Memory(b"secret", row.get("most", 1_000)),
                told=lambda _system, outcome, _seconds: told.append(outcome),
            )
            heard = []
            for said in row["talk"]:
                clock.passed += 60 * said["after"]
                heard.append(await ask(asker, row.get("operation", "menu"), said))
        await http.close()
        return heard

    assert asyncio.run(run()) == row["hears"]
    assert told == row["told"]
    assert department.serves == []


async def ask(asker: Asker, operation: str, said: dict[str, Any]) -> list[Any]:
    """Return the outcome and the first thing that is given."""
    needs = {name: value for name, value in said.items() if name != "after"}
    try:
        answer = await asker.ask(Question(OFFICE, OFFICE.operations[operation], needs, "s1/7"))
    except Unanswered:
        return [UNAVAILABLE, None]
    return [answer.outcome, next(iter(answer.gives.values()), None)]


def test_it_keeps_no_words_of_what_was_asked() -> None:
    memory = Memory(b"secret")
    memory.keep(MENU, {"town": "tenali"}, Answer("found", {"lunch": "rice"}), 0.0)

    assert memory.recall(MENU, {"town": "tenali"}, 1.0) is not None
    assert "tenali" not in repr(memory)
    assert kept_as(b"secret") != kept_as(b"another")


def kept_as(secret: bytes) -> str:
    """Return how one question lies in memory."""
    memory = Memory(secret)
    memory.keep(MENU, {"town": "tenali"}, Answer("found", {"lunch": "rice"}), 0.0)
    return repr(memory).replace(repr(secret), "")


def test_it_forgets_when_the_operation_is_declared_otherwise() -> None:
    memory = Memory(b"secret")
    memory.keep(MENU, {"town": "tenali"}, Answer("found", {"lunch": "rice"}), 0.0)
    other = replace(MENU, gives={**MENU.gives, "dinner": types.Word()})

    assert memory.recall(other, {"town": "tenali"}, 1.0) is None


def test_it_keeps_no_documents() -> None:
    paper = replace(OFFICE.operations["paper"], cache_s=600)
    gives = {"file": File("a.pdf", "application/pdf", b"%PDF-1.7 sample")}
    memory = Memory(b"secret")
    memory.keep(paper, {"number": "2712345678"}, Answer("ready", gives), 0.0)

    assert memory.recall(paper, {"number": "2712345678"}, 1.0) is None
