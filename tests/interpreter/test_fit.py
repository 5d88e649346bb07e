"""What the checks count as messages of a turn is what the interpreter sends."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.domain.effect import Send
from engine.domain.event import Event, MessageArrived, Replied, Started
from engine.domain.message import TextIn
from engine.domain.session import Session
from engine.interpreter.machine import advance
from engine.language.compiler.compiler import compile_service
from engine.language.program import Program
from engine.language.reading import read_files
from engine.language.schema import Schemas
from tests.language.catalogues import project, schemas
from tests.language.checks.test_fit import CONNECTORS, FILE, service

NOW = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
PAPER = {"media": "m", "mime": "application/pdf", "name": "a.pdf", "bytes": 9}
GIVES = {"file": PAPER, "name": "N", "short": "S", "rows": [], "amount": 100}
ROWS = [row for row in FILE["rows"] if "messages" in row]


def program_of(row: dict[str, Any]) -> Program:
    """Return a row's service, also where a check would keep it from being offered."""
    files = {
        **project("base"),
        "revenue/tried.yaml": service(row),
        "_shared/connectors/store.yaml": CONNECTORS,
    }
    reading = read_files(files, Schemas(schemas()))
    tried = next(each for each in reading.services if each.id == "revenue.tried")
    program = compile_service(tried, reading.world)[1]
    assert program is not None
    return program


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["it"])
def test_it_sends_as_many(row: dict[str, Any]) -> None:
    program = program_of(row)
    session = Session("case", program.service, program.digest, "en")
    sent = 0

    def take(event: Event) -> None:
        nonlocal session, sent
        outcome = advance(program, session, event, NOW)
        session = outcome.session
        sent += sum(isinstance(effect, Send) for effect in outcome.effects)

    take(Started())
    sent = 0
    take(MessageArrived(TextIn("yes")))
    while session.pending:
        take(Replied(session.id, session.pending, "found", GIVES))

    assert sent == row["messages"]
