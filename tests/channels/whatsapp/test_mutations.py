"""Whatever stands at any place of any body, nothing is raised, nothing beside it is lost, and the door answers 200."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.channels.whatsapp import inbound
from engine.channels.whatsapp.signature import sign
from engine.runtime.codec import decode
from engine.web.app import create_app
from tests.web.conftest import World, site_of

PAYLOADS = Path(__file__).parent / "payloads"
RECEIVED = datetime(2026, 1, 5, 10, 0, 5, tzinfo=UTC)
OURS = frozenset({"100000000000001", "100000000000002"})
Place = tuple[str | int, ...]
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, -(2**63), 0.5, 1e308, -1e308, "", " ", "x", "\0", "a" * 70_000, "IN.", "../..",
    "919000000001", "\u202e", [], [None], [[]], [{}], {}, {"": None}, {"id": {"id": {}}}, {"body": []},
)  # fmt: skip
"""What may stand where something else is expected."""
ENVELOPE = 6
"""How deep in a body a message lies."""


def objects() -> dict[str, Any]:
    """Return the bodies that are objects."""
    found = {
        path.stem: orjson.loads(path.read_bytes())
        for path in PAYLOADS.glob("*.json")
        if ".expected" not in path.name and path.stem != "huge_numbers"
    }
    return {name: body for name, body in found.items() if isinstance(body, dict)}


BODIES = objects()


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    yield place
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*place, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places(inner, (*place, number))


def with_(body: Any, place: Place, odd: Any) -> Any:
    """Return the body with something odd at a place."""
    if not place:
        return odd
    changed = copy.deepcopy(body)
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = odd
    return changed


def read(body: Any) -> inbound.Body:
    found = inbound.read(orjson.dumps(body), RECEIVED, OURS)
    assert found.arrivals or found.ignored
    for arrival in found.arrivals:
        assert arrival.dedupe
        assert arrival.at <= RECEIVED
        decode(arrival.body)
    return found


@pytest.mark.parametrize("situation", sorted(BODIES))
def test_it_reads_a_body_with_anything_anywhere(situation):
    body = BODIES[situation]
    for place in places(body):
        if len(place) <= ENVELOPE and situation != "text":
            continue  # the same in all of them
        for odd in ODD:
            read(with_(body, place, odd))


def text(number: int) -> dict[str, Any]:
    return {
        "from": f"91900000000{number}",
        "from_user_id": f"IN.440100000000000{number}",
        "id": f"wamid.BESIDE{number}",
        "timestamp": "1767607200",
        "type": "text",
        "text": {"body": "hi"},
    }


def messages() -> Iterator[dict[str, Any]]:
    """Yield every message and status there is a payload of."""
    for body in BODIES.values():
        for entry in body.get("entry") or ():
            for change in entry.get("changes") or ():
                yield from (m for m in change["value"].get("messages", ()) if isinstance(m, dict))


@given(st.data())
@settings(max_examples=150)
def test_it_loses_nothing_beside_what_is_odd(data):
    between = data.draw(st.sampled_from(list(messages())))
    place = data.draw(st.sampled_from(list(places(between))))
    odd = with_(between, place, data.draw(st.sampled_from(ODD)))
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": "100000000000001"},
        "messages": [text(1), odd, text(2)],
        "statuses": [{"id": "wamid.OURS1", "status": "sent", "timestamp": "1767607200"}, odd],
    }
    body = {
        "object": "whatsapp_business_account",
        "entry": [{"changes": [{"field": "messages", "value": value}]}, odd],
    }
    names = {arrival.dedupe for arrival in read(body).arrivals}
    assert {"wa:wamid.BESIDE1", "wa:wamid.BESIDE2", "wa:wamid.OURS1:sent"} <= names


@given(st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_it_answers_200_to_anything_signed(data):
    body = BODIES[data.draw(st.sampled_from(sorted(BODIES)))]
    place = data.draw(st.sampled_from(list(places(body))))
    raw = orjson.dumps(with_(body, place, data.draw(st.sampled_from(ODD))))
    world = World()
    door = create_app(site_of(world)).test_client()
    headers = {"X-Hub-Signature-256": sign(raw, "sandbox-app-secret")}
    answer = door.post("/webhook/whatsapp", data=raw, headers=headers)
    assert answer.status_code == 200
