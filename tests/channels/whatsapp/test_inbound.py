"""It takes every webhook body apart as its neighbour `.expected.json` says, and survives any other."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.channels.whatsapp import inbound
from engine.runtime.codec import decode
from engine.services.payments.handlers import Payments

PAYLOADS = Path(__file__).parent / "payloads"
SITUATIONS = sorted(path.stem for path in PAYLOADS.glob("*.json") if ".expected" not in path.name)
RECEIVED = datetime(2026, 1, 5, 10, 0, 5, tzinfo=UTC)
OURS = frozenset({"100000000000001", "100000000000002"})


def plain(body: inbound.Body) -> dict[str, Any]:
    arrivals = []
    for arrival in body.arrivals:
        inside = orjson.loads(arrival.body)
        if arrival.kind == "quarantine":
            inside.pop("raw")
        names = [f"{alias.kind}:{alias.value}" for alias in arrival.aliases]
        at = arrival.at.isoformat()
        arrivals.append(
            {"kind": arrival.kind, "dedupe": arrival.dedupe, "aliases": names, "at": at}
            | {"body": inside}
        )
    return {"arrivals": arrivals, "ignored": list(body.ignored)}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_it_reads(situation):
    raw = (PAYLOADS / f"{situation}.json").read_bytes()
    expected = json.loads((PAYLOADS / f"{situation}.expected.json").read_text())
    assert plain(inbound.read(raw, RECEIVED, OURS)) == expected


def test_every_situation_has_its_expectation_and_no_other():
    expected = {path.name.removesuffix(".expected.json") for path in PAYLOADS.glob("*.expected.*")}
    assert expected == set(SITUATIONS)


def envelope(*messages: Any) -> bytes:
    value = {"metadata": {"phone_number_id": "100000000000001"}, "messages": list(messages)}
    changes = [{"field": "messages", "value": value}]
    return orjson.dumps({"object": "whatsapp_business_account", "entry": [{"changes": changes}]})


def text(wamid: str, words: str) -> dict[str, Any]:
    return {"from": "919000000001", "id": wamid, "type": "text", "text": {"body": words}}


BROKEN = {
    "nothing": b"",
    "words": b"hello",
    "half": envelope(text("w", "x"))[:-5],
    "latin": b'"\xff"',
    "nan": b'{"entry": NaN}',
    "deep": b"[" * 100_000,
    "deep object": b'{"entry":' * 5_000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_it_keeps_what_is_not_json(case):
    body = inbound.read(BROKEN[case], RECEIVED, OURS)
    assert [arrival.kind for arrival in body.arrivals] == ["quarantine"]


def test_it_keeps_the_others_where_one_letter_is_broken():
    raw = envelope(text("w1", "BROKEN"), text("w2", "fine")).replace(b"BROKEN", b"a\\ud800b")
    body = inbound.read(raw, RECEIVED, OURS)
    assert [arrival.dedupe for arrival in body.arrivals] == ["wa:w1", "wa:w2"]
    for arrival in body.arrivals:
        decode(arrival.body)


def test_it_gives_the_same_names_to_a_repetition():
    for situation in SITUATIONS:
        raw = (PAYLOADS / f"{situation}.json").read_bytes()
        once, twice = (inbound.read(raw, RECEIVED, OURS) for _ in range(2))
        assert once == twice


def test_it_reads_a_thousand_updates_one_by_one():
    raw = envelope(*(text(f"w{n}", "hi") for n in range(1000)))
    assert len({arrival.dedupe for arrival in inbound.read(raw, RECEIVED, OURS).arrivals}) == 1000


def test_it_does_not_read_for_ever():
    raw = b'{"entry":[' + b",".join([b"{}"] * 100_000) + b"]}"
    body = inbound.read(raw, RECEIVED, OURS)
    assert any("rest unread" in decode(arrival.body).reason for arrival in body.arrivals)


def test_it_gives_each_of_a_thousand_people_both_their_names():
    people = [(f"9190000{number:05}", f"IN.44{number:05}") for number in range(1000)]
    value = {
        "contacts": [{"wa_id": phone, "user_id": user} for phone, user in people],
        "messages": [
            {"from_user_id": user} | text(f"w{user}", "hi") | ({"from": phone} if odd else {})
            for odd, (phone, user) in enumerate(people)
        ],
    }
    value["messages"][0].pop("from")
    body = {"entry": [{"changes": [{"field": "messages", "value": value}]}]}
    found = inbound.read(orjson.dumps(body), RECEIVED).arrivals
    assert [(a.aliases[0].value, a.aliases[1].value) for a in found] == people


KEYS = st.sampled_from(
    """
    object entry changes value field metadata phone_number_id contacts wa_id user_id messages
    statuses errors from from_user_id id type timestamp text body interactive button_reply title
    image location latitude longitude system status code unsupported group_id payment
    """.split()  # noqa: SIM905 (a column of thirty quoted words reads worse)
)
WORDS = st.sampled_from(
    """
    messages text image interactive button_reply location system sent failed user_changed_number
    919000000001 IN.44 whatsapp_business_account
    """.split()  # noqa: SIM905
)
LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=8)
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=40,
)


def nested(messages: Any, statuses: Any, contacts: Any, metadata: Any) -> Any:
    value = {
        "messages": messages, "statuses": statuses, "contacts": contacts, "metadata": metadata
    }  # fmt: skip
    return {"entry": [{"changes": [{"value": value}]}]}


@given(JSON | st.builds(nested, JSON, JSON, JSON, JSON))
@settings(max_examples=400)
def test_it_raises_for_no_json_at_all(value):
    body = inbound.read(json.dumps(value).encode(), RECEIVED, OURS)
    for arrival in body.arrivals:
        assert arrival.dedupe
        assert arrival.kind in {"message", "status", "moved", "payment", "quarantine"}
        decode(arrival.body)


@given(st.binary(max_size=200))
def test_it_raises_for_no_bytes_at_all(raw):
    inbound.read(raw, RECEIVED, OURS)


def test_it_keeps_no_aadhaar_number_of_what_it_does_not_understand():
    odd = {"field": "odd", "value": {"said": "నా ఆధార్ 2341 2341 2346", "again": ["234123412346"]}}
    raw = orjson.dumps({"entry": [{"changes": [odd]}]})
    (kept,) = inbound.read(raw, RECEIVED).arrivals
    body = decode(kept.body)
    assert "XXXX XXXX 2346" in body.raw
    assert "2341" not in body.raw
    (unread,) = inbound.read(raw[:-3], RECEIVED).arrivals
    assert "2341" not in decode(unread.body).raw


class Orders:
    """The one order there is."""

    def rows(self, statement, params=()):
        known = (statement, params) == ("payments.by_reference", ("svc-2",))
        return [("s1/4", "s1", "svc-2", 4500, "open")] if known else []

    def rows_in(self, statement, values, params=()):
        raise NotImplementedError


@pytest.mark.parametrize("situation", ["payment_pending", "payment_failed"])
def test_it_lets_an_order_be_looked_up(situation):
    raw = (PAYLOADS / f"{situation}.json").read_bytes()
    (arrival,) = inbound.read(raw, RECEIVED, OURS).arrivals
    payments = Payments(gateway=None, store=Orders(), clock=None)
    received = payments.receive(arrival, Orders(), RECEIVED)
    assert [later.effect.payment for later in received.later] == ["s1/4"]
