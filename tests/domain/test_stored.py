"""What lies in the database is read by position, so positions never change."""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path

import orjson
import pytest
import yaml

from engine.domain.session import Conversation, Session

ORDER = yaml.safe_load((Path(__file__).parent / "stored.yaml").read_text("utf-8"))
SESSION = Session(
    "s1", "sample.service", "digest", "te", "born", answers={"name": "Sample"}, turn=3
)
CONVERSATION = Conversation("p1", "en", cases=[{"id": "s1"}], heard="2026-11-20T06:00:00Z")


@pytest.mark.parametrize("kind", [Session, Conversation], ids=lambda kind: kind.__name__)
def test_it_keeps_the_order_of_its_fields(kind: type) -> None:
    assert [each.name for each in fields(kind)] == ORDER[kind.__name__]


@pytest.mark.parametrize("kind", [Session, Conversation], ids=lambda kind: kind.__name__)
def test_it_can_be_read_by_a_release_that_has_more_fields(kind: type) -> None:
    bare = [each for each in fields(kind) if each.default is each.default_factory is MISSING]
    given = [each.name for each in bare]
    assert kind.from_json(given) == kind(*given)


@pytest.mark.parametrize("value", [SESSION, CONVERSATION], ids=["session", "conversation"])
def test_it_comes_back_from_json(value) -> None:
    assert type(value).from_json(orjson.loads(orjson.dumps(value.to_json()))) == value


def test_it_reads_the_first_format() -> None:
    first = {"id": "s1", "service": "sample.service", "program": "digest", "language": "te"}
    stored = {**first, "at": "born", "answers": {"name": "Sample"}, "turn": 3}
    assert Session.from_json(stored) == SESSION
