"""It answers every example of the catalogue's connectors as the connector says."""

from __future__ import annotations

import pytest

from engine.domain import types
from engine.language import nodes
from engine.language.model.connector import read_connectors
from engine.sandbox.departments.people import read as read_data
from engine.services.connectors.files import check_files
from engine.services.connectors.reply import File, read
from tests.sandbox.departments.stage import CATALOG, DESCRIBED, play, put

CHANGES = {"hold", "until", "receipt_number", "request", "link"}
"""What is new every time."""


def examples():
    for path in DESCRIBED:
        parsed = nodes.parse(path.read_bytes(), path.name)
        for system in read_connectors(parsed.node, path.name, []).values():
            for operation in system.operations.values():
                for example in operation.examples:
                    yield pytest.param(
                        system, operation, example, id=f"{operation.id}: {example.it}"
                    )


@pytest.mark.parametrize(("system", "operation", "example"), list(examples()))
def test_it_answers(system, operation, example):
    async def scene(stage):
        reply = await put(stage, system, operation, example.needs, 20)
        return read(operation, reply.status, reply.body)

    answer = play(scene)

    check_files(answer)
    assert answer.outcome == example.outcome
    for name, wanted in example.gives.items():
        if isinstance(operation.gives[name], types.Document):
            file = answer.gives[name]
            assert isinstance(file, File)
            assert (file.name, file.mime) == (wanted["name"], wanted["mime"])
        elif name not in CHANGES:
            assert answer.gives[name] == wanted


def test_it_sells_the_tickets_that_the_services_charge_for():
    temples = read_data("temples.json")["temples"]
    for path in sorted(CATALOG.glob("endowments/[a-z]*.yaml")):
        plain = nodes.to_plain(nodes.parse(path.read_bytes(), path.name).node)
        if plain.get("family") != "darshan":
            continue
        charged = plain["with"]["tickets"][-1]
        prices = {
            name: int(rupees)
            for name, rupees in charged.items()
            if name not in ("from", "until", "order", "state")
        }
        offered = {row["ticket"]: row["price"] // 100 for row in temples[plain["with"]["temple"]]}
        assert offered == prices, path.name
