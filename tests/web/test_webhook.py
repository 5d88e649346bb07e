"""It stores what is genuine, refuses what is not, and never fails because of what somebody sent."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.channels.whatsapp.signature import sign
from engine.domain.limits import WEBHOOK_BODY_BYTES
from engine.runtime.codec import decode

PATH = "/webhook/whatsapp"
SECRET = "sandbox-app-secret"
PAYLOADS = Path(__file__).parents[1] / "channels" / "whatsapp" / "payloads"
TEXT = (PAYLOADS / "text.json").read_bytes()
BODIES = sorted(path for path in PAYLOADS.glob("*.json") if ".expected" not in path.name)


def post(client, raw: bytes, secret: str = SECRET, **headers: str):
    signed = {"X-Hub-Signature-256": sign(raw, secret), "Content-Type": "application/json"}
    return client.post(PATH, data=raw, headers={**signed, **headers})


def test_it_shakes_hands(client):
    asked = {
        "hub.mode": "subscribe",
        "hub.verify_token": "sandbox-verify-token",
        "hub.challenge": "42<b>",
    }
    answer = client.get(PATH, query_string=asked)
    assert (answer.status_code, answer.data) == (200, b"42<b>")
    assert answer.content_type.startswith("text/plain")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"hub.mode": "subscribe"},
        {"hub.mode": "subscribe", "hub.verify_token": "wrong"},
        {"hub.mode": "subscribe", "hub.verify_token": "త"},
        {"hub.mode": "unsubscribe", "hub.verify_token": "sandbox-verify-token"},
    ],
)
def test_it_shakes_no_strangers_hand(client, asked):
    assert client.get(PATH, query_string=asked).status_code == 403


def test_it_stores_before_it_answers(client, world):
    answer = post(client, TEXT)
    assert (answer.status_code, answer.data) == (200, b"")
    (arrival,) = world.stored
    assert arrival.kind == "message"
    assert decode(arrival.body).message.text == "నమస్కారం"


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_it_answers_200_to_everything_signed(client, path):
    assert post(client, path.read_bytes()).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature-256": sign(TEXT, "another")},
        {"X-Hub-Signature-256": sign(TEXT + b" ", SECRET)},
        {"X-Hub-Signature": sign(TEXT, SECRET)},
    ],
)
def test_it_refuses_a_forged_body_without_reading_it(client, world, headers):
    assert client.post(PATH, data=TEXT, headers=headers).status_code == 401
    assert not world.stored


@pytest.mark.parametrize("secret", ["new", "old"])
def test_it_takes_both_secrets_while_one_is_being_changed(production, secret):
    assert post(production, TEXT, secret).status_code == 200


def test_it_does_not_take_the_sandboxs_secret_in_production(production):
    assert post(production, TEXT).status_code == 401


def test_it_keeps_what_it_does_not_understand(client, world):
    for raw in (b"", b"hello", b"\xff\xfe", b"[]", b"{}", b"[" * 50_000, TEXT[:-9]):
        assert post(client, raw).status_code == 200
    assert {arrival.kind for arrival in world.stored} == {"quarantine"}
    assert len({arrival.dedupe for arrival in world.stored}) == 7


def test_it_names_a_repetition_the_same(client, world):
    post(client, TEXT)
    post(client, orjson.dumps(orjson.loads(TEXT)))
    first, second = world.stored
    assert first.dedupe == second.dedupe


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
def test_it_takes_three_megabytes(client, extra, status):
    raw = TEXT + b" " * (WEBHOOK_BODY_BYTES - len(TEXT) + extra)
    assert post(client, raw).status_code == status


def test_it_asks_to_come_again_when_the_store_is_down(client, world):
    world.down = True
    answer = post(client, TEXT)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    world.down = False
    assert post(client, TEXT).status_code == 200


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_it_knows_no_other_way(client, method):
    answer = getattr(client, method)(PATH)
    assert answer.status_code == 405
    assert answer.is_json


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ""]
)
def test_it_looks_at_the_bytes_and_not_at_their_label(client, world, kind):
    assert post(client, TEXT, **{"Content-Type": kind}).status_code == 200
    assert world.stored[0].kind == "message"


def test_it_counts(client, world):
    post(client, TEXT)
    post(client, (PAYLOADS / "reaction.json").read_bytes())
    client.post(PATH, data=TEXT)
    world.down = True
    post(client, TEXT)
    told = client.get("/metrics").text
    for line in (
        'mitra_webhook_requests_total{outcome="stored",source="whatsapp"} 2.0',
        'mitra_webhook_requests_total{outcome="forged",source="whatsapp"} 1.0',
        'mitra_webhook_requests_total{outcome="down",source="whatsapp"} 1.0',
        'mitra_arrivals_total{kind="message"} 1.0',
        'mitra_ignored_total{reason="reaction"} 1.0',
        "mitra_store_up 0.0",
    ):
        assert line in told
    world.down = False
    assert 'mitra_waiting{queue="inbox"} 1.0' in client.get("/metrics").text


@given(st.binary(max_size=300), st.text(max_size=80))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_never_fails_whatever_is_sent(client, raw, header):
    assert post(client, raw).status_code == 200
    told = {"X-Hub-Signature-256": header.encode("latin-1", "replace").decode("latin-1")}
    try:
        answer = client.post(PATH, data=raw, headers=told)
    except ValueError:  # a new line: no client can send this header
        return
    assert answer.status_code == 401
